"""Reading FHIR JSON that others wrote: what is there is typed or refused, what is missing is missing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

Json = dict[str, Any]

_MOMENT: Final = re.compile(
    r"(?P<day>\d{4}(-\d{2}(-\d{2})?)?)([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)


class WrongShape(Exception):
    """A value is not what FHIR R4 says it is; the message names its path and never shows the value."""

    def __init__(self, reason: str, element: "Element") -> None:
        """Keep the element: it knows which entry of the file it is in."""
        self.entry = element.entry
        self.resource = element.named
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Element:
    """One JSON object of a resource, with the path that errors name, and the entry of the file it is in."""

    data: Json
    path: str
    entry: int | None = None
    named: str = ""

    def _wrong(self, name: str, wanted: str) -> WrongShape:
        return WrongShape(f"{self.path}.{name} is not {wanted}", self)

    def below(self, data: Json, path: str) -> "Element":
        """An element of the same entry."""
        return Element(data, path, self.entry, self.named)

    def under(self, name: str) -> "Element":
        """An element that has this one as its only child: for readers that take an element and a name."""
        return self.below({name: self.data}, self.path)

    @property
    def type(self) -> str:
        """The resource's type, empty for an element that is no resource."""
        return str(self.data.get("resourceType", ""))

    def has(self, name: str) -> bool:
        return self.data.get(name) not in (None, "", [], {})

    def text(self, name: str) -> str | None:
        """Text without surrounding blanks; None when missing or blank."""
        value = self.data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            raise self._wrong(name, "text")
        return str(value).strip() or None

    def flag(self, name: str) -> bool | None:
        value = self.data.get(name)
        if value is None or isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return bool(value == "true")
        raise self._wrong(name, "true or false")

    def number(self, name: str) -> Decimal | None:
        value = self.data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise self._wrong(name, "a number")
        return Decimal(value)

    def day(self, name: str) -> str | None:
        """The date part of a date, dateTime or instant, as exact as it is given and in its own zone."""
        value = self.text(name)
        if value is None:
            return None
        match = _MOMENT.fullmatch(value)
        if match is None:
            raise self._wrong(name, "a FHIR date")
        day = match["day"]
        try:
            date.fromisoformat((day + "-01-01")[:10])
        except ValueError:
            raise self._wrong(name, "a day of the calendar") from None
        return day

    def one(self, name: str) -> "Element | None":
        """An object. A list is taken by its first member: older releases of FHIR had lists in places."""
        value = self.data.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong(name, "an object")
        return self.below(value, f"{self.path}.{name}")

    def many(self, name: str) -> list["Element"]:
        """A list of objects. A single object counts as a list of one."""
        value = self.data.get(name)
        if value is None:
            return []
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list):
            raise self._wrong(name, "a list of objects")
        found = []
        for place, item in enumerate(value):
            if not isinstance(item, dict):
                raise self._wrong(f"{name}[{place}]", "an object")
            found.append(self.below(item, f"{self.path}.{name}[{place}]"))
        return found

    def texts(self, name: str) -> list[str]:
        """A list of texts. Null members (they hold an extension elsewhere) and blanks are passed over."""
        value = self.data.get(name)
        if value is None:
            return []
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(item is None or isinstance(item, str) for item in value):
            raise self._wrong(name, "a list of texts")
        return [item.strip() for item in value if item and item.strip()]

    def codes(self, name: str) -> list[str]:
        """The codes of a code, Coding or CodeableConcept; FHIR's releases differ in which it is."""
        value = self.data.get(name)
        if value is None or isinstance(value, str):
            return [value] if value else []
        return [code for concept in self.many(name) for code in _codes_of(concept)]

    def code(self, name: str) -> str | None:
        return next(iter(self.codes(name)), None)

    def extension(self, url_end: str) -> "Element | None":
        """The first extension whose address ends so."""
        for each in self.many("extension"):
            if (each.text("url") or "").endswith(url_end):
                return each
        return None


def _codes_of(concept: Element) -> Iterator[str]:
    if concept.has("coding"):
        for coding in concept.many("coding"):
            code = coding.text("code")
            if code:
                yield code
    elif concept.has("code") and not isinstance(concept.data["code"], dict):
        yield str(concept.data["code"])
