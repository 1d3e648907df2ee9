"""What of a record is searched, part by part. What is not named here is not: no answer, no safety step.

Answers given in private are in no kind below. The need that they suggest is left out, and so is what
serves it, be it over others: its goals, their actions, a message about one of them (UX.md section 7).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.review.reading import Doc, Json, entries_of, heads_of, list_of, object_of, text_of
from sync.kinds import ALIVE_NAME, KINDS
from sync.kinds.care_parts import CARE_PARTS

PRIVATE_NEED: Final = "sdoh-category-unspecified"
"""The need that answers given in private suggest (`server/forms/needs.json`)."""
_SERVES: Final = ("need", "goal", "intervention", "about", "answers")
_ERROR: Final = "entered-in-error"
_LOCAL_DIGITS: Final = 7
"""A phone number without its area code."""


@dataclass(frozen=True)
class Part:
    """One text of a record, with its label, and words by which it is found too that do not stand in it."""

    label: str
    text: str
    also: tuple[str, ...] = ()


def parts_of(document: Doc) -> list[Part]:
    """Give what is searched of a record; nothing of one that was withdrawn."""
    read = _READERS.get(document["kind"])
    if read is None or is_withdrawn(document):
        return []
    return list(dict.fromkeys(part for part in read(document) if part.text))


def identity_of(patient: Doc) -> list[Part]:
    """Give what says who a patient is: words of these narrow what is found of her records."""
    return [*_names(patient), *_texts(patient, "mrn"), *_days(patient)]


def is_withdrawn(document: Doc) -> bool:
    """Tell a record that everybody took back: deleted, stopped, or recorded in error."""
    alive = heads_of(document, ALIVE_NAME)
    return (
        (bool(alive) and all(head["value"] is False for head in alive))
        or _says(document, "state", "cancelled")
        or _says(document, "state", _ERROR)
        or any(_says(document, field, _ERROR) for field in ("status", "clinicalStatus", "verificationStatus"))
    )


def private_needs(documents: Sequence[Doc]) -> frozenset[str]:
    """Give the needs of a chart that answers given in private suggested, whoever says so of their heads."""
    return frozenset(
        one["id"]
        for one in documents
        if one["kind"] == "need"
        and any(object_of(head["value"]).get("code") == PRIVATE_NEED for head in heads_of(one, "domain"))
    )


def private_records(documents: Sequence[Doc]) -> frozenset[str]:
    """Give the private needs of a chart and all that serves them, be it over other records."""
    found = private_needs(documents)
    while more := {one["id"] for one in documents if one["id"] not in found and is_private(one, found)}:
        found |= more
    return found


def is_private(document: Doc, private: frozenset[str]) -> bool:
    """Tell a record that is one of these, or serves one of them."""
    return document["id"] in private or any(
        head["value"] in private for field in _SERVES for head in heads_of(document, field)
    )


def _says(document: Doc, field: str, value: str) -> bool:
    found = heads_of(document, field)
    return bool(found) and all(head["value"] == value for head in found)


def _label(document: Doc, field: str) -> str:
    declared = KINDS[document["kind"]].field(field)
    return field if declared is None else declared.label


def _values(document: Doc, field: str) -> Iterator[Any]:
    """Give every current value: of different answers all are shown, so all are found."""
    for head in heads_of(document, field):
        if head["value"] is not None:
            yield head["value"]


def _texts(document: Doc, *fields: str) -> Iterator[Part]:
    for field in fields:
        for value in _values(document, field):
            yield Part(_label(document, field), text_of(value))


def _codings(document: Doc, field: str) -> Iterator[Part]:
    for value in _values(document, field):
        coding = object_of(value)
        words, code = text_of(coding.get("display")), text_of(coding.get("code"))
        yield Part(_label(document, field), words or code, (code,) if code else ())


def _names(document: Doc) -> Iterator[Part]:
    for value in _values(document, "name"):
        name = object_of(value)
        said = [*map(text_of, list_of(name.get("given"))), text_of(name.get("family"))]
        yield Part(_label(document, "name"), " ".join(filter(None, said)))
        yield Part("Called", text_of(name.get("nickname")))


def _days(document: Doc) -> Iterator[Part]:
    """Give birth dates as they are stored, found by every way of writing them."""
    for value in _values(document, "birthDate"):
        text = text_of(value)
        yield Part(_label(document, "birthDate"), text, _spellings(text))


def _spellings(text: str) -> tuple[str, ...]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ()
    return (f"{day:%B}", str(day.month), str(day.day), f"{day:%m%d%Y}")


def _phones(document: Doc) -> Iterator[Part]:
    listed = [row for value in _values(document, "phones") for row in list_of(value)]
    for row in [*map(object_of, listed), *_rows(document, "phones")]:
        number = text_of(row.get("value"))
        digits = "".join(one for one in number if one.isdigit())
        local = digits[-_LOCAL_DIGITS:] if len(digits) > _LOCAL_DIGITS else ""
        national = digits[1:] if digits.startswith("1") else ""
        yield Part("Phone", number, tuple(filter(None, (digits, national, local))))


def _rows(document: Doc, field: str) -> Iterator[Json]:
    """Give the rows of a list whose parts stand flat under their addresses, but for those taken out."""
    rows: dict[str, Json] = {}
    gone: set[str] = set()
    for address, cell in document["fields"].items():
        name, _, rest = address.partition("/")
        row, _, part = rest.partition("/")
        if name != field or not part:
            continue
        values = [head["value"] for head in cell["heads"]]
        if part == ALIVE_NAME and values and all(value is False for value in values):
            gone.add(row)
        elif values:
            rows.setdefault(row, {})[part] = values[0]
    return (parts for row, parts in sorted(rows.items()) if row not in gone)


def _in_rows(document: Doc, field: str, *wanted: str) -> Iterator[Part]:
    """Give the words of these parts of rows that are not taken out, every answer of each."""
    for address, cell in sorted(document["fields"].items()):
        name, _, rest = address.partition("/")
        row, _, part = rest.partition("/")
        if name == field and part in wanted and not _is_out(document, f"{field}/{row}"):
            for head in cell["heads"]:
                yield Part(_label(document, field), text_of(head["value"]))


def _is_out(document: Doc, row: str) -> bool:
    found = heads_of(document, f"{row}/{ALIVE_NAME}")
    return bool(found) and all(head["value"] is False for head in found)


def _chosen(document: Doc, field: str) -> Iterator[Part]:
    """Give the words that a screen shows for a code."""
    words = KINDS[document["kind"]].fields[field].choices
    for value in _values(document, field):
        yield Part(_label(document, field), words.get(text_of(value), ""))


def _addresses(document: Doc) -> Iterator[Part]:
    for value in _values(document, "address"):
        address = object_of(value)
        lines = [text_of(line) for line in list_of(address.get("line"))]
        place = [text_of(address.get(part)) for part in ("city", "state", "postalCode")]
        written = [*lines, " ".join(filter(None, place))]
        yield Part(_label(document, "address"), ", ".join(filter(None, written)))


def _patient(document: Doc) -> Iterator[Part]:
    yield from identity_of(document)
    for entry in entries_of(document, "identifiers"):
        yield Part("Number", text_of(object_of(entry["value"]).get("value")))
    yield from _phones(document)
    yield from _addresses(document)


def _contact(document: Doc) -> Iterator[Part]:
    yield from _names(document)
    yield from _phones(document)


def _condition(document: Doc) -> Iterator[Part]:
    yield from _codings(document, "code")
    yield from _texts(document, "note")


def _medication(document: Doc) -> Iterator[Part]:
    yield from _codings(document, "medicine")
    yield from _texts(document, "dose", "asTaken")


def _goal(document: Doc) -> Iterator[Part]:
    return _texts(document, "words", "measure", "target")


def _referral(document: Doc) -> Iterator[Part]:
    yield from _texts(document, "service", "words")
    for value in _values(document, "target"):
        yield Part(_label(document, "target"), text_of(object_of(value).get("name")))


def _transition(document: Doc) -> Iterator[Part]:
    return _texts(document, "fromFacility", "toProvider", "nextStep")


def _note(document: Doc) -> Iterator[Part]:
    yield from _texts(document, "text")
    for entry in entries_of(document, "addenda"):
        yield Part(_label(document, "addenda"), text_of(object_of(entry["value"]).get("text")))


def _teaching(document: Doc) -> Iterator[Part]:
    yield from _chosen(document, "topic")
    yield from _texts(document, "about", "words")


def _episode(document: Doc) -> Iterator[Part]:
    yield from _chosen(document, "reason")
    yield from _texts(document, "handedTo", "handOver", "referredBy")


def _need(document: Doc) -> Iterator[Part]:
    yield from _codings(document, "domain")
    yield from _codings(document, "code")


def _conference(document: Doc) -> Iterator[Part]:
    """Give what it was for and what came of it; who was there, but no one's own view."""
    yield from _texts(document, "purpose", "understanding", "update", "matters")
    yield from _in_rows(document, "people", "name")
    yield from _in_rows(document, "concerns", "words")
    yield from _in_rows(document, "options", "title")
    for field, part in (("decisions", "words"), ("planChanges", "words"), ("actions", "what")):
        yield from _in_rows(document, field, part)


