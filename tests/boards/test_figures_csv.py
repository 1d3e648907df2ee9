"""Figures as files: what a spreadsheet opens, and never runs."""

from __future__ import annotations

import csv
import io
import json

from server.boards.csv_export import table
from server.boards.figure import Cell, Column, Definition, Figure
from tests.api.field_work import set_op
from tests.boards.counting import Work, get, work
from tests.deadlines.conftest import Watch

__all__ = ["work"]


def file(due: Watch, query: str) -> tuple[str, list[list[str]]]:
    """The name of a file, and its cells."""
    due.rina.tablet.sign_in()
    answer = due.rina.tablet.get(f"/api/office/figures.csv?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    text = answer.data.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    name = answer.headers["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('"')
    return name, list(csv.reader(io.StringIO(text), strict=True))


def test_the_file_of_all_figures_says_of_each_number_what_it_is(due: Watch, work: Work) -> None:
    work.signed(minutes=5)
    name, [heads, *rows] = file(due, "days=30")
    assert name == "figures-30-days.csv"
    shown = get(due.rina, "/api/office/figures?days=30")["figures"]
    assert [(row[0], row[1]) for row in rows] == [
        (one["title"], value["label"]) for one in shown for value in one["values"]
    ]
    median = dict(zip(heads, rows[0], strict=True))
    assert (median["Value"], median["Unit"], median["Count"], median["Count of"]) == (
        "5.0",
        "min",
        "1",
        "signed visits",
    )
    assert (median["From"], median["Until"]) == ("2026-10-25", "2026-11-23")
    assert median["Out of"] == "Visits that ended in the period and are signed"
    assert median["Left out"].startswith(
        "Not signed yet: there is no time to measure: 0; Visits of which two"
    )
    assert {len(row) for row in rows} == {len(heads)}


def test_the_table_behind_a_figure_has_days_and_states_and_nobodys_name(due: Watch, work: Work) -> None:
    visit = work.signed(minutes=5)
    name, rows = file(due, "days=7&figure=end-to-signed")
    assert name == "figure-end-to-signed-7-days.csv"
    assert rows == [["Day", "Signed visits", "Median (min)"], ["2026-11-23", "1", "5.0"]]
    for key in ("same-day", "queue-hours", "returns", "late", "needs"):
        written = json.dumps(file(due, f"figure={key}"))
        for word in ("Okafor", "Ana Ruiz", work.patient, visit.id, str(due.ana.tablet.person)):
            assert word not in written


def test_what_somebody_typed_is_a_text_and_no_formula(due: Watch) -> None:
    for _ in range(11):
        patient = due.patient()
        coding = {"code": "mine", "display": '=HYPERLINK("https://x.test","Übel")'}
        due.new(patient, "need", set_op("domain", coding))
    _, [_, row] = file(due, "figure=needs")
    assert row == ['\'=HYPERLINK("https://x.test","Übel")', "11", "0", "0", "0"]


def test_every_way_to_begin_a_formula_is_taken_for_a_text() -> None:
    cells: dict[Cell, str] = {
        "=1+1": "'=1+1",
        "+1": "'+1",
        "-1+cmd|' /C calc'!A0": "'-1+cmd|' /C calc'!A0",
        "@SUM(A1)": "'@SUM(A1)",
        "\t=1": "'\t=1",
        "  =1": "'  =1",
        "Food, shelter": "Food, shelter",
        -1.5: "-1.5",
        None: "",
    }
    definition = Definition("", "", "", ())
    rows = [[cell] for cell in cells]
    figure = Figure("late", "Late", (), 0, "", definition, (Column("=A", "text"),), rows)
    read = list(csv.reader(io.StringIO(table(figure).decode(), newline=""), strict=True))
    assert [one for row in read for one in (row or [""])] == ["'=A", *cells.values()]
