"""What a person has in front of her: the stamps that were on the screen when she opened the form.

Not when she saved, and not what lies hidden under her own pending edit: SYNC.md section 2. The tablet's
form is in TypeScript and runs the same vectors; imports and the server's own edits use this one.
"""

from collections.abc import Collection

from sync.change import Need
from sync.ids import ChangeId, Stamp, change_of
from sync.kinds import Kind
from sync.record import Document, group_of


class OpenForm:
    """The testimony of one open form over one record."""

    def __init__(self, kind: Kind, shown: Document | None) -> None:
        """Remember every head as it is shown now; what arrives later was not on the screen."""
        self._kind = kind
        cells = {} if shown is None else shown["fields"]
        self._stamps: dict[str, list[Stamp]] = {
            field: [stamp for head in cell["heads"] for stamp in head["stamps"]]
            for field, cell in cells.items()
        }

    def saw(self, field: str) -> list[Stamp]:
        """Give the stamps that an edit of this field testifies to; in a group, those of the whole group."""
        group = group_of(self._kind, field)
        if not group:
            return list(self._stamps.get(field, []))
        stamps = (
            stamp
            for name in sorted(self._stamps)
            if group_of(self._kind, name) == group
            for stamp in self._stamps[name]
        )
        return list(dict.fromkeys(stamps))

    def edited(self, field: str, change: ChangeId) -> None:
        """Note an own edit: the next one of this field saw that, and nothing that it hides."""
        self._stamps[field] = [Stamp(change)]


def needs(saw: Collection[Stamp], unreceipted: Collection[ChangeId], made_by: ChangeId | None) -> list[Need]:
    """Own earlier changes without a receipt that a change is built on; its record's creation is hard."""
    pending = set(unreceipted)
    found = [Need(made_by, hard=True)] if made_by in pending and made_by is not None else []
    seen = dict.fromkeys(change_of(stamp) for stamp in saw)
    return found + [Need(change, hard=False) for change in seen if change in pending and change != made_by]
