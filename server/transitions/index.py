"""The rows of the board, written in the transaction of the records that they follow from."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select

from server.deadlines.agency_days import AgencyDays, agency_days
from server.store.models.records import Record
from server.store.models.transitions import TransitionRow
from server.store.repository.people import who_left
from server.store.repository.upsert import upsert
from sync.deadlines.moves import MISSING, moves
from sync.deadlines.windows import windows
from sync.ids import LIBRARY, AgencyId
from sync.lifecycles.transition import OPEN
from sync.record import Document, heads

NEVER: Final = "9999"
_KINDS: Final = ("patient", "transition")


@dataclass(frozen=True)
class Due:
    """Something of a transition that is not done, by which rule and by when."""

    rule: str
    anchor: str
    due: str


def is_open(document: Document) -> bool:
    """Where people disagree it is open as long as one of them says so."""
    return any(head["value"] in OPEN for head in heads(document, "state"))


def due_of(document: Document, days: AgencyDays, *, died: bool) -> list[Due]:
    """What is not done yet, the next one due first. Nothing of one that is over but what is owed on paper."""
    found = [
        Due(move.rule, window.anchor, window.due)
        for move in moves([document], days.calendar, died=died)
        for window in windows(move.rule, move.facts, days.calendar, days.limits)
        if window.anchor not in move.met and move.rule not in days.off
    ]
    return sorted(found, key=lambda one: (one.due, one.rule, one.anchor))


def has_died(patient: Document | None) -> bool:
    """By any answer: whom somebody says is dead nobody calls before it is decided."""
    return patient is not None and any(head["value"] for head in heads(patient, "deceased"))


def owners_of(document: Document) -> list[str]:
    """Of two answers both: whose it is is not settled then."""
    return [str(head["value"]) for head in heads(document, "owner") if head["value"]]


def keep(connection: Connection, agency: AgencyId, touched: Collection[Any]) -> None:
    """Write anew the rows of patients whose transitions, own record, or an owner of theirs, were written."""
    patients = {one["patient"] for one in touched if one["kind"] in _KINDS} - {LIBRARY}
    people = {one["id"] for one in touched if one["kind"] == "person"}
    if people:
        patients |= _whose_owner_is(connection, agency, people)
    if patients:
        rebuild(connection, agency, patients)


def _whose_owner_is(connection: Connection, agency: AgencyId, people: set[str]) -> set[str]:
    under_way = (
        select(Record.patient_id, Record.doc)
        .join(TransitionRow, (TransitionRow.agency_id == Record.agency_id) & (TransitionRow.id == Record.id))
        .where(Record.agency_id == agency, TransitionRow.open.is_(True))
    )
    return {
        row.patient_id
        for row in connection.execute(under_way)
        if not people.isdisjoint(owners_of(orjson.loads(row.doc)))
    }


def rebuild(connection: Connection, agency: AgencyId, patients: Iterable[str]) -> None:
    """Make the rows of these patients from their records."""
    charts: dict[str, list[Document]] = defaultdict(list)
    for row in connection.execute(
        select(Record.patient_id, Record.doc).where(
            Record.agency_id == agency, Record.patient_id.in_(sorted(patients)), Record.kind.in_(_KINDS)
        )
    ):
        charts[row.patient_id].append(orjson.loads(row.doc))
    rows = [one for chart in charts.values() for one in chart if one["kind"] == "transition"]
    if not rows:
        return
    days = agency_days(connection, agency)
    own = {
        whose: next((one for one in chart if one["kind"] == "patient"), None)
        for whose, chart in charts.items()
    }
    gone = who_left(connection, agency, {owner for one in rows for owner in owners_of(one)})
    upsert(
        connection,
        TransitionRow,
        [
            _row(agency, one, days.of_patient(own[one["patient"]]), gone, died=has_died(own[one["patient"]]))
            for one in rows
        ],
    )


def is_nobodys_now(document: Document, gone: Collection[str]) -> bool:
    """Tell whether everybody whose it is has left; of two answers one who still works here is enough."""
    owners = owners_of(document)
    return bool(owners) and all(owner in gone for owner in owners)


def _row(
    agency: AgencyId, document: Document, days: AgencyDays, gone: Collection[str], *, died: bool
) -> dict[str, Any]:
    due = due_of(document, days, died=died)
    asks = any(one.rule == MISSING for one in due) or (
        is_open(document) and not died and is_nobodys_now(document, gone)
    )
    return {
        "agency_id": agency,
        "id": document["id"],
        "patient_id": document["patient"],
        "open": is_open(document),
        "asks": asks,
        "late_at": due[0].due if due else NEVER,
    }
