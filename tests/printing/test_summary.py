"""A discharge or transfer summary as a document: what is missing says so, and no answer of two is taken."""

from __future__ import annotations

from typing import Any

from server.printing.model import Printing, Printout, Value
from server.printing.summary import summary
from server.printing.words import Speaker
from server.review.facts import Chart
from tests.printing.charts import NAMES, ZONE, medicine, patient, rows, section
from tests.review.charts import document, library

Json = dict[str, Any]
ROW = "019a0000-0000-7000-8000-000000000031"
AT = "2026-11-18T16:37:00.000Z"


def head(value: Any, by: str) -> Json:
    return {"value": value, "by": by, "at": AT}


def printed(*records: Json, paper: str = "discharge-summary", **fields: Any) -> Printout:
    move = document({"id": "move", "kind": "transition", "fields": {"state": "left", **fields}})
    others = [document(one) for one in (patient(), *records)]
    chart = Chart(others[0], [*others, move], library(ZONE))
    return summary(
        paper, move, chart, Speaker(ZONE, NAMES), Printing("Kestrel Home Health", "Rina Patel", AT)
    )


def texts(row: Any) -> list[str]:
    return [value.text for value in row]


def test_an_empty_plan_says_of_each_part_that_nothing_is_recorded() -> None:
    made = printed()
    assert made.title == "Discharge summary"
    assert section(made, "Follow-up visits").lines == ("Not recorded.",)
    assert section(made, "Goals and preferences").prose == (Value(),)


def test_medicines_are_printed_with_what_was_decided_and_what_nobody_decided_yet() -> None:
    fields = {
        f"medicines/{ROW}/medicine": "Metoprolol",
        f"medicines/{ROW}/before": "25 mg",
        f"medicines/{ROW}/decision": "changed",
        f"medicines/{ROW}/after": "50 mg twice a day",
        f"medicines/{ROW}/reconciledBy": "Ana Ruiz",
        f"medicines/{ROW}/reconciledAt": AT,
    }
    made = printed(medicine("furosemide", "Furosemide"), **fields)
    assert rows(made, "Medicines") == [
        ["Metoprolol", "25 mg", "Changed", "50 mg twice a day", "Ana Ruiz", "Nov 18, 2026, 11:37 EST"],
        ["Furosemide", "", "Not decided yet", "", "", ""],
    ]


def test_a_medicine_reconciled_differently_is_printed_with_both_answers() -> None:
    torn = {"heads": [head("continue", "ana"), head("stop", "mei")]}
    fields: Json = {f"medicines/{ROW}/medicine": "Metoprolol", f"medicines/{ROW}/decision": torn}
    made = printed(**fields)
    table = section(made, "Medicines").table
    assert table is not None
    [row] = table.rows
    assert row[2].text == ""
    assert [answer.text for answer in row[2].answers] == ["Continue", "Stop"]
    assert made.mark.state == "not-settled"


def test_who_accepted_says_when_by_the_agencys_clock() -> None:
    made = printed(acceptedBy={"by": "Dana Fox, intake", "at": AT}, toSetting="snf", paper="transfer-summary")
    facts = {fact.label: fact.value.text for fact in section(made, "To").facts}
    assert facts["Accepted there"] == "Dana Fox, intake, Nov 18, 2026, 11:37 EST"
    assert facts["To: setting"] == "Skilled nursing facility"
