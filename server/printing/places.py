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
_SPANISH: Final = "es"
SPANISH_ORDERS: Final = frozenset({"Primero el más cercano", "Por nombre", "Primero los de más estrellas"})
"""Orders of lists that were kept before a list said its language."""
SPANISH: Final = {
    TITLE: "Lugares posibles",
    MAY_CHOOSE: "Puede elegir cualquiera de estos lugares. Nadie le puede decir cuál elegir.",
    NO_PROMISE: "Un cálculo no es una promesa. Antes de elegir, pregunte en el lugar cuánto pagaría.",
    OF_THE_FIGURES: (
        "Lo que un lugar nos dijo tiene su propio día. Las millas son en línea recta. El camino es más largo."
    ),
    "How we made the estimates": "Cómo hicimos los cálculos",
    "Where this is from": "De dónde viene esto",
    "as of": "del",
    "This list": "Esta lista",
    "We looked for": "Buscamos",
    "Order": "Orden",
    "You can ask for another order.": "Puede pedir otro orden.",
    "Choice": "Elección",
    "Chosen by": "Quien eligió",
    "No choice is recorded.": "No hay una elección.",
}


def _in(shown: Json, words: str) -> str:
    """These words in the language in which the list was shown."""
    return SPANISH[words] if _lang(shown) == _SPANISH else words


def _lang(shown: Json) -> str:
    """Of its sections: empty for English, which the paper around them is in."""
    said = text_of(shown.get("language")) or (
        _SPANISH if text_of(shown.get("order")) in SPANISH_ORDERS else ""
    )
    return _SPANISH if said == _SPANISH else ""


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
        title=_in(shown, TITLE),
        agency=printing.agency,
        patient=identity(Shown(chart), say),
        mark=Mark(NOT_SETTLED if torn else UNSIGNABLE, f"As shown {at}, by {say.person(entries[-1]['by'])}"),
        version=options["version"] or 0,
        sections=(_asked(shown), *_places(shown), *_estimates(shown), _choice(options, shown, say)),
        notes=(_source(shown), _in(shown, OF_THE_FIGURES)),
        printed_by=printing.by,
        printed_at=say.moment(printing.at),
    )


def _asked(shown: Json) -> Section:
    facts = (
        Fact(_in(shown, "We looked for"), Value(text_of(shown.get("filters")))),
        Fact(
            _in(shown, "Order"),
            Value(f"{text_of(shown.get('order'))}. {_in(shown, 'You can ask for another order.')}"),
        ),
    )
    return Section(_in(shown, "This list"), lines=(_in(shown, MAY_CHOOSE),), facts=facts, lang=_lang(shown))


def _places(shown: Json) -> tuple[Section, ...]:
    found = enumerate(map(object_of, list_of(shown.get("places"))), start=1)
    return tuple(
        Section(
            f"{number}. {text_of(place.get('name'))}",
            lines=(*_words(place, "lines"), *_words(place, "estimate")),
            lang=_lang(shown),
        )
        for number, place in found
    )


def _estimates(shown: Json) -> tuple[Section, ...]:
    assumed = _words(shown, "assumptions")
    title = _in(shown, "How we made the estimates")
    return (Section(title, lines=(_in(shown, NO_PROMISE), *assumed), lang=_lang(shown)),) if assumed else ()


def _choice(options: Doc, shown: Json, say: Speaker) -> Section:
    torn = say.value(options, "choice")
    if torn.answers:
        return Section("Choice, not settled", facts=(Fact("Choice", torn),))
    choice = object_of(settled(options, "choice"))
    if not choice:
        return Section(_in(shown, "Choice"), lines=(_in(shown, "No choice is recorded."),), lang=_lang(shown))
    chosen = enumerate(
        (text_of(object_of(one).get("name")) for one in list_of(choice.get("places"))), start=1
    )
    by = object_of(choice.get("by"))
    who = ", ".join(part for part in (text_of(by.get("name")), text_of(by.get("relation"))) if part)
    facts = (
        *(Fact(str(number), Value(name)) for number, name in chosen),
        Fact(_in(shown, "Chosen by"), Value(f"{who}, {say.moment(text_of(choice.get('at')))}")),
    )
    statement = text_of(choice.get("statement"))
    signed = (f"“{statement}”",) if statement else ()
    return Section(_in(shown, "Choice"), lines=signed, facts=facts, lang=_lang(shown))


def _source(shown: Json) -> str:
    date = text_of(shown.get("dataDate"))
    source = text_of(shown.get("source")) or "the published list"
    of_day = f", {_in(shown, 'as of')} {day(date)}" if date else ""
    return f"{_in(shown, 'Where this is from')}: {source}{of_day}."


def _words(part: Json, name: str) -> tuple[str, ...]:
    return tuple(text_of(line) for line in list_of(part.get(name)))
