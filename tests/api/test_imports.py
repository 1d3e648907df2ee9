"""Imports of the directory in the office: what each did, its report by rows, and taking the newest back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from server.directory.facilities import Asked, import_facilities
from server.directory.resources import import_resources
from server.store.database import reading, writing
from server.store.models.audit import AuditEntry
from server.store.models.directory import DirectoryEntry, DirectoryRun
from tests.api.conftest import Clock, Office, found_agency
from tests.api.field_work import FieldTablet, Json, at_work, stock_library
from tests.directory.conftest import home, listed

__all__ = ["listed"]

PATH = "/api/office/imports"
Take = Callable[..., int]


@pytest.fixture
def admin(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Grace Lindqvist", "administrator")


@pytest.fixture
def take(office: Office, clock: Clock, listed: Callable[..., Path]) -> Take:
    """Import a list of nursing homes as the command does; gives the number of the import."""

    def imported(*rows: Json, name: str = "NH_ProviderInfo_Oct2026.csv", **asked: Any) -> int:
        path = listed(*rows, name=name)
        with office.app.app_context():
            return import_facilities([path], office.agency, Asked(**asked), now=clock())[1]

    return imported


def said(answer: Any) -> Json:
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def refused(answer: Any) -> str:
    """Why an import can't be undone."""
    body = dict(answer.json or {})
    assert (answer.status_code, body["code"]) == (409, "not-undone")
    return str(body["detail"])


def report(admin: FieldTablet, number: int, **asked: Any) -> Json:
    return said(admin.tablet.post(f"{PATH}/{number}/report", asked))


def held(office: Office) -> dict[str, tuple[str, bool]]:
    """The directory by numbers: what each entry holds, and whether it is marked as gone."""
    with office.app.app_context(), reading() as connection:
        rows = connection.execute(
            select(DirectoryEntry.key, DirectoryEntry.content, DirectoryEntry.gone).where(
                DirectoryEntry.agency_id == office.agency
            )
        )
        return {row.key: (row.content, row.gone) for row in rows}


def on_record(office: Office, action: str) -> list[tuple[str | None, Json]]:
    with office.app.app_context(), reading() as connection:
        rows = connection.execute(
            select(AuditEntry.person_id, AuditEntry.detail).where(AuditEntry.action == action)
        )
        return [(row.person_id, json.loads(row.detail)) for row in rows]


def homes(numbers: Sequence[int], **more: str) -> list[Json]:
    return [home(f"36{number:04d}", f"Manor {number}", **more) for number in numbers]


@pytest.mark.usefixtures("office")
def test_nothing_was_imported_yet(admin: FieldTablet) -> None:
    assert said(admin.tablet.get(PATH)) == {"imports": [], "next": None, "total": 0}
    assert admin.tablet.get(f"{PATH}/1").status_code == 404
    assert admin.tablet.get(f"{PATH}/{2**40}").status_code == 404


def test_the_list_says_of_each_what_it_read_counted_and_left(
    admin: FieldTablet, take: Take, clock: Clock
) -> None:
    first = take(*homes(range(30)))
    clock.advance(days=30)
    admin.tablet.sign_in()
    november = {"Processing Date": "2026-11-01"}
    second = take(
        *homes(range(29), **november),
        home("see note"),
        home("365900", "New Manor", **november, **{"Overall Rating": "9"}),
        name="NH_ProviderInfo_Nov2026.csv",
    )
    answer = said(admin.tablet.get(PATH))
    assert [one["number"] for one in answer["imports"]] == [second, first]
    newest, older = answer["imports"]
    assert (newest["files"], newest["what"], newest["by"]) == (
        "NH_ProviderInfo_Nov2026.csv",
        "facilities",
        None,
    )
    assert newest["at"] == clock.text
    assert newest["sources"] == [
        {
            "source": "nursing-home",
            "name": "nursing homes",
            "date": "2026-11-01",
            "read": 31,
            "new": 1,
            "changed": 29,
            "same": 0,
            "gone": 0,
        }
    ]
    assert (newest["left"], newest["mended"], newest["counted"]) == (1, 1, True)
    assert (newest["undoFirst"], older["undoFirst"], older["undone"]) == (None, second, None)


