"""The account of an import: what was taken, and for each row that was left, or mended, why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from server.csv_text import csv_text
from server.directory.remedies import remedy

How = Literal["left", "mended", "gone"]
HOWS: Final[Sequence[How]] = ("left", "mended", "gone")
_SHOWN: Final = 5
_KEPT: Final = 100_000
_HEADS: Final = ("file", "row", "number", "taken", "why", "what helps")
_TAKEN: Final[dict[How, str]] = {"left": "no", "mended": "yes", "gone": "no longer published"}


@dataclass(frozen=True)
class Remark:
    """One row of a file and what is to be said of it.

    Nothing was taken of one that was `left`; one that was `mended` was taken, but for what is said. What is
    `gone` stands in no file any more: it has no row, and `what` is its name.
    """

    file: str
    row: str
    key: str
    what: str
    how: How

    @property
    def left(self) -> bool:
        """Whether nothing was taken of it."""
        return self.how == "left"

    @property
    def helps(self) -> str:
        """What helps."""
        return "" if self.how == "gone" else remedy(self.what)


@dataclass
class Account:
    """What is said at the end of a run. Counts are whole; remarks are kept up to a bound."""

    read: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)
    """The day that the figures of a source are of."""
    remarks: list[Remark] = field(default_factory=list)
    vanished: list[Remark] = field(default_factory=list)
    counts: dict[tuple[bool, str], int] = field(default_factory=lambda: defaultdict(int))

    def leave(self, file: str, row: int | str, key: str, reason: str, detail: str = "") -> None:
        """Nothing of this row was taken."""
        self._say(file, row, key, reason, detail, how="left")

    def remark(self, file: str, row: int | str, key: str, reason: str, detail: str = "") -> None:
        """The row was taken, but for what is said."""
        self._say(file, row, key, reason, detail, how="mended")

    def vanish(self, source: str, list_: str, key: str, name: str) -> None:
        """It was published once, and is no more."""
        self.gone[source] += 1
        if len(self.vanished) < _KEPT:
            self.vanished.append(Remark(list_, "", key, name, "gone"))

    def _say(self, file: str, row: int | str, key: str, reason: str, detail: str, *, how: How) -> None:
        self.counts[how == "left", reason] += 1
        if len(self.remarks) < _KEPT:
            what = f"{reason}: {detail}" if detail else reason
            self.remarks.append(Remark(file, str(row), key, what, how))

    @property
    def left(self) -> int:
        """How many rows nothing was taken of."""
        return sum(count for (left, _), count in self.counts.items() if left)

    @property
    def sources(self) -> list[str]:
        """Of what there is something to be said."""
        return sorted({*self.read, *self.new, *self.changed, *self.same, *self.gone})

    def summary(self) -> dict[str, Any]:
        """All of it but the rows, as JSON."""
        counted = {"read": self.read, "new": self.new, "changed": self.changed, "same": self.same}
        counters = {**counted, "gone": self.gone}
        return {
            "sources": [
                {
                    "source": source,
                    "date": self.dates.get(source, ""),
                    **{name: counter[source] for name, counter in counters.items()},
                }
                for source in self.sources
            ],
            "reasons": [
                {"left": left, "why": why, "count": count} for (left, why), count in self.counts.items()
            ],
            "notes": self.notes,
        }

    def lines(self, names: Mapping[str, str], *, every: bool = False) -> list[str]:
        """The account as it is printed; `every` row, or the first of each reason."""
        lines = [f"  {names.get(source, source)}: {self._taken(source)}" for source in self.sources]
        for left, word in ((True, "left"), (False, "taken, but")):
            reasons = sorted(
                (key for key in self.counts if key[0] is left), key=lambda key: -self.counts[key]
            )
            for key in reasons:
                lines.append(f"  {word} {self.counts[key]:,}: {key[1]}")
                lines += [f"    what helps: {what}"] if (what := remedy(key[1])) else []
                lines += self._rows(key, every=every)
        return [*lines, *(f"  note: {note}" for note in self.notes)]

    def _rows(self, key: tuple[bool, str], *, every: bool) -> list[str]:
        left, reason = key
        own = [
            one
            for one in self.remarks
            if one.left is left and (one.what == reason or one.what.startswith(f"{reason}: "))
        ]
        shown = own if every else own[:_SHOWN]
        lines = [
            f"    {one.file} {one.row}{f', {one.key}' if one.key else ''}{one.what[len(reason) :]}"
            for one in shown
        ]
        more = self.counts[key] - len(shown)
        return [*lines, *([f"    and {more:,} more; --report FILE writes each"] if more else [])]

    def _taken(self, source: str) -> str:
        parts = [
            f"{counter[source]:,} {word}"
            for counter, word in (
                (self.new, "new"),
                (self.changed, "changed"),
                (self.same, "unchanged"),
                (self.gone, "no longer published"),
            )
            if counter[source]
        ]
        return f"{self.read[source]:,} rows read; {', '.join(parts) or 'nothing taken'}"

    def write(self, path: Path) -> None:
        """Every row that was left or mended, and what vanished, as a table."""
        path.write_bytes(report_csv([*self.remarks, *self.vanished]))


def report_csv(remarks: Iterable[Remark]) -> bytes:
    """Give a report as a table."""
    return csv_text(_table(remarks))


def _table(remarks: Iterable[Remark]) -> Iterator[Sequence[str]]:
    yield _HEADS
    for one in remarks:
        yield one.file, one.row, one.key, _TAKEN[one.how], one.what, one.helps
