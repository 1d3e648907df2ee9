"""What a device is sent: whole patients that it does not hold yet, then what changed, in version order.

Nothing here remembers a device: who is to be sent whole, and who is to be purged, is computed each time from
what it holds and what is granted, never from grant events. All of one answer is read in one snapshot.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, select

from server.access import Relation, allowed
from server.store.models.agency import Agency
from server.store.models.identity import Grant
from server.store.repository import records
from server.store.repository.agencies import NoSuchAgency
from server.store.repository.grants import is_running
from server.store.repository.records import Sheet
from server.sync_api.cursor import Cursor
from sync.ids import LIBRARY, AgencyId, PatientId, PersonId

MOST_CHARACTERS = 2_000_000
"""A page ends early here, so that a tablet on a bad line gets pages that it can finish."""


@dataclass(frozen=True)
class View:
    """What one indexed statement says: where the agency stands and what this person may be sent."""

    timeline: int
    version: int
    audit_head: str
    backed_up: int
    granted: frozenset[PatientId]


@dataclass(frozen=True)
class Asked:
    """The part of a request that pulling needs."""

    timeline: int | None
    cursor: Cursor | None
    held: frozenset[PatientId]
    limit: int


@dataclass(frozen=True)
class Portion:
    """A patient's part in a page of snapshots: whether her chart begins in it, and whether it ends."""

    id: PatientId
    begins: bool
    ends: bool


@dataclass(frozen=True)
class Page:
    """One page; `portions` are the patients that a page of snapshots touches, in the order of its records."""

    mode: str
    cursor: Cursor
    complete: bool
    purge: tuple[PatientId, ...]
    progress: tuple[int, int]
    sheets: Sequence[Sheet] = ()
    portions: tuple[Portion, ...] = ()

    @property
    def highest(self) -> int:
        """The highest version that the device knows of by this page."""
        sent = max((sheet.version for sheet in self.sheets), default=0)
        return max(sent, self.cursor.version if self.complete else 0)


_LOOK = (
    select(Agency.timeline, Agency.version, Agency.audit_head, Agency.backed_up, Grant.patient_id)
    .outerjoin(
        Grant,
        (Grant.agency_id == Agency.agency_id)
        & (Grant.person_id == bindparam("person"))
        & is_running(bindparam("at")),
    )
    .where(Agency.agency_id == bindparam("agency"))
)


def look(connection: Connection, agency: AgencyId, person: PersonId, role: str, now: str) -> View:
    """Read where things stand at this moment, in one statement."""
    rows = connection.execute(_LOOK, {"agency": agency, "person": person, "at": now}).all()
    if not rows:
        raise NoSuchAgency(agency)
    first = rows[0]
    patients = (PatientId(row.patient_id) for row in rows if row.patient_id is not None)
    may = allowed(role, "sync.pull", Relation.GRANTED)
    return View(
        first.timeline, first.version, first.audit_head, first.backed_up, frozenset(patients if may else ())
    )


def turn(connection: Connection, agency: AgencyId, view: View, asked: Asked) -> Page:
    """Give the next page of the device's round."""
    return _Turn(connection, agency, view, asked).page()


