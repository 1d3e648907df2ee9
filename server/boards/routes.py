"""Figures and workload: counts across the agency. They show no patient to whoever reads no charts."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from server.boards import csv_export, schemas
from server.boards.figures import figures
from server.boards.workload import workload
from server.csv_text import CONTENT_TYPE
from server.identity.moment import moment
from server.office.reading import read
from server.web.context import now
from server.web.files import to_save
from server.web.routing import get

blueprint = Blueprint("boards", __name__, url_prefix="/api", description="Counts across the agency.")
Json = dict[str, Any]


@get(blueprint, "/office/figures", "figures.read", query=schemas.PeriodQuery, answer=schemas.Figures)
def list_figures(query: Json) -> Json:
    """Every figure of the agency's last days, with its definition and the table behind it."""
    with read("figures.read") as under_way:
        period, found = figures(under_way.connection, under_way.caller.agency, query["days"], moment())
        under_way.note("figures-read", days=period.days)
    return {
        "days": period.days,
        "first": period.first,
        "last": period.last,
        "at": period.now,
        "figures": [one.document() for one in found],
    }


@get(blueprint, "/office/figures.csv", "figures.read", query=schemas.ExportQuery, answer=schemas.Csv)
def export_figures(query: Json) -> Response:
    """Every figure with its definition, or the table behind one, as a file; that it left is on record."""
    wanted = query["figure"]
    with read("figures.read") as under_way:
        period, found = figures(under_way.connection, under_way.caller.agency, query["days"], moment())
        under_way.note("figures-exported", days=period.days, figure=wanted or "all")
    if wanted is None:
        return to_save(csv_export.summary(found, period), CONTENT_TYPE, f"figures-{period.days}-days.csv")
    [one] = [one for one in found if one.key == wanted]
    return to_save(csv_export.table(one), CONTENT_TYPE, f"figure-{wanted}-{period.days}-days.csv")


@get(blueprint, "/office/workload", "workload.read", answer=schemas.Workload)
def list_workload() -> Json:
    """What each coordinator has before her, by name, and what is nobody's."""
    with read("workload.read") as under_way:
        people, nobody = workload(under_way.connection, under_way.caller.agency, moment())
        under_way.note("workload-read", people=len(people))
    return {"people": people, "nobody": nobody, "at": now()}
