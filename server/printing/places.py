"""The list of places that a patient was shown last, word for word, with what she chose of it.

Nothing is looked up in the directory again: what is printed is what was shown, in its order. Rule: 42 CFR
482.43(c).
"""

from typing import Final

from server.printing.identity import identity
from server.printing.model import NOT_SETTLED, UNSIGNABLE, Fact, Mark, Printing, Printout, Section, Value
from server.printing.shown import Shown
from server.printing.words import Speaker, day
from server.review.facts import Chart
from server.review.reading import Doc, Json, entries_of, heads_of, list_of, object_of, settled, text_of

KIND: Final = "places"
TITLE: Final = "Places that fit"
MAY_CHOOSE: Final = "You may choose any of these places. Nobody may tell you which one to choose."
NO_PROMISE: Final = "An estimate is not a promise. Ask the place what you would pay before you choose."
OF_THE_FIGURES: Final = (
    "What a place told us has its own day. Miles are in a straight line. The road is longer."
)


def places(options: Doc, chart: Chart, say: Speaker, printing: Printing) -> Printout | None:
    """Lay out the list that was shown last; None where none was. `say` knows everybody in the chart."""
    entries = entries_of(options, "shown")
    if not entries:
        return None
    shown = object_of(entries[-1]["value"])
    torn = len(heads_of(options, "choice")) > 1
    at = say.moment(text_of(shown.get("at")))
    return Printout(
        kind=KIND,
        title=TITLE,
        agency=printing.agency,
        patient=identity(Shown(chart), say),
        mark=Mark(NOT_SETTLED if torn else UNSIGNABLE, f"As shown {at}, by {say.person(entries[-1]['by'])}"),
        version=options["version"] or 0,
        sections=(_asked(shown), *_places(shown), *_estimates(shown), _choice(options, say)),
        notes=(_source(shown), OF_THE_FIGURES),
        printed_by=printing.by,
        printed_at=say.moment(printing.at),
    )


def _asked(shown: Json) -> Section:
    facts = (
        Fact("We looked for", Value(text_of(shown.get("filters")))),
        Fact("Order", Value(f"{text_of(shown.get('order'))}. You can ask for another order.")),
    )
    return Section("This list", lines=(MAY_CHOOSE,), facts=facts)


def _places(shown: Json) -> tuple[Section, ...]:
    found = enumerate(map(object_of, list_of(shown.get("places"))), start=1)
    return tuple(
        Section(
            f"{number}. {text_of(place.get('name'))}",
            lines=(*_words(place, "lines"), *_words(place, "estimate")),
        )
        for number, place in found
    )


def _estimates(shown: Json) -> tuple[Section, ...]:
    assumed = _words(shown, "assumptions")
    return (Section("How we made the estimates", lines=(NO_PROMISE, *assumed)),) if assumed else ()


def _choice(options: Doc, say: Speaker) -> Section:
    torn = say.value(options, "choice")
    if torn.answers:
        return Section("Choice, not settled", facts=(Fact("Choice", torn),))
    choice = object_of(settled(options, "choice"))
    if not choice:
        return Section("Choice", lines=("No choice is recorded.",))
    chosen = enumerate(
        (text_of(object_of(one).get("name")) for one in list_of(choice.get("places"))), start=1
    )
    by = object_of(choice.get("by"))
    who = ", ".join(part for part in (text_of(by.get("name")), text_of(by.get("relation"))) if part)
    facts = (
        *(Fact(str(number), Value(name)) for number, name in chosen),
        Fact("Chosen by", Value(f"{who}, {say.moment(text_of(choice.get('at')))}")),
    )
    return Section("Choice", facts=facts)


def _source(shown: Json) -> str:
    date = text_of(shown.get("dataDate"))
    source = text_of(shown.get("source")) or "the published list"
    return f"Where this is from: {source}{f', as of {day(date)}' if date else ''}."


def _words(part: Json, name: str) -> tuple[str, ...]:
    return tuple(text_of(line) for line in list_of(part.get(name)))
