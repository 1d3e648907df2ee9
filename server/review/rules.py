"""An agency's rules of the review, as its library record says them; what it does not say has a default."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from server.review.reading import Doc, Json, any_value, list_of, object_of, objects, text_of
from sync.clock import format_wall, parse_wall

DEFAULT_HOURS: Final = 8
"""A visit that arrives is looked at within the working day: read tomorrow, a note has lost its context."""
MOST_HOURS: Final = 24 * 14


@dataclass(frozen=True)
class Skip:
    """Which visits need no review: of these types, by these people. An empty list leaves that open."""

    types: Collection[str]
    people: Collection[str]

    def fits(self, type_: str, author: str) -> bool:
        """Tell whether a visit is one of them."""
        if not (self.types or self.people):
            return False  # a rule that names nothing would skip everything
        return type_ in (self.types or {type_}) and author in (self.people or {author})


@dataclass(frozen=True)
class ReviewRules:
    """`hours` until a visit that arrived is due; whose visits two people approve; what needs no review."""

    hours: float = DEFAULT_HOURS
    cosign_roles: Collection[str] = ()
    cosign_people: Collection[str] = ()
    skip: Sequence[Skip] = ()

    def due(self, arrived: str) -> str:
        """Say when a visit is due that arrived at this moment."""
        moment: datetime = parse_wall(arrived) + timedelta(hours=self.hours)
        return format_wall(moment)

    def needs_two(self, author: str, role: str) -> bool:
        """Tell whether a visit of this author wants a second person's approval."""
        return role in self.cosign_roles or author in self.cosign_people

    def skips(self, type_: str, author: str) -> bool:
        """Tell whether a clean visit of this type and author needs no review."""
        return any(one.fits(type_, author) for one in self.skip)


def read_rules(agency: Doc | None) -> ReviewRules:
    """Read the agency's record. What can't be read is as if it were not there: the stricter default holds."""
    said = object_of(any_value(agency, "review"))
    cosign = object_of(said.get("cosign"))
    return ReviewRules(
        hours=_hours(said.get("hours")),
        cosign_roles=_texts(cosign.get("roles")),
        cosign_people=_texts(cosign.get("people")),
        skip=[_skip(one) for one in objects(said.get("skip"))],
    )


def _skip(said: Json) -> Skip:
    return Skip(_texts(said.get("visitTypes")), _texts(said.get("people")))


def _hours(value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and 0 < value <= MOST_HOURS else DEFAULT_HOURS


def _texts(value: Any) -> list[str]:
    return [text for one in list_of(value) if (text := text_of(one))]
