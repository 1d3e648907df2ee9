"""Imports of the directory, as an administrator sees to them: what each did, its report, an undo."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response
from flask_smorest import Blueprint
from sqlalchemy import RowMapping

from server.csv_text import CONTENT_TYPE
from server.directory import report, schemas
from server.directory.account import report_csv
from server.directory.columns import NAMES
from server.directory.remedies import remedy
from server.directory.undoing import NotUndone, Unknown, effect, take_back
from server.errors import Missing, Problem
from server.identity.moment import moment
from server.office.inbox_schemas import Nothing
from server.office.reading import Read, read
from server.store.database import writing
from server.store.repository.people import names
from server.web.context import require
from server.web.files import to_save
from server.web.routing import get, post

blueprint = Blueprint("directory", __name__, url_prefix="/api", description="Imports of the directory.")
Json = dict[str, Any]
_ONE = f"/office/imports/<int(max={schemas.MOST_NUMBER}):number>"
_NOTHING: Json = {"sources": [], "reasons": [], "notes": []}


@get(blueprint, "/office/imports", "import.list", query=schemas.ImportsBefore, answer=schemas.Imports)
def list_imports(query: Json) -> Json:
    """Every import, the newest first, with what it counted."""
    limit = query["limit"]
    with read("import.list") as under_way:
        connection, agency = under_way.connection, under_way.caller.agency
        found, total = report.runs(connection, agency, before=query["before"], limit=limit + 1)
        lines = _lines(under_way, found[:limit])
    return {"imports": lines, "next": lines[-1]["number"] if len(found) > limit else None, "total": total}


@get(blueprint, _ONE, "import.list", answer=schemas.OneImport)
def one_import(number: int) -> Json:
    """One import, with what is to be said of it and the reasons of its report."""
    with read("import.list") as under_way:
        run = _run(under_way, number)
        account = _account(run)
        [line] = _lines(under_way, [run])
        rows = report.count(under_way.connection, under_way.caller.agency, number, report.Looked())
    reasons = sorted(account["reasons"], key=lambda one: (not one["left"], -one["count"], one["why"]))
    return {
        **line,
        "notes": account["notes"],
        "reasons": [{**one, "helps": remedy(one["why"])} for one in reasons],
        "rows": rows,
    }


@post(blueprint, f"{_ONE}/report", "import.list", body=schemas.ImportReportAsked, answer=schemas.ImportReport)
def read_report(body: Json, number: int) -> Json:
    """Rows of an import's report, those that are looked for, in the order in which they were read."""
    looked = report.Looked(body["how"], body["why"], body["text"])
    after, limit = -1 if body["after"] is None else body["after"], body["limit"]
    with read("import.list") as under_way:
        _run(under_way, number)
        connection, agency = under_way.connection, under_way.caller.agency
        found = report.rows(connection, agency, number, looked, after=after, limit=limit + 1)
        total = report.count(connection, agency, number, looked)
    shown = [
        {
            "number": place,
            "how": one.how,
            "file": one.file,
            "row": one.row,
            "key": one.key,
            "why": one.what,
            "helps": one.helps,
        }
        for place, one in found[:limit]
    ]
    return {"rows": shown, "next": shown[-1]["number"] if len(found) > limit else None, "total": total}


@get(blueprint, f"{_ONE}/report.csv", "import.list", answer=schemas.ReportCsv)
def export_report(number: int) -> Response:
    """The whole report as the command writes it; that it left is on record."""
    with read("import.list") as under_way:
        _run(under_way, number)
        found = report.rows(under_way.connection, under_way.caller.agency, number)
        under_way.note("import-report-exported", number=number, rows=len(found))
    return to_save(report_csv(one for _, one in found), CONTENT_TYPE, f"import-{number}.csv")


@get(blueprint, f"{_ONE}/effect", "import.undo", answer=schemas.UndoEffect)
def undo_effect(number: int) -> Json:
    """What undoing it would do; refused where it can't be undone, with why."""
    with read("import.undo") as under_way:
        try:
            found = effect(under_way.connection, under_way.caller.agency, number)
        except NotUndone as refused:
            raise _problem(refused) from refused
    sources = [
        {
            "source": source,
            "name": NAMES.get(source, source),
            "back": found.back[source],
            "again": found.again[source],
            "new": found.new[source],
        }
        for source in sorted({*found.back, *found.new})
    ]
    return {"sources": sources, "known": found.known}


@post(blueprint, f"{_ONE}/undo", "import.undo", body=Nothing, answer=schemas.ImportTakenBack)
def undo_import(body: Json, number: int) -> Json:
    """Take it back, as the command does."""
    del body
    caller = require("import.undo")
    with writing() as connection:
        try:
            count, notes = take_back(
                connection, caller.agency, number, moment(), by=caller.person, device=caller.device
            )
        except NotUndone as refused:
            raise _problem(refused) from refused
    return {"entries": count, "notes": notes}


def _problem(refused: NotUndone) -> Problem:
    return Missing() if isinstance(refused, Unknown) else Problem("not-undone", str(refused))


def _run(under_way: Read, number: int) -> RowMapping:
    found = report.one_run(under_way.connection, under_way.caller.agency, number)
    if found is None:
        raise Missing
    return found


def _lines(under_way: Read, found: list[RowMapping]) -> list[Json]:
    connection, agency = under_way.connection, under_way.caller.agency
    newest = report.newest_standing(connection, agency)
    people = names(connection, agency, {row[who] for row in found for who in ("by", "undone_by")} - {None})
    return [_line(row, people, newest=newest) for row in found]


def _line(row: RowMapping, people: Mapping[str, str], *, newest: int | None) -> Json:
    account = _account(row)
    sources = [{**one, "name": NAMES.get(one["source"], one["source"])} for one in account["sources"]]
    undone = {"at": row["undone_at"], "by": people.get(row["undone_by"])}
    return {
        "number": row["number"],
        "at": row["at"],
        "what": row["what"],
        "files": row["files"],
        "by": people.get(row["by"]),
        "undone": None if row["undone_at"] is None else undone,
        "undoFirst": newest if newest is not None and newest > row["number"] else None,
        "counted": row["account"] is not None,
        "sources": sources,
        "left": sum(one["count"] for one in account["reasons"] if one["left"]),
        "mended": sum(one["count"] for one in account["reasons"] if not one["left"]),
        "gone": sum(one["gone"] for one in sources),
    }


def _account(row: RowMapping) -> Json:
    return _NOTHING if row["account"] is None else dict(orjson.loads(row["account"]))
