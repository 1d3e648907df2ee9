"""Encoders: one value of a record to what stands at an element."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from server.ehr.giving import values
from server.ehr.giving.target import About, Encode
from sync.kinds.fields import Code, ListOf, SetOf

Json = dict[str, Any]
XHTML: Final = "http://www.w3.org/1999/xhtml"
LOINC: Final = "http://loinc.org"


def shaped(make: Any) -> Encode:
    """Use a maker that needs the value alone."""

    def encode(value: Any, about: About) -> Any:
        del about
        return make(value)

    return encode


coding = shaped(values.coding)
concept = shaped(values.concept)
text = shaped(values.text)
address = shaped(values.address)
period = shaped(values.period)


def each(make: Encode) -> Encode:
    """Encode every value of a list or set."""

    def encode(value: Any, about: About) -> Any:
        return [made for one in value if (made := make(one, about)) is not None]

    return encode


def listed(make: Encode) -> Encode:
    """Encode a value into an element that repeats."""

    def encode(value: Any, about: About) -> Any:
        made = make(value, about)
        return None if made is None else [made]

    return encode


def reference(value: Any, about: About) -> Any:
    """Refer to another record that is given out, by the kind that the field names."""
    return about.refer(getattr(about.declared, "to", "record"), value)


def person(value: Any, about: About) -> Any:
    """Refer to somebody of the agency."""
    return about.refer("person", value)


def named(value: Any, about: About) -> Any:
    """Refer by words alone to somebody or something that is no record."""
    del about
    words = value.get("name") if isinstance(value, Mapping) else value
    return {"display": words} if words else None


def own_code(value: Any, about: About) -> Any:
    """Give one of the field's own codes as a CodeableConcept with its words."""
    declared = about.declared.of if isinstance(about.declared, ListOf | SetOf) else about.declared
    words = declared.choices.get(value, value) if isinstance(declared, Code) else value
    system = f"{about.record['kind']}-{about.name}"
    return {"coding": [values.choice(system, value, words)], "text": words}


def note(label: str = "") -> Encode:
    """Give prose as an Annotation; several kinds of prose of one resource are told apart by their heading."""

    def encode(value: Any, about: About) -> Any:
        del about
        return {"text": f"{label}: {value}" if label else value}

    return encode


def standard(system: str, *known: str) -> Encode:
    """Give a word that is a code of a public system; another word as text."""

    def encode(value: Any, about: About) -> Any:
        del about
        if not known or value in known:
            return {"coding": [{"system": system, "code": value}]}
        return {"text": value}

    return encode


def only(*known: str) -> Encode:
    """Give a word where it is one of the codes that the element takes; elsewhere nothing stands there."""

    def encode(value: Any, about: About) -> Any:
        del about
        return value if value in known else None

    return encode


def urgency(value: Any, about: About) -> Any:
    """Give our urgent flag as a request's priority."""
    del about
    return "urgent" if value else "routine"


def narrative(words: str) -> Json:
    """Give prose as a Narrative, line by line, with nothing in it but text."""
    lines = "<br/>".join(escape(line) for line in words.splitlines())
    return {"status": "additional", "div": f'<div xmlns="{XHTML}">{lines}</div>'}


def section(title: str, words: str) -> Json:
    """Give one part of a document under its heading."""
    return {"title": title, "text": narrative(words)}