class _Turn:
    """One page under way. `known` is what the device holds, or will hold once its round is complete."""

    def __init__(self, connection: Connection, agency: AgencyId, view: View, asked: Asked) -> None:
        self.connection = connection
        self.agency = agency
        self.view = view
        self.limit = asked.limit
        self.cursor, held = _start(view, asked)
        self.known = held | set(self.cursor.snapped)
        self.entitled = view.granted | {LIBRARY}
        self.purge = tuple(sorted(asked.held - self.entitled))

    def page(self) -> Page:
        lacking = sorted(self.entitled - self.known, key=lambda patient: (patient != LIBRARY, patient))
        return self._snapshot(lacking) if lacking else self._changes()

    def _progress(self, snapped: int = 0) -> tuple[int, int]:
        return len(self.view.granted), len(self.known & self.view.granted) + snapped

    def _snapshot(self, lacking: Sequence[PatientId]) -> Page:
        """Page charts one after the other, each in id order; the version stands still meanwhile.

        A patient whose grant ended while she was being paged is left; the next one begins.
        """
        cursor = self.cursor
        runs = cursor.patient if cursor.patient in lacking else None
        first = lacking[0] if runs is None else runs
        after = "" if runs is None else cursor.after
        # The library comes alone: an office browser asks for it, and nobody opened a chart there.
        others = [] if first == LIBRARY else sorted(set(lacking) - {first, LIBRARY})
        # No more than these can begin in one page.
        wanted = [first, *others[: self.limit]]
        found = records.of_patients(self.connection, self.agency, wanted, after, self.limit + 1)
        sheets, more = _cut(found, self.limit)
        # The first patient whose chart goes on behind this page; all before her are through.
        place = wanted.index(found[len(sheets)].patient) if more else len(wanted)
        ended = tuple(wanted[:place])
        cut = wanted[place] if more and sheets[-1].patient == wanted[place] else None
        portions = tuple(
            Portion(patient, begins=patient != runs, ends=patient != cut)
            for patient in (*ended, *([] if cut is None else [cut]))
        )
        last = "" if cut is None else sheets[-1].id
        moved = replace(cursor, patient=cut, after=last, snapped=(*cursor.snapped, *ended))
        complete = len(ended) == len(lacking) and self.view.version == cursor.version
        return self._page("snapshot", moved, sheets, portions=portions, complete=complete)

    def _changes(self) -> Page:
        cursor, view = self.cursor, self.view
        if cursor.version == view.version:
            return self._page("none", cursor, (), complete=True)
        patients = self.known & self.entitled
        found = records.changed(self.connection, self.agency, patients, cursor.version, self.limit + 1)
        sheets, more = _cut(found, self.limit)
        moved = replace(cursor, version=sheets[-1].version if more else view.version)
        return self._page("changes" if sheets else "none", moved, sheets, complete=not more)

    def _page(
        self,
        mode: str,
        cursor: Cursor,
        sheets: Sequence[Sheet],
        *,
        portions: tuple[Portion, ...] = (),
        complete: bool = False,
    ) -> Page:
        # With its round complete the device holds what was staged: the cursor need not name it any more.
        moved = Cursor(cursor.timeline, cursor.version) if complete else cursor
        ended = sum(one.ends and one.id != LIBRARY for one in portions)
        return Page(
            mode=mode,
            cursor=moved,
            complete=complete,
            purge=self.purge,
            progress=self._progress(snapped=ended),
            sheets=sheets,
            portions=portions,
        )


def _start(view: View, asked: Asked) -> tuple[Cursor, set[PatientId]]:
    """Give the cursor to go on from, and what the device holds as of it.

    Without a cursor, or with one of another timeline, what it holds says nothing: all comes whole, and
    what is written from now on comes as changes.
    """
    cursor = asked.cursor
    if cursor is None or not _fits(cursor, view, asked):
        return Cursor(view.timeline, view.version), set()
    if cursor.patient is None and not cursor.snapped:
        # Its last round was complete, so it has the library, whether or not it says so.
        return replace(cursor, snapped=(LIBRARY,)), set(asked.held)
    return cursor, set(asked.held)


def _fits(cursor: Cursor, view: View, asked: Asked) -> bool:
    same = cursor.timeline == view.timeline and asked.timeline in {None, view.timeline}
    # A version that was never given: the database is not the one that the cursor is from.
    return same and cursor.version <= view.version


def _cut(found: Sequence[Sheet], limit: int) -> tuple[Sequence[Sheet], bool]:
    """End the page at the limit of records or of characters; at least one record always goes."""
    size = 0
    for place, sheet in enumerate(found[:limit]):
        size += len(sheet.doc)
        if size > MOST_CHARACTERS and place > 0:
            return found[:place], True
    return found[:limit], len(found) > limit


def nothing(view: View, cursor: Cursor | None) -> Page:
    """Give the empty page of a device that only delivers: its cursor stays where it was."""
    return Page("none", cursor or Cursor(view.timeline, 0), complete=True, purge=(), progress=(0, 0))
