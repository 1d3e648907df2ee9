"""What an import makes of a bundle: records to be, each with its source's key, and an account of it all."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from server.ehr.bundle import Bundle, Entry, Key
from server.ehr.elements import Element

NOT_CHART: Final = "not part of a chart here"
NO_PATIENT: Final = "names no patient"


@dataclass(frozen=True)
class Link:
    """A value that is another record: its id is known only when that record is."""

    key: Key


@dataclass(frozen=True)
class Item:
    """One record to be. `fields` holds plain values and Links; None means that the source has no such value.

    `state` is the lifecycle state that the source says. `ended` is set where the source says that this
    is over: such a record is brought up to date if it was taken before, and otherwise left for that reason.
    """

    key: Key
    patient: Key
    kind: str
    fields: dict[str, Any]
    entry: Entry
    type: str
    state: str | None = None
    ended: str | None = None


@dataclass
class Chart:
    """Everything read from one bundle, and what was left of it and why, per resource type."""

    bundle: Bundle
    today: str
    items: list[Item] = field(default_factory=list)
    also: Counter[str] = field(default_factory=Counter)
    """Taken into another resource's record, per type."""
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def leave(self, type_: str, reason: str) -> None:
        self.left[type_, reason] += 1

    def patient_of(self, entry: Entry, *names: str) -> Key | None:
        """The patient that a resource is about, in the file or not; None when it names none."""
        for name in (*names, "subject", "patient"):
            reference = entry.resource.one(name)
            text = reference.text("reference") if reference else None
            if text is None:
                continue
            found = self.bundle.entry(text, entry)
            key = found.key if found else self.bundle.key(text, entry, "Patient")
            if key is not None and key.type == "Patient":
                return key
        return None

    def named(self, entry: Entry, reference: Element | None) -> str | None:
        """Who or what a reference means, in words: its own, or the name of what it resolves to."""
        if reference is None:
            return None
        if reference.text("display"):
            return reference.text("display")
        target = self.bundle.resolve(reference.text("reference") or "", entry)
        if target is None:
            return None
        for name in ("title", "name"):
            if isinstance(target.data.get(name), str):
                return target.text(name)
        return None
