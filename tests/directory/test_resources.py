"""Importing community services in every form that they are published in, and what is wrong in such files."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.directory.account import Account
from server.directory.csv_file import Broken
from server.directory.hsds_schedules import opening
from server.directory.resources import import_resources
from server.directory.undoing import undo
from server.store.database import writing
from tests.directory.conftest import AGENCY, NOW, entries, parts

Json = dict[str, Any]
NIGHT: Json = {"byday": "MO,TU,WE,TH,FR", "freq": "WEEKLY", "opens_at": "09:00", "closes_at": "17:00:00Z"}
SERVICE: Json = {
    "id": "s1",
    "name": "Ashby Food Pantry",
    "status": "active",
    "description": "Groceries twice a month.",
    "eligibility_description": "Anybody in Maple County",
    "minimum_age": 18,
    "application_process": "Walk in",
    "assured_date": "2026-09-01",
    "organization": {
        "id": "o1",
        "name": "Ashby Table",
        "description": "A pantry",
        "website": "ashby.example.org",
    },
    "phones": [{"id": "p1", "number": "(614) 555-0142", "extension": "7", "type": "voice"}],
    "schedules": [{"id": "h1", **NIGHT}],
    "languages": [{"id": "l1", "code": "es"}, {"id": "l2", "name": "Somali"}],
    "service_areas": [{"id": "a1", "name": "Maple County"}],
    "required_documents": [{"id": "d1", "document": "Proof of address"}],
    "cost_options": [{"id": "c1", "option": "Free"}],
    "attributes": [
        {"id": "t1", "taxonomy_term": {"id": "x1", "name": "Food pantries", "description": "Food"}}
    ],
    "service_at_locations": [
        {
            "id": "sl1",
            "location": {
                "id": "loc1",
                "location_type": "physical",
                "name": "Church hall",
                "latitude": 40.0,
                "longitude": -83.0,
                "addresses": [
                    {
                        "id": "ad1",
                        "address_1": "12 Main St",
                        "city": "Columbus",
                        "state_province": "oh",
                        "postal_code": "43210-1234",
                        "country": "US",
                        "address_type": "physical",
                    }
                ],
                "accessibility": [{"id": "ac1", "description": "Ramp at the side door"}],
            },
        }
    ],
}
TABLES: dict[str, list[Json]] = {
    "organization": [
        {"id": "o1", "name": "Ashby Table", "description": "A pantry", "website": "ashby.example.org"}
    ],
    "service": [
        {
            **{key: value for key, value in SERVICE.items() if not isinstance(value, dict | list)},
            "organization_id": "o1",
        }
    ],
    "phone": [
        {"id": "p1", "service_id": "s1", "number": "(614) 555-0142", "extension": "7", "type": "voice"}
    ],
    "schedule": [{"id": "h1", "service_id": "s1", **NIGHT}],
    "language": [
        {"id": "l1", "service_id": "s1", "code": "es"},
        {"id": "l2", "service_id": "s1", "name": "Somali"},
    ],
    "service_area": [{"id": "a1", "service_id": "s1", "name": "Maple County"}],
    "required_document": [{"id": "d1", "service_id": "s1", "document": "Proof of address"}],
    "cost_option": [{"id": "c1", "service_id": "s1", "option": "Free"}],
    "attribute": [{"id": "t1", "link_id": "s1", "link_entity": "service", "taxonomy_term_id": "x1"}],
    "taxonomy_term": [{"id": "x1", "name": "Food pantries", "description": "Food"}],
    "service_at_location": [{"id": "sl1", "service_id": "s1", "location_id": "loc1"}],
    "location": [
        {
            "id": "loc1",
            "location_type": "physical",
            "name": "Church hall",
            "latitude": "40.0",
            "longitude": "-83.0",
        }
    ],
    "address": [
        {
            "id": "ad1",
            "location_id": "loc1",
            "address_1": "12 Main St",
            "city": "Columbus",
            "state_province": "oh",
            "postal_code": "43210-1234",
            "address_type": "physical",
        }
    ],
    "accessibility": [{"id": "ac1", "location_id": "loc1", "description": "Ramp at the side door"}],
}


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def zipped(path: Path, tables: dict[str, list[Json]]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"name": "services"}))
        for name, rows in tables.items():
            file = io.StringIO(newline="")
            out = csv.DictWriter(file, list({key: None for row in rows for key in row}), restval="")
            out.writeheader()
            out.writerows(rows)
            archive.writestr(f"data/{name}.csv", "\ufeff" + file.getvalue())
    return path


def take(path: Path, **asked: Any) -> Account:
    return import_resources(path, AGENCY, now=NOW, **asked)[0]


def reasons(account: Account) -> dict[str, bool]:
    return {reason: left for left, reason in account.counts}


def service(**more: Any) -> Json:
    return {**json.loads(json.dumps(SERVICE)), **more}


def one_form(form: str, folder: Path) -> Path:
    page = {"total_pages": 1, "page_number": 1, "contents": [SERVICE]}
    match form:
        case "page":
            return written(folder / "services.json", page)
        case "pages":
            (folder / "pages").mkdir()
            for number in (1, 2):
                also = SERVICE if number == 1 else service(id="s2", name="Another")
                body = {"total_pages": 2, "page_number": number, "contents": [also]}
                written(folder / "pages" / f"page-{number}.json", body)
            return folder / "pages"
        case "single":
            return written(folder / "all.json", TABLES)
        case "organizations":
            nested = {**SERVICE["organization"], "services": [service(organization=None)]}
            return written(folder / "orgs.json", [nested])
        case "lines":
            path = folder / "services.ndjson"
            path.write_text(f"{json.dumps(SERVICE)}\n{json.dumps(service(id='s2'))}\n", encoding="utf-8")
            return path
        case _:
            return zipped(folder / "hsds.zip", TABLES)


@pytest.mark.parametrize("form", ["page", "pages", "single", "organizations", "lines", "zip"])
def test_every_form_says_the_same(tmp_path: Path, form: str) -> None:
    take(one_form(form, tmp_path))
    found = entries("services")["s1"]
    assert found["organization"] == "Ashby Table"
    assert found["phones"] == [{"number": "614-555-0142 ext. 7", "note": ""}]
    [hours] = found["openings"]
    assert (hours["days"], hours["opens"], hours["closes"]) == (
        ["MO", "TU", "WE", "TH", "FR"],
        "09:00",
        "17:00",
    )
    assert found["languages"] == ["Spanish", "Somali"]
    assert (found["areas"], found["documents"], found["fees"]) == (
        ["Maple County"],
        ["Proof of address"],
        "Free",
    )
    assert (found["subjects"], found["needs"]) == (["Food pantries"], ["food-insecurity"])
    assert (found["minimumAge"], found["maximumAge"], found["eligibility"]) == (
        18,
        None,
        "Anybody in Maple County",
    )
    [place] = found["places"]
    assert (place["line"], place["state"], place["zip"], place["lat"]) == ("12 Main St", "OH", "43210", 40.0)
    assert place["access"] == ["Ramp at the side door"]
    assert (found["dataDate"], found["url"]) == ("2026-09-01", "ashby.example.org")
    carried = [row for _, rows in parts("services").values() for row in rows]
    assert "s1" not in {row["id"] for row in carried}
    assert "Ashby Food Pantry" in {row["name"] for row in carried}


def test_what_names_nothing_is_reported_and_the_service_survives(tmp_path: Path) -> None:
    tables = {
        **TABLES,
        "service": [{**TABLES["service"][0], "organization_id": "nobody"}, {"id": "", "name": "No id"}],
        "service_at_location": [
            *TABLES["service_at_location"],
            {"id": "sl2", "service_id": "s1", "location_id": "nowhere"},
            {"id": "sl3", "service_id": "unknown", "location_id": "loc1"},
        ],
        "attribute": [{"id": "t2", "link_id": "s1", "taxonomy_term_id": "gone"}],
        "phone": [*TABLES["phone"], {"id": "p9", "service_id": "unknown", "number": "1"}],
    }
    account = take(zipped(tmp_path / "hsds.zip", tables))
    assert reasons(account) == {
        "a service without an id": True,
        "its organization is not in the files": False,
        "its place is not in the files": False,
        "its subject is not in the files": False,
        "is about a service that is not in the files": True,
    }
    assert len(entries("services")["s1"]["places"]) == 1


def test_cycles_bad_coordinates_ages_and_old_schedules_are_reported_and_survive(tmp_path: Path) -> None:
    broken = service(minimum_age=70, maximum_age=6)
    broken["service_at_locations"][0]["location"] |= {"latitude": 4000, "longitude": "east"}
    broken["schedules"] = [
        {"id": "h1", "dtstart": "1976-01-05", "byday": "MO", "opens_at": "9:00 AM", "closes_at": "5 PM"},
        {"id": "h2", "valid_to": "1999-12-31", "byday": "XX,TU", "opens_at": "25:00"},
    ]
    tables = {
        "organizations": [
            {"id": "o1", "name": "A", "description": "", "parent_organization_id": "o2"},
            {"id": "o2", "name": "B", "description": "", "parent_organization_id": "o1"},
        ],
        "taxonomy_terms": [{"id": "x9", "name": "Loop", "description": "", "parent_id": "x9"}],
        "services": [broken],
    }
    account = take(written(tmp_path / "all.json", tables))
    assert set(reasons(account)) == {
        "is inside itself, directly or by others",
        "bad coordinates; the middle of its ZIP code was taken",
        "its youngest age is above its oldest; both were left",
        "a schedule began long ago; it is kept as it stands",
        "a schedule is over; it is kept with its last day",
        "a schedule names a day that is none",
        "a schedule has a time that is none",
        "stands there twice and differs; what came last was taken",
    }
    assert account.left == 0
    found = entries("services")["s1"]
    assert found["places"][0]["lat"] == pytest.approx(40.0, abs=0.1)
    assert [(one["days"], one["opens"], one["closes"], one["to"]) for one in found["openings"]] == [
        (["MO"], "09:00", "17:00", ""),
        (["TU"], "", "", "1999-12-31"),
    ]


def test_the_next_import_updates_marks_and_is_undone(tmp_path: Path) -> None:
    both = [SERVICE, service(id="s2", name="Rides for Seniors")]
    take(written(tmp_path / "all.json", {"services": both}))
    before = entries("services")
    account = take(written(tmp_path / "all.json", {"services": [service(name="Ashby Pantry")]}))
    assert (account.changed["services"], account.gone["services"]) == (1, 1)
    after = entries("services")
    assert (after["s1"]["name"], after["s1"]["id"], after["s2"]["gone"]) == (
        "Ashby Pantry",
        before["s1"]["id"],
        True,
    )
    with writing() as connection:
        undo(connection, AGENCY, 2, "2026-11-23T15:00:00.000Z")
    assert entries("services") == before


def test_missing_pages_mark_nothing_as_gone(tmp_path: Path) -> None:
    both = [SERVICE, service(id="s2")]
    take(written(tmp_path / "all.json", {"services": both}))
    account = take(written(tmp_path / "p.json", {"total_pages": 4, "page_number": 1, "contents": [SERVICE]}))
    assert any("1 of 4 pages are here" in note for note in account.notes)
    assert not entries("services")["s2"]["gone"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is no JSON in line 1"),
        (b'{"contents": [', "is no JSON"),
        (b'{"contents": []}', "holds no services"),
        (b'[1, "two", {"hello": 3}]', "holds no services"),
        (b'{"organizations": [{"id": "o1", "name": "A"}]}', "holds no service that could be taken"),
    ],
)
def test_what_is_no_list_of_services_is_refused_in_words(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "all.json"
    path.write_bytes(content)
    with pytest.raises(Broken, match=said):
        take(path)
    assert entries("services") == {}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 3000) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(SERVICE)), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["byday", "freq", "opens_at", "closes_at", "valid_from", "until", "notes"]), _JSON
    )
)
def test_no_schedule_stops_the_reading(row: Json) -> None:
    found, _ = opening(row, "2026-11-23")
    assert found is None or found["opens"] == "" or ":" in found["opens"]
