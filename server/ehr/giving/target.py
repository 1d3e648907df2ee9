"""How one kind is given out: to which resource, and where each of its fields goes or why it stays."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.ehr.giving.reading import Reading
from server.ehr.giving.values import Refer
from server.review.reading import Doc
from sync.kinds.fields import Value

Json = dict[str, Any]


@dataclass(frozen=True)
class About:
    """What an encoder may know besides the value: the record, its declaration, and the others' names here."""

    record: Doc
    name: str
    declared: Value
    refer: Refer


Encode = Callable[[Any, About], Any]


@dataclass(frozen=True)
class At:
    """At an element of the resource."""

    path: str
    encode: Encode | None = None


@dataclass(frozen=True)
class Beside:
    """As an extension of ours: FHIR R4 has no element for it."""


@dataclass(frozen=True)
class Apart:
    """In a resource of its own, which the kind's `more` makes; `where` says in which element."""

    where: str


@dataclass(frozen=True)
class Stays:
    """Not given out, and why."""

    reason: str


Where = At | Beside | Apart | Stays


@dataclass(frozen=True)
class Giving:
    """What making the resources of one chart has at hand."""

    refer: Refer
    patient: Json
    """A Reference to the patient."""
    naming: Callable[[str, str, str], list[Json]]
    """References to the given records of a kind whose field names this record: kind, field, id."""
    questionnaire: Callable[[Doc], Json | None]
    """The form that an assessment was made with."""


More = Callable[[Json, Reading, Giving], Iterator[Json]]
"""Makes further resources of a record, and completes its first one."""


@dataclass(frozen=True)
class Target:
    """One kind. `fixed` stands in every such resource; `subject` names the element of the patient."""

    resource: str
    fields: Mapping[str, Where]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    subject: str = "subject"
    dynamic: Mapping[str, Where] = field(default_factory=dict)
    authored: str = ""
    """Element of the moment at which the record was made."""
    author: str = ""
    """Element of who made it."""
    more: More | None = None


def beside(*names: str) -> dict[str, Where]:
    """Say of several fields that they stand as extensions."""
    return dict.fromkeys(names, Beside())


def apart(where: str, *names: str) -> dict[str, Where]:
    """Say of several fields that they stand in a resource of their own."""
    return dict.fromkeys(names, Apart(where))


def stays(reason: str, *names: str) -> dict[str, Where]:
    """Say of several fields why they are not given out."""
    return dict.fromkeys(names, Stays(reason))


def codes(**table: str) -> Encode:
    """From our codes to FHIR's; names are written with `_` for `-`."""
    known = {name.replace("_", "-"): code for name, code in table.items()}

    def encode(value: Any, about: About) -> Any:
        del about
        return known.get(value)

    return encode
