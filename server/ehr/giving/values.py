"""Values of our records as FHIR R4 data types, and any declared value as an extension of ours.

An extension is made from the field's own declaration, so that a part that a kind gets tomorrow is given too.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from server.forms.extensions import OURS
from sync.kinds import fields
from sync.kinds.fields import Append, Code, ListOf, Ref, Rows, SetOf, Shape, Value

Json = dict[str, Any]
Refer = Callable[[str, str], Json | None]
"""From kind and id to a Reference; None where the record is not given out."""

STRUCTURE: Final = OURS + "StructureDefinition/"
CODES: Final = OURS + "CodeSystem/"
NOT_SETTLED: Final = STRUCTURE + "not-settled"
ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


def coding(value: Mapping[str, Any]) -> Json:
    """Give one of our codings; one without a code is words alone, and a system of ours is none of theirs."""
    found = {name: value.get(name) for name in ("system", "code", "display")}
    return {name: part for name, part in found.items() if part}


def concept(value: Mapping[str, Any]) -> Json:
    """Give a CodeableConcept of one of our codings."""
    made: Json = {}
    if value.get("code"):
        made["coding"] = [coding(value)]
    if value.get("display"):
        made["text"] = value["display"]
    return made


def choice(system: str, code: str, words: str) -> Json:
    """Give one of a field's own codes as a Coding."""
    return {"system": CODES + system, "code": code, "display": words}


def text(words: str) -> Json:
    """Give words as a CodeableConcept."""
    return {"text": words}


def person_name(value: Mapping[str, Any]) -> list[Json]:
    """Give a PersonName as HumanNames: the official one, and what somebody is called."""
    parts = {"family": value.get("family"), "given": value.get("given")}
    official = {name: part for name, part in parts.items() if part}
    official |= {name: [value[name]] for name in ("prefix", "suffix") if value.get(name)}
    names = [{"use": "official", **official}] if official else []
    called = [{"use": "nickname", "given": [value["nickname"]]}] if value.get("nickname") else []
    return [*names, *called]


def address(value: Mapping[str, Any]) -> Json:
    """Give an Address; its parts have FHIR's names already."""
    return {name: part for name, part in value.items() if part}


def period(value: Mapping[str, Any]) -> Json:
    """Give a Period."""
    return {name: value[name] for name in ("start", "end") if value.get(name)}


def phone(value: Mapping[str, Any], field: Rows) -> Json:
    """Give a phone as a ContactPoint; what FHIR has no element for stands as an extension."""
    use = value.get("use")
    made: Json = {"system": "phone", "value": value["value"]}
    known = {"home": "home", "mobile": "mobile", "work": "work", "temp": "temp", "old": "old"}
    if use in known:
        made["use"] = known[use]
    if value.get("rank"):
        made["rank"] = value["rank"]
    rest = {name: value.get(name) for name in ("bestTime", "mayLeaveMessage")}
    if use and use not in known:
        rest["use"] = use
    more = [
        one
        for name, part in rest.items()
        if part is not None
        for one in extension(STRUCTURE + "phone-" + name, field.parts[name], part, _nowhere)
    ]
    return {**made, **({"extension": more} if more else {})}


def _nowhere(kind: str, id_: str) -> Json | None:
    del kind, id_
    return None


_PRIMITIVES: Final[Mapping[type[Value], str]] = {
    fields.Flag: "valueBoolean",
    fields.Number: "valueInteger",
    fields.Day: "valueDate",
    fields.PartialDay: "valueDate",
    fields.Moment: "valueDateTime",
}


def extension(url: str, declared: Value, value: Any, refer: Refer) -> Iterator[Json]:
    """Give a value as extensions of one address: one for a plain value, one an item for lists."""
    if value is None or value in ("", [], {}):
        return
    if isinstance(declared, ListOf | SetOf):
        for item in value:
            yield from extension(url, declared.of, item, refer)
    elif isinstance(declared, Rows):
        for row in value:
            yield from _composite(url, declared.parts, row, refer)
    elif isinstance(declared, Append):
        for entry in value:
            yield from _composite(url, declared.of.parts, entry["value"], refer, _written(entry, refer))
    elif isinstance(declared, Shape):
        yield from _composite(url, declared.of.parts, value, refer)
    else:
        made = _plain(declared, value, refer)
        if made is not None:
            yield {"url": url, **made}


def _written(entry: Mapping[str, Any], refer: Refer) -> list[Json]:
    """By whom and when an entry came: it is part of what an entry says."""
    found: list[Json] = [{"url": "written", "valueDateTime": entry["at"]}] if entry.get("at") else []
    author = refer("person", str(entry.get("by")))
    return [*found, *([{"url": "author", "valueReference": author}] if author else [])]


def _composite(
    url: str,
    parts: Mapping[str, Value],
    value: Mapping[str, Any],
    refer: Refer,
    more: list[Json] | None = None,
) -> Iterator[Json]:
    inner = [
        one
        for name, part in parts.items()
        if value.get(name) is not None
        for one in extension(name, part, value[name], refer)
    ]
    if inner:
        yield {"url": url, "extension": [*inner, *(more or [])]}


def _plain(declared: Value, value: Any, refer: Refer) -> Json | None:
    if isinstance(declared, Ref):
        reference = refer(declared.to, value)
        return {"valueReference": reference} if reference else None
    if isinstance(declared, Code):
        return {"valueCoding": choice(declared.name or "code", value, declared.choices.get(value, value))}
    if isinstance(declared, fields.Decimal):
        return {"valueDecimal": Decimal(value)}
    for type_, name in _PRIMITIVES.items():
        if isinstance(declared, type_):
            return {name: value}
    return {"valueString": value if isinstance(value, str) else str(value)}
