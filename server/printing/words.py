"""Any value of any kind as it is printed: the twin of `pwa/src/views/parts/value-words.ts`.

Moments are told by the agency's clock with its zone, since paper has no reader's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.printing.model import Answer, Fact, Value
from server.review.reading import Doc, Json, any_value, entries_of, heads_of, list_of, object_of, text_of
from sync.clock import parse_wall, zone_of
from sync.kinds import KINDS
from sync.kinds.fields import ListOf, SetOf
from sync.kinds.shapes import CODE_STATUSES
from sync.lifecycles import LIFECYCLES

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ABSENT: Final[Mapping[str, str]] = {
    "asked-declined": "Declined",
    "asked-unknown": "Doesn't know",
    "not-asked": "Not asked",
    "unable": "Can't answer now",
    "later": "Ask later",
}


def day(text: str) -> str:
    """A calendar date as far as it is known: "Feb 3, 1941", "Feb 1941", "1941"."""
    year, *rest = text.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{month} {year}" if len(rest) == 1 else f"{month} {int(rest[1])}, {year}"


@dataclass(frozen=True)
class Speaker:
    """How this agency says when and who. `names`: people by id."""

    zone: str
    names: Mapping[str, str]

    def moment(self, wall: str) -> str:
        """A moment by the agency's clock, with its zone: "Nov 18, 2026, 10:31 EST"."""
        if not wall:
            return ""
        local = parse_wall(wall).astimezone(zone_of(self.zone))
        return f"{day(local.date().isoformat())}, {local:%H:%M} {local.tzname()}"

    def person(self, identifier: str) -> str:
        """Somebody by name; the server itself has none."""
        return self.names.get(identifier, "") or "Doorstep"

    def who(self, written: Mapping[str, Any]) -> str:
        """Who wrote something, and when."""
        return f"{self.person(text_of(written.get('by')))}, {self.moment(text_of(written.get('at')))}"

    def words(self, kind: str, field: str, value: Any) -> str:
        """A value of a field in words; nothing for one that was cleared."""
        if value is None:
            return ""
        declared = KINDS[kind].field(field)
        if declared is None:
            return text_of(value)
        if declared.type_name == "state":
            return LIFECYCLES[declared.lifecycle].states.get(text_of(value), text_of(value))
        one = declared.of if isinstance(declared, (ListOf, SetOf)) else declared
        if isinstance(value, list):
            every = (self._one(one.type_name, one.choices, part) for part in value)
            return "; ".join(words for words in every if words)
        return self._one(one.type_name, one.choices, value)

    def value(self, record: Doc | None, field: str) -> Value:
        """What stands in a field, as it is printed."""
        if record is None:
            return Value()
        kind, found = record["kind"], heads_of(record, field)
        if len(found) > 1:
            said = ((self.words(kind, field, head["value"]), self.who(head)) for head in found)
            return Value(answers=tuple(Answer(words or "nothing", who) for words, who in said))
        return Value(self.words(kind, field, any_value(record, field)))

    def fact(self, record: Doc | None, field: str, *, kind: str, label: str = "") -> Fact:
        """A field with its label; `kind` says what the record would be where there is none."""
        declared = KINDS[kind].field(field)
        return Fact(label or ("" if declared is None else declared.label), self.value(record, field))

    def facts(self, record: Doc | None, *fields: str, kind: str) -> tuple[Fact, ...]:
        """Several fields."""
        return tuple(self.fact(record, field, kind=kind) for field in fields)

    def row(self, record: Doc, *fields: str) -> tuple[Value, ...]:
        """Several fields as the cells of a row."""
        return tuple(self.value(record, field) for field in fields)

    def _one(self, type_name: str, choices: Mapping[str, str], value: Any) -> str:
        if type_name in _COMPOSED:
            return _COMPOSED[type_name](value)
        if type_name == "moment":
            return self.moment(text_of(value))
        if type_name == "TimeSpan":
            times = (self.moment(text_of(object_of(value).get(end))) for end in ("start", "end"))
            return " to ".join(time for time in times if time)
        if isinstance(value, dict) and isinstance(value.get("at"), str):
            return _plain({**value, "at": self.moment(value["at"])})
        if type_name == "reference":
            return self.names.get(text_of(value), "")
        return choices.get(text_of(value), text_of(value)) if type_name == "code" else _plain(value)