def test_services_have_the_newest_day_that_one_of_them_says_and_their_own_name(
    admin: FieldTablet, office: Office, clock: Clock, tmp_path: Path
) -> None:
    days = {"a": "2026-03-01", "b": "2026-09-12", "c": ""}
    services = [
        {"id": key, "name": f"Pantry {key}", "status": "active", "assured_date": day}
        for key, day in days.items()
    ]
    path = tmp_path / "services.json"
    path.write_text(json.dumps({"contents": services, "total_pages": 1}))
    with office.app.app_context():
        import_resources(path, office.agency, source="county", now=clock())
    [one] = said(admin.tablet.get(PATH))["imports"]
    [source] = one["sources"]
    assert (source["name"], source["date"], source["read"], source["new"]) == ("county", "2026-09-12", 3, 3)


def test_the_list_comes_page_by_page(admin: FieldTablet, take: Take) -> None:
    for _ in range(3):
        take(*homes(range(2)))
    first = said(admin.tablet.get(f"{PATH}?limit=2"))
    assert ([one["number"] for one in first["imports"]], first["next"], first["total"]) == ([3, 2], 2, 3)
    rest = said(admin.tablet.get(f"{PATH}?limit=2&before=2"))
    assert ([one["number"] for one in rest["imports"]], rest["next"], rest["total"]) == ([1], None, 3)


def test_a_report_is_read_page_by_page_filtered_and_searched(admin: FieldTablet, take: Take) -> None:
    bad = [home("", f"Nobody {number}") for number in range(70)]
    number = take(home("365001", "Ñandú House", **{"Overall Rating": "9"}), home("365002"), *bad)
    one = said(admin.tablet.get(f"{PATH}/{number}"))
    assert (one["left"], one["mended"], one["rows"]) == (70, 1, 71)
    reasons = {reason["why"]: reason for reason in one["reasons"]}
    missing = reasons["no certification number"]
    assert (missing["left"], missing["count"]) == (True, 70)
    assert missing["helps"].startswith("Put the number in")
    assert one["reasons"][0] == missing

    page = report(admin, number)
    assert (len(page["rows"]), page["total"]) == (50, 71)
    rest = report(admin, number, after=page["next"])
    assert (len(rest["rows"]), rest["next"], rest["total"]) == (21, None, 71)
    places = [row["number"] for row in (*page["rows"], *rest["rows"])]
    assert places == sorted(set(places))

    [mended] = report(admin, number, how="mended")["rows"]
    assert (mended["file"], mended["row"], mended["key"]) == ("NH_ProviderInfo_Oct2026.csv", "2", "365001")
    assert mended["helps"].startswith("Mend that cell")
    [why] = [reason["why"] for reason in one["reasons"] if not reason["left"]]
    assert report(admin, number, why=why)["rows"] == [mended]
    assert report(admin, number, text="365001 RATING")["total"] == 1
    assert report(admin, number, text="100%")["total"] == 0
    assert report(admin, number, how="left", why=why)["total"] == 0


def test_what_vanished_is_named_and_where_it_was(admin: FieldTablet, take: Take) -> None:
    take(*homes(range(30)))
    number = take(*homes(range(28)))
    one = said(admin.tablet.get(f"{PATH}/{number}"))
    assert (one["gone"], one["sources"][0]["same"]) == (2, 28)
    rows = report(admin, number, how="gone")["rows"]
    assert [(row["key"], row["why"], row["file"]) for row in rows] == [
        ("360028", "Manor 28, Columbus OH", "nursing homes"),
        ("360029", "Manor 29, Columbus OH", "nursing homes"),
    ]