def _facility_options(document: Doc) -> Iterator[Part]:
    yield from _chosen(document, "levelOfCare")
    yield from _texts(document, "wishes")
    for value in _values(document, "placement"):
        yield Part(_label(document, "placement"), text_of(object_of(value).get("name")))


def _contact_log(document: Doc) -> Iterator[Part]:
    return _texts(document, "name", "words")


def _event(document: Doc) -> Iterator[Part]:
    yield from _chosen(document, "what")
    yield from _texts(document, "place", "words")


def _insurance_ask(document: Doc) -> Iterator[Part]:
    """Give the specialty and the offices that were called: their names are what one looks for."""
    yield from _chosen(document, "specialty")
    yield from _texts(document, "service")
    for entry in entries_of(document, "calls"):
        yield Part("Office called", text_of(object_of(object_of(entry["value"]).get("provider")).get("name")))


_READERS: Final[Mapping[str, Callable[[Doc], Iterator[Part]]]] = {
    "patient": _patient,
    "contact": _contact,
    "condition": _condition,
    "allergy": lambda document: _codings(document, "substance"),
    "medication": _medication,
    "goal": _goal,
    "referral": _referral,
    "transition": _transition,
    "episode": _episode,
    "note": _note,
    "teaching": _teaching,
    "coverage-check": _insurance_ask,
    "need": _need,
    "intervention": lambda document: _texts(document, "what"),
    "plan": lambda document: _texts(document, "title", *CARE_PARTS),
    "conference": _conference,
    "message": lambda document: _texts(document, "words"),
    "contact_log": _contact_log,
    "task": lambda document: _texts(document, "what", "handover", "result"),
    "facility_options": _facility_options,
    "coverage": lambda document: _texts(document, "payer", "plan", "memberId"),
    "event": _event,
    "attachment": lambda document: _texts(document, "caption"),
}
SEARCHED: Final = frozenset(_READERS)
"""Kinds of which something is searched."""
