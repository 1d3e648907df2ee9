"""The list of places on paper: word for word what was shown, in its order, in words of grade 6."""

from __future__ import annotations

import json
from typing import Any

from server.printing.model import Printing, Printout
from server.printing.places import (
    MAY_CHOOSE,
    NO_PROMISE,
    OF_THE_FIGURES,
    SPANISH,
    SPANISH_ORDERS,
    TITLE,
    places,
)
from server.printing.words import Speaker
from server.review.facts import Chart
from tests.printing.charts import NAMES, ZONE, patient, section
from tests.review.charts import document, library
from tests.teaching.test_texts import FAMILY, HIGHEST_GRADE, grade

Json = dict[str, Any]
AT = "2026-11-18T16:37:00.000Z"
CHOICE: Json = {
    "places": [{"facility": "b", "name": "Oak Manor, Mapleton"}],
    "by": {"name": "Rosa Diaz", "relation": "Daughter"},
    "at": AT,
    "statement": "I may choose any of them.",
}


def place(name: str, *estimate: str) -> Json:
    lines = ["12 Elm St, Mapleton. 3.2 miles away", "You would pay about $2,170 for 30 days."]
    return {"facility": name, "name": name, "lines": lines, "estimate": list(estimate)}


def shown(order: str, *found: Json, **more: Any) -> Json:
    known = {"at": AT, "how": "screen", "order": order, "filters": "a short stay in a nursing home"}
    return {**known, "places": list(found), **more}


def printed(*lists: Json, **fields: Any) -> Printout | None:
    entries = [{"id": str(n), "value": one, "by": "ana", "at": AT} for n, one in enumerate(lists)]
    options = document({"id": "options", "kind": "facility_options", "fields": fields})
    options["entries"] = {"shown": entries}
    who = document(patient())
    printing = Printing("Kestrel Home Health", "Rina Patel", AT)
    return places(options, Chart(who, [who, options], library(ZONE)), Speaker(ZONE, NAMES), printing)


def test_nothing_is_printed_where_nothing_was_shown() -> None:
    assert printed() is None


def test_the_last_list_stands_in_its_order_with_all_that_an_estimate_takes_for_granted() -> None:
    assumed = ["3 midnights in hospital came before."]
    last = shown(
        "By name",
        place("Elm House, Wheeling", "The place asked $310 a day on Nov 2, 2026."),
        place("Oak Manor, Mapleton"),
        assumptions=assumed,
        source="Medicare\u2019s public list (CMS Provider Data Catalog)",
        dataDate="2026-10-01",
    )
    made = printed(shown("The nearest first", place("Oak Manor, Mapleton")), last)
    assert made is not None
    titles = [one.title for one in made.sections]
    assert titles == [
        "This list",
        "1. Elm House, Wheeling",
        "2. Oak Manor, Mapleton",
        "How we made the estimates",
        "Choice",
    ]
    assert section(made, "1. Elm House, Wheeling").lines[-1] == "The place asked $310 a day on Nov 2, 2026."
    assert section(made, "How we made the estimates").lines[1:] == tuple(assumed)
    assert section(made, "Choice").lines == ("No choice is recorded.",)
    assert "as of Oct 1, 2026" in made.notes[0]
    assert "By name" in section(made, "This list").facts[1].value.text


def test_a_choice_is_printed_with_who_chose_and_two_of_them_are_none() -> None:
    made = printed(shown("By name", place("Oak Manor, Mapleton")), choice=CHOICE)
    assert made is not None
    said = [fact.value.text for fact in section(made, "Choice").facts]
    assert said == ["Oak Manor, Mapleton", "Rosa Diaz, Daughter, Nov 18, 2026, 11:37 EST"]
    assert section(made, "Choice").lines == ("“I may choose any of them.”",)
    other = {**CHOICE, "places": [{"facility": "a", "name": "Elm House, Wheeling"}]}
    torn = {"heads": [{"value": one, "by": by, "at": AT} for one, by in ((CHOICE, "ana"), (other, "mei"))]}
    made = printed(shown("By name", place("Oak Manor, Mapleton")), choice=torn)
    assert made is not None
    assert made.mark.state == "not-settled"
    assert len(section(made, "Choice, not settled").facts[0].value.answers) == 2


def test_what_it_says_by_itself_is_read_in_grade_six() -> None:
    made = printed(shown("By name", place("Oak Manor, Mapleton"), assumptions=["x"]))
    assert made is not None
    said = [line for one in made.sections for line in one.lines if line != "x"]
    assert grade(" ".join(line if line[-1] == "." else f"{line}." for line in said), "en") <= HIGHEST_GRADE


def test_a_list_that_was_shown_in_spanish_is_printed_in_spanish() -> None:
    made = printed(shown("Por nombre", place("Oak Manor, Mapleton"), assumptions=["x"]), choice=CHOICE)
    assert made is not None
    assert made.title == "Lugares posibles"
    assert [one.title for one in made.sections] == [
        "Esta lista",
        "1. Oak Manor, Mapleton",
        "Cómo hicimos los cálculos",
        "Elección",
    ]
    assert section(made, "Esta lista").facts[1].value.text == "Por nombre. Puede pedir otro orden."
    said = " ".join(line for one in made.sections for line in one.lines if line != "x")
    assert MAY_CHOOSE not in said


def test_a_list_says_its_language_whatever_its_order_is_called() -> None:
    spanish = printed(
        {**shown("Primero los que tienen cama", place("Oak Manor, Mapleton")), "language": "es"}
    )
    english = printed({**shown("Por nombre", place("Oak Manor, Mapleton")), "language": "en"})
    assert spanish is not None
    assert english is not None
    assert (spanish.title, english.title) == ("Lugares posibles", TITLE)
    assert {one.lang for one in spanish.sections} == {"es"}
    assert {one.lang for one in english.sections} == {""}


def test_the_paper_says_in_spanish_what_the_page_says() -> None:
    words = json.loads(FAMILY.read_text(encoding="utf-8"))
    pairs = {
        "placesFit": TITLE,
        "paperChoose": MAY_CHOOSE,
        "paperPromise": NO_PROMISE,
        "paperMiles": OF_THE_FIGURES,
        "paperHow": "How we made the estimates",
        "paperWhere": "Where this is from",
    }
    assert {key: words["en"][key] for key in pairs} == pairs
    assert {key: words["es"][key] for key in pairs} == {key: SPANISH[said] for key, said in pairs.items()}
    orders = ("orderNearest", "orderName", "orderStars")
    assert {words["es"][key] for key in orders} == SPANISH_ORDERS
