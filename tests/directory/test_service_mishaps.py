"""Publications of services as they come: half nested, cut, from other systems, or something else."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from server.directory.account import Account
from server.directory.csv_file import Broken
from server.directory.remedies import remedy
from server.directory.resources import import_resources
from tests.directory.conftest import AGENCY, NOW, entries
from tests.directory.test_resources import SERVICE, TABLES, service, written, zipped

Json = dict[str, Any]


def take(path: Path, **asked: Any) -> Account:
    return import_resources(path, AGENCY, now=NOW, **asked)[0]


def said(account: Account) -> list[str]:
    return [one.what for one in account.remarks]


def only(folder: Path, given: object) -> Json:
    take(written(folder / "all.json", given))
    [found] = entries("services").values()
    return dict(found)


@pytest.mark.parametrize(
    "changed",
    [
        {"organization_id": None},
        {"organization_id": "o9", "organization": {"name": "Ashby Table"}},
        {"organization": {"name": "Ashby Table"}},
        {"organization": "Ashby Table"},
    ],
)
def test_an_organization_is_found_however_it_is_named(tmp_path: Path, changed: Json) -> None:
    assert only(tmp_path, [service(**changed)])["organization"] == "Ashby Table"


@pytest.mark.parametrize(
    "given",
    [
        {"contents": [service(phones={"number": "614-555-0142", "extension": "7"})]},
        {"items": [SERVICE], "metadata": None},
        SERVICE,
        {"id": "o1", "name": "Ashby Table", "services": [service(organization=None)]},
        {"id": "l1", "service": SERVICE, "location": {"id": "loc1", "name": "Church hall"}},
        [[SERVICE], {"contents": []}],
        [service(programs=None, funding=[{"id": "f"}], x={"y": [1]}, attributes=SERVICE["attributes"])],
    ],
)
def test_a_service_is_whole_wherever_it_stands(tmp_path: Path, given: object) -> None:
    found = only(tmp_path, given)
    assert (found["name"], found["organization"]) == ("Ashby Food Pantry", "Ashby Table")
    assert found["phones"] == [{"number": "614-555-0142 ext. 7", "note": ""}]
    assert (found["subjects"], len(found["places"])) == (["Food pantries"], 1)


def test_nothing_is_where_lists_say_nothing(tmp_path: Path) -> None:
    nothing: Json = {name: None for name, value in SERVICE.items() if isinstance(value, list | dict)}
    found = only(tmp_path, [service(**nothing, email="N/A", url="NULL", fees_description="None")])
    assert (found["phones"], found["places"], found["openings"]) == ([], [], [])
    assert (found["email"], found["url"], found["fees"]) == ("", "", "None")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_json_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "all.json"
    path.write_bytes(json.dumps([service(name="Peña Café")], ensure_ascii=False).encode(encoding))
    take(path)
    assert entries("services")["s1"]["name"] == "Peña Café"


def test_signs_that_nothing_can_keep_are_left_and_all_scripts_kept(tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    path.write_text(
        '[{"id": "s\\u00001", "name": "A\\u0000 \\ud800 שלום 中文", "status": "active"}]', "utf-8"
    )
    take(path)
    assert entries("services")["s1"]["name"] == "A ? שלום 中文"


def test_what_is_longer_than_tablets_carry_is_cut_and_told(tmp_path: Path) -> None:
    many = [{"id": f"p{number}", "number": f"614555{number:04d}"} for number in range(200)]
    account = take(written(tmp_path / "all.json", [service(phones=many, alert="x" * 9_000, name="n" * 900)]))
    found = entries("services")["s1"]
    assert (len(found["phones"]), len(found["alert"]), len(found["name"])) == (60, 1_500, 200)
    assert said(account) == [
        "longer than tablets carry; its end was left: name, 900 letters",
        "longer than tablets carry; its end was left: alert, 9,000 letters",
        "longer than tablets carry; its end was left: phones, 200 of them",
    ]


def test_a_status_that_nobody_knows_hides_no_service(tmp_path: Path) -> None:
    given = [service(status="Open"), service(id="s2", status="Temporarily_Closed"), service(id="s3")]
    account = take(written(tmp_path / "all.json", given))
    found = entries("services")
    assert [found[id_]["status"] for id_ in ("s1", "s2", "s3")] == ["", "temporarily closed", "active"]
    assert said(account) == ["a status that is not known; left empty: Open"]


def test_an_outline_on_a_map_is_no_name_of_an_area(tmp_path: Path) -> None:
    areas = [{"id": "a1", "extent": '{"type": "Polygon"}'}, {"id": "a2", "extent": "Maple County"}]
    assert only(tmp_path, [service(service_areas=areas)])["areas"] == ["Maple County"]


def test_what_differs_or_cannot_be_is_told_with_what_helps(tmp_path: Path) -> None:
    given = [service(), service(name="Ashby Pantry", assured_date="2031-01-01", phones=["614-555-0142", 7])]
    account = take(written(tmp_path / "all.json", given))
    assert set(said(account)) == {
        "stands there twice and differs; what came last was taken: name, assured_date",
        "its assured date is still to come; left empty: 2031-01-01",
        "no object: 614-555-0142",
        "no object: 7",
    }
    assert all(remedy(one) for one in said(account))


def test_rows_that_name_nobody_are_told_by_file_and_line(tmp_path: Path) -> None:
    tables = {
        **TABLES,
        "phone": [{"id": "p1", "contact_id": "c9", "number": "1"}, {"id": "p2", "organization_id": "o9"}],
        "schedule": [{"id": "h1", "service_at_location_id": "sl9", "byday": "MO"}],
        "attribute": [{"id": "t1", "link_id": "s9", "link_entity": "service", "taxonomy_term_id": "x1"}],
    }
    account = take(zipped(tmp_path / "hsds.zip", tables))
    assert {(one.file, one.row): one.what for one in account.remarks if one.left} == {
        ("phone.csv", "2"): "is about a contact that is not in the files: c9",
        ("phone.csv", "3"): "is about an organization that is not in the files: o9",
        ("schedule.csv", "2"): "is about a service at location that is not in the files: sl9",
        ("attribute.csv", "2"): "is about a service that is not in the files: s9",
    }
    assert all(remedy(one) for one in said(account))


@pytest.mark.parametrize("missing", sorted(set(TABLES) - {"service"}))
def test_a_table_that_is_missing_or_empty_costs_no_service(tmp_path: Path, missing: str) -> None:
    path = zipped(tmp_path / "hsds.zip", {name: rows for name, rows in TABLES.items() if name != missing})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"{missing}.csv", "")
    account = take(path)
    assert f"{missing}.csv is empty" in account.notes
    assert entries("services")["s1"]["name"] == "Ashby Food Pantry"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        (
            "lines.ndjson",
            b'{"id": "s1", "name": "A", "status": "active"}\n{"id": oops}\n',
            "no JSON in line 2",
        ),
        ("all.json", b'[\n{"id": "s1",\n"x": NaN}]', "no JSON in line 3"),
        ("all.json", json.dumps([SERVICE]).encode()[:-20], "no JSON in line 1"),
        ("all.json", b"<html>Too many requests</html>", "is a web page"),
        ("all.json", b'{"error": "rate limited"}', "neither a service nor an organization: error"),
        ("all.json", b"[" * 3_000 + b"]" * 3_000, "holds no services"),
        ("all.zip", b"PK\x03\x04 and no more", "is a zip archive that breaks off"),
        ("service.csv", b'id,name,status\ns1,"A,active\ns2,B,active\n', "from line 2 on: a quotation mark"),
    ],
)
def test_what_cannot_be_read_is_refused_and_named(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Broken, match=why):
        take(tmp_path / name)
    assert entries("services") == {}


def test_a_page_that_came_twice_is_one(tmp_path: Path) -> None:
    take(written(tmp_path / "all.json", [SERVICE, service(id="s2")]))
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("a.json", "b.json"):
        written(pages / name, {"contents": [SERVICE], "total_pages": 2, "page_number": 1})
    account = take(pages)
    assert any("1 of 2 pages are here" in note for note in account.notes)
    assert not entries("services")["s2"]["gone"]
