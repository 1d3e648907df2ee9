"""Taking an import back: what that does, and doing it. The newest that stands goes first."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import orjson
from sqlalchemy import Connection, delete, select, update

from server import audit
from server.directory import report
from server.directory.publishing import publish
from server.store.models.directory import DirectoryBefore, DirectoryEntry, DirectoryRun
from server.store.repository import records
from server.store.repository.upsert import upsert
from sync.clock import format_wall
from sync.ids import AgencyId, DeviceId, PersonId

_AT_ONCE: Final = 500
_OVERLAY: Final = "facility_overlay"


class NotUndone(Exception):
    """A run that can't be undone, and why."""


class Unknown(NotUndone):
    """There is no such run."""


@dataclass(frozen=True)
class Effect:
    """What undoing does, by source: entries that go back, stand again, or go."""

    back: Counter[str] = field(default_factory=Counter)
    """To what they were; among them those that stand again."""
    again: Counter[str] = field(default_factory=Counter)
    """They were marked as no longer published, and are not any more."""
    new: Counter[str] = field(default_factory=Counter)
    """The run made them."""
    known: int = 0
    """Of those that go, how many the agency itself knows something of; that is kept."""


def effect(connection: Connection, agency: AgencyId, number: int) -> Effect:
    """Say what undoing a run would do. Raises NotUndone where it can't be."""
    _demand(connection, agency, number)
    rows = connection.execute(
        select(DirectoryBefore.entry_id, DirectoryBefore.before, DirectoryEntry.source, DirectoryEntry.gone)
        .join(
            DirectoryEntry,
            (DirectoryEntry.agency_id == DirectoryBefore.agency_id)
            & (DirectoryEntry.id == DirectoryBefore.entry_id),
        )
        .where(DirectoryBefore.agency_id == agency, DirectoryBefore.run == number)
        .execution_options(yield_per=_AT_ONCE)
    )
    found = Effect()
    made = set()
    for row in rows:
        if row.before is None:
            found.new[row.source] += 1
            made.add(row.entry_id)
            continue
        found.back[row.source] += 1
        found.again[row.source] += row.gone and not orjson.loads(row.before)["gone"]
    return Effect(found.back, found.again, found.new, _known_of(connection, agency, made))


def _known_of(connection: Connection, agency: AgencyId, entries: set[str]) -> int:
    """How many of these the agency wrote something down of."""
    if not entries:
        return 0
    overlays = records.library(connection, agency, _OVERLAY)
    heads = [head for one in overlays for head in one["fields"].get("facility", {}).get("heads", ())]
    return len(entries & {head["value"] for head in heads})


def take_back(
    connection: Connection,
    agency: AgencyId,
    number: int,
    now: datetime,
    *,
    by: PersonId | None = None,
    device: DeviceId | None = None,
) -> tuple[int, list[str]]:
    """Undo a run, bring tablets' part up to it and put it on record, in the caller's transaction.

    Gives how many entries are as they were, and what is to be said. Raises NotUndone.
    """
    at = format_wall(now)
    count = undo(connection, agency, number, at, by)
    notes = publish(connection, agency, now)
    detail = {"number": number, "entries": count}
    entry = audit.Entry("directory-import-undone", by, device, detail=detail)
    audit.note(connection, agency, at, entry)
    return count, notes


def undo(connection: Connection, agency: AgencyId, number: int, at: str, by: PersonId | None = None) -> int:
    """Put back what a run changed; gives how many entries that were. Raises NotUndone."""
    _demand(connection, agency, number)
    kept = list(
        connection.execute(
            select(DirectoryBefore.entry_id, DirectoryBefore.before).where(
                DirectoryBefore.agency_id == agency, DirectoryBefore.run == number
            )
        )
    )
    upsert(connection, DirectoryEntry, [orjson.loads(row.before) for row in kept if row.before is not None])
    made = [row.entry_id for row in kept if row.before is None]
    for place in range(0, len(made), _AT_ONCE):
        connection.execute(
            delete(DirectoryEntry).where(
                DirectoryEntry.agency_id == agency, DirectoryEntry.id.in_(made[place : place + _AT_ONCE])
            )
        )
    own = (DirectoryRun.agency_id == agency, DirectoryRun.number == number)
    undone = {"undone_at": at, "undone_by": by}
    connection.execute(update(DirectoryRun).where(*own).values(**undone))
    connection.execute(
        delete(DirectoryBefore).where(DirectoryBefore.agency_id == agency, DirectoryBefore.run == number)
    )
    return len(kept)


def _demand(connection: Connection, agency: AgencyId, number: int) -> None:
    run = report.one_run(connection, agency, number)
    if run is None:
        raise Unknown(f"there is no import {number}; `doorstep import runs` lists them")
    if run.undone_at is not None:
        raise NotUndone(f"import {number} was undone already, {run.undone_at[:16].replace('T', ' ')} UTC")
    newest = report.newest_standing(connection, agency)
    if newest != number:
        raise NotUndone(f"import {newest} came after it: undo that one first")
