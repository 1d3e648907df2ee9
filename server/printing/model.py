"""A document as it is printed: sections of facts, tables and prose, each value plain text without markup.

A value that nobody recorded has no text; one that two people answered differently has all their answers and
no text of its own, so that nothing which draws it can take one of them for settled.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Final

from sync import canonical

Json = dict[str, Any]
SIGNED: Final = "signed"
NOT_SIGNED: Final = "not-signed"
NOT_SETTLED: Final = "not-settled"
UNSIGNABLE: Final = ""
"""Of a document that is nobody's signed statement, like a plan of care as it stands."""


@dataclass(frozen=True)
class Answer:
    """One of several answers: what, and who said it when."""

    text: str
    who: str


@dataclass(frozen=True)
class Value:
    """What was recorded: a text, nothing, or different answers."""

    text: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def blank(self) -> bool:
        """True where nothing was recorded."""
        return not self.text and not self.answers


@dataclass(frozen=True)
class Fact:
    """A label with its value, and in small what is to be known of it."""

    label: str
    value: Value
    small: str = ""


@dataclass(frozen=True)
class Table:
    """A list of things; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Section:
    """A part under its own heading. `lang` where its words are in another language than the document's."""

    title: str
    lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    table: Table | None = None
    prose: tuple[Value, ...] = ()
    parts: tuple["Section", ...] = ()
    lang: str = ""

    @property
    def recorded(self) -> bool:
        """True where it says anything at all."""
        if self.prose or (self.table is not None and self.table.rows):
            return True
        return any(not fact.value.blank for fact in self.facts) or any(part.recorded for part in self.parts)


@dataclass(frozen=True)
class Mark:
    """Whether this is a signed statement, and the words that say so on top of the first page."""

    state: str
    words: str


@dataclass(frozen=True)
class Printing:
    """For which agency it is printed, by whom, and when (server's clock)."""

    agency: str
    by: str
    at: str


@dataclass(frozen=True)
class Printout:
    """One document. `version` is that of the newest record in it; `signed_sha256` of what was signed."""

    kind: str
    title: str
    agency: str
    patient: tuple[Fact, ...]
    mark: Mark
    version: int
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    printed_by: str
    printed_at: str
    signed_sha256: str = ""
    lang: str = "en"
    text_sha256: str = field(init=False)
    """SHA-256 over what stands here but who printed it and when: two copies of one text are told by it."""

    def __post_init__(self) -> None:
        """Name the text by its content."""
        said = [self.kind, self.title, self.agency, self.version, self.signed_sha256, self.lang]
        parts = [_json(part) for part in (*self.patient, self.mark, *self.sections)]
        digest = canonical.sha256(canonical.canonical([*said, *parts, list(self.notes)]))
        object.__setattr__(self, "text_sha256", digest)

    @property
    def sha256(self) -> str:
        """The hash that every page carries: of what was signed, else of the text as it is printed."""
        return self.signed_sha256 or self.text_sha256

    @property
    def hash_words(self) -> str:
        """What that hash is of."""
        return "Signed contents" if self.signed_sha256 else "Text as printed"

    def document(self) -> Json:
        """Give it as the route tells it."""
        return {
            "kind": self.kind,
            "title": self.title,
            "lang": self.lang,
            "agency": self.agency,
            "patient": [_json(fact) for fact in self.patient],
            "mark": _json(self.mark),
            "version": self.version,
            "sha256": self.sha256,
            "hashWords": self.hash_words,
            "printedBy": self.printed_by,
            "printedAt": self.printed_at,
            "sections": [_json(section) for section in self.sections],
            "notes": list(self.notes),
        }

    def texts(self) -> Iterator[str]:
        """Every text in it, for whoever looks for what must not stand there."""
        yield from _texts(self.document())


def _json(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _json(getattr(value, each.name)) for each in fields(value)}
    return [_json(part) for part in value] if isinstance(value, tuple) else value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
