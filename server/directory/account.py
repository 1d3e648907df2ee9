"""The account of an import: what was taken, and for each row that was left, or mended, why."""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from server.directory.remedies import remedy

_SHOWN: Final = 5
_KEPT: Final = 100_000


@dataclass(frozen=True)
class Remark:
    """One row of a file and what is to be said of it. `left` says that nothing of the row was taken."""

    file: str
    row: str
    key: str
    what: str
    left: bool


@dataclass
class Account:
    """What is said at the end of a run. Counts are whole; remarks are kept up to a bound."""

    read: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    counts: dict[tuple[bool, str], int] = field(default_factory=lambda: defaultdict(int))

    def leave(self, file: str, row: int | str, key: str, reason: str, detail: str = "") -> None:
        """Nothing of this row was taken."""
        self._say(file, row, key, reason, detail, left=True)

    def remark(self, file: str, row: int | str, key: str, reason: str, detail: str = "") -> None:
        """The row was taken, but for what is said."""
        self._say(file, row, key, reason, detail, left=False)

    def _say(self, file: str, row: int | str, key: str, reason: str, detail: str, *, left: bool) -> None:
        self.counts[left, reason] += 1
        if len(self.remarks) < _KEPT:
            what = f"{reason}: {detail}" if detail else reason
            self.remarks.append(Remark(file, str(row), key, what, left))

    @property
    def left(self) -> int:
        """How many rows nothing was taken of."""
        return sum(count for (left, _), count in self.counts.items() if left)

    def lines(self, names: dict[str, str], *, every: bool = False) -> list[str]:
        """The account as it is printed; `every` row, or the first of each reason."""
        sources = sorted({*self.read, *self.new, *self.changed, *self.same, *self.gone})
        lines = [f"  {names.get(source, source)}: {self._taken(source)}" for source in sources]
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
        """Every row that was left or mended, as a table."""
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["file", "row", "number", "taken", "why", "what helps"])
            for one in self.remarks:
                taken = "no" if one.left else "yes"
                out.writerow([one.file, one.row, one.key, taken, one.what, remedy(one.what)])