def person_name(value: Any) -> str:
    """Given names, family name, suffix: as statements name a person."""
    name = object_of(value)
    parts = [*(text_of(one) for one in list_of(name.get("given"))), text_of(name.get("family"))]
    return " ".join(part for part in [*parts, text_of(name.get("suffix"))] if part)


def code_status(value: Any) -> str:
    """The code status in words; those of its source where the code says nothing."""
    status = object_of(value)
    code = text_of(status.get("code"))
    return CODE_STATUSES.get(code) or text_of(status.get("display")) or code


def code_status_words(patient: Doc | None) -> str:
    """What stands in the header: of two answers neither is called current (UX.md section 7)."""
    found = [code_status(head["value"]) or "nothing" for head in heads_of(patient, "codeStatus")]
    return f"Not settled: {' / '.join(found)}" if len(found) > 1 else "".join(found)


def answer_words(value: Any) -> str:
    """A questionnaire's answer, or why there is none, with what was noted beside it."""
    answer = object_of(value)
    absent = answer.get("absent")
    if isinstance(absent, str):
        note = text_of(answer.get("note"))
        return f"{_ABSENT.get(absent, absent)}{f': {note}' if note else ''}"
    return "; ".join(part for each in list_of(answer.get("answer")) if (part := _part(object_of(each))))


def _part(part: Mapping[str, Any]) -> str:
    if "valueCoding" in part:
        return _coding(object_of(part["valueCoding"]))
    return _plain(next(iter(part.values()), ""))


def _coding(coding: Mapping[str, Any]) -> str:
    """The words; a diagnosis with its ICD-10-CM code, which bills and orders name it by."""
    display, code = text_of(coding.get("display")), text_of(coding.get("code"))
    if display and code and text_of(coding.get("system")).endswith("/icd-10-cm"):
        return f"{display} ({code})"
    return display or code


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float, str)):
        return str(value)
    if not isinstance(value, dict):
        return ""
    if "display" in value or "code" in value:
        return _coding(value)
    if isinstance(value.get("value"), str):
        return " ".join(part for name in ("value", "unit") if (part := text_of(value.get(name))))
    return ", ".join(part for part in value.values() if isinstance(part, str) and part)


def _address(value: Any) -> str:
    address = object_of(value)
    street = " ".join(text_of(line) for line in list_of(address.get("line")))
    region = " ".join(part for name in ("state", "postalCode") if (part := text_of(address.get(name))))
    return ", ".join(part for part in (street, text_of(address.get("city")), region) if part)


def _language(value: Any) -> str:
    language = object_of(value)
    name = _coding(language)
    return f"{name}, interpreter needed" if name and language.get("interpreter") is True else name


def _period(value: Any) -> str:
    period = object_of(value)
    found = ((text_of(period.get("start")), "from"), (text_of(period.get("end")), "until"))
    return " ".join(f"{word} {day(date)}" for date, word in found if date)


def _date(value: Any) -> str:
    return day(value) if isinstance(value, str) and value else ""


def _kept(value: Any) -> str:
    return "kept with the record" if value else ""


_COMPOSED: Final[Mapping[str, Callable[[Any], str]]] = {
    "PersonName": person_name,
    "Address": _address,
    "Language": _language,
    "CodeStatus": code_status,
    "Period": _period,
    "answer": answer_words,
    "date": _date,
    "partial-date": _date,
    "blob": _kept,
}


def entries_with_parts(record: Doc, field: str) -> list[Json]:
    """Entries of a field whose value is an object, as all appended ones are."""
    return [entry for entry in entries_of(record, field) if isinstance(entry["value"], dict)]