def test_the_report_is_a_file_that_no_spreadsheet_runs_and_that_it_left_is_on_record(
    admin: FieldTablet, office: Office, take: Take
) -> None:
    number = take(home("=1+1"), home("365002", **{"Overall Rating": "=cmd"}))
    answer = admin.tablet.get(f"{PATH}/{number}/report.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="import-{number}.csv"'
    text = answer.data.decode()
    assert "\n" not in text.replace("\r\n", "")
    heads, *rows = csv.reader(io.StringIO(text), strict=True)
    assert heads == ["file", "row", "number", "taken", "why", "what helps"]
    assert len(rows) == 2
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    [(person, detail)] = on_record(office, "import-report-exported")
    assert (person, detail) == (admin.tablet.person, {"number": number, "rows": 2})


def test_the_effect_of_an_undo_is_what_it_then_does(
    admin: FieldTablet, office: Office, clock: Clock, take: Take
) -> None:
    take(*homes(range(30)))
    before = held(office)
    clock.advance(days=30)
    admin.tablet.sign_in()
    november = {"Processing Date": "2026-11-01"}
    number = take(
        *homes(range(28), **november),
        home("365900", "New Manor", **november),
        name="NH_ProviderInfo_Nov2026.csv",
    )
    with office.app.app_context(), reading() as connection:
        made = connection.execute(
            select(DirectoryEntry.id).where(DirectoryEntry.key == "365900")
        ).scalar_one()
    stock_library(office, clock, "facility_overlay", facility=made, admissionContact="Kim")

    effect = said(admin.tablet.get(f"{PATH}/{number}/effect"))
    moved = {"source": "nursing-home", "name": "nursing homes", "back": 30, "again": 2, "new": 1}
    assert effect == {"sources": [moved], "known": 1}
    assert held(office) != before

    done = said(admin.tablet.post(f"{PATH}/{number}/undo", {}))
    assert done["entries"] == 31
    assert held(office) == before
    assert on_record(office, "directory-import-undone") == [
        (admin.tablet.person, {"number": number, "entries": 31})
    ]
    [one, _] = said(admin.tablet.get(PATH))["imports"]
    assert one["undone"] == {"at": clock.text, "by": "Grace Lindqvist"}
    # Its report stays: it says what was wrong with the file.
    assert report(admin, number, how="gone")["total"] == 2


def test_an_undo_is_refused_where_a_later_import_stands_upon_it(
    admin: FieldTablet, office: Office, take: Take
) -> None:
    take(*homes(range(2)))
    take(*homes(range(3)))
    for answer in (admin.tablet.get(f"{PATH}/1/effect"), admin.tablet.post(f"{PATH}/1/undo", {})):
        assert refused(answer) == "import 2 came after it: undo that one first"
    said(admin.tablet.post(f"{PATH}/2/undo", {}))
    assert "was undone already" in refused(admin.tablet.post(f"{PATH}/2/undo", {}))
    # Now nothing stands upon it.
    assert said(admin.tablet.get(PATH))["imports"][1]["undoFirst"] is None
    said(admin.tablet.post(f"{PATH}/1/undo", {}))
    assert held(office) == {}
    assert admin.tablet.post(f"{PATH}/9/undo", {}).status_code == 404


def test_an_import_from_before_accounts_were_kept_says_that_nobody_knows_its_counts(
    admin: FieldTablet, office: Office, clock: Clock
) -> None:
    old = {"agency_id": office.agency, "number": 1, "at": clock.text, "what": "facilities", "files": "a.csv"}
    with office.app.app_context(), writing() as connection:
        connection.execute(insert(DirectoryRun), [old])
    [one] = said(admin.tablet.get(PATH))["imports"]
    assert (one["counted"], one["sources"], one["left"]) == (False, [], 0)
    assert report(admin, 1) == {"rows": [], "next": None, "total": 0}


def test_nobody_sees_the_imports_of_another_agency(
    admin: FieldTablet, office: Office, clock: Clock, take: Take
) -> None:
    take(home("365001"), home("no number"))
    other = at_work(found_agency(office.app, clock), clock, "Noor Haddad", "administrator")
    assert said(other.tablet.get(PATH))["total"] == 0
    for answer in (
        other.tablet.get(f"{PATH}/1"),
        other.tablet.get(f"{PATH}/1/report.csv"),
        other.tablet.post(f"{PATH}/1/report", {}),
        other.tablet.post(f"{PATH}/1/undo", {}),
    ):
        assert answer.status_code == 404
    assert said(admin.tablet.get(PATH))["imports"][0]["undone"] is None
