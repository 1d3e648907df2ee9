"""Keeping a patient out of what everybody of the agency may read.

Only numbers, codes, days and four short texts leave a chart: the office's name, payer, plan and reference
number. Each is held against what the chart knows of the patient and her people, and left out where it says
any of it: an office that is shown by its number alone harms nobody.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from server.review.reading import Doc, heads_of, list_of, object_of, text_of
from sync.coverage import folded, phone_of

READ: Final = ("patient", "contact", "coverage")
"""Kinds that say who somebody is."""
_NAME: Final = re.compile(r"[\w .,'\u2019&()/-]{1,200}")
_REFERENCE: Final = re.compile(r"[A-Za-z0-9 ./#-]{1,30}")
_LONG_NUMBER: Final = re.compile(r"\d{5}")
_SHORT: Final = 2
_FEW_DIGITS: Final = 4


@dataclass(frozen=True)
class Identity:
    """Names and numbers of a patient and her people, as they are compared."""

    words: frozenset[str]
    numbers: frozenset[str]
    phones: frozenset[str]

    def is_in(self, text: str) -> bool:
        """Tell a text that names any of them."""
        said = folded(text).split()
        run = "".join(said)
        return not self.words.isdisjoint(said) or any(number in run for number in self.numbers)


def identity_of(documents: Iterable[Doc]) -> Identity:
    """Read it from a chart's records, every one of different answers included."""
    words: set[str] = set()
    numbers: set[str] = set()
    phones: set[str] = set()
    for document in documents:
        for head in heads_of(document, "name"):
            words |= _names(object_of(head["value"]))
        for field, cell in document["fields"].items():
            values = [head["value"] for head in cell["heads"]]
            if field in ("mrn", "memberId"):
                numbers |= {_run(text_of(value)) for value in values}
            elif field == "birthDate":
                numbers |= {day for value in values for day in _days(text_of(value))}
            elif field.startswith("phones/"):
                phones |= {phone_of(text_of(value)) for value in values}
        for entry in document["entries"].get("identifiers", []):
            numbers.add(_run(text_of(object_of(entry["value"]).get("value"))))
    return Identity(
        frozenset(word for word in words if len(word) >= _SHORT),
        frozenset(number for number in numbers if len(number) >= _FEW_DIGITS),
        frozenset(phone for phone in phones if phone),
    )


def name(text: str | None, who: Identity) -> str | None:
    """The name of an office, a payer or a plan; None where it could say more than that."""
    said = " ".join((text or "").split())
    fits = _NAME.fullmatch(said) is not None and _LONG_NUMBER.search(said) is None
    return said if fits and not who.is_in(said) else None


def reference(text: str | None, who: Identity) -> str | None:
    """A reference number that an office gave; None where it is words, or a number of the patient."""
    said = " ".join((text or "").split())
    fits = _REFERENCE.fullmatch(said) is not None and any(letter.isdigit() for letter in said)
    return said if fits and not who.is_in(said) else None


def _names(name_: dict[str, Any]) -> set[str]:
    parts = [name_.get("family"), name_.get("nickname"), *list_of(name_.get("given"))]
    return {word for part in parts for word in folded(text_of(part)).split()}


def _run(text: str) -> str:
    return folded(text).replace(" ", "")


def _days(text: str) -> set[str]:
    parts = text.split("-")
    if len(parts) != 3:  # noqa: PLR2004
        return set()
    year, month, day = parts
    return {year + month + day, month + day + year, f"{int(month)}{int(day)}{year}", month + day + year[2:]}
