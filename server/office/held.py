"""What is held, as the office sees it: by batch, in plain words, with what was decided about it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, or_, select, tuple_

from server.store.models.changes import Decided, Quarantined
from server.store.models.records import Record
from server.store.repository.held import seen_by, with_decision, with_stored
from server.store.repository.people import device_names, names
from sync.change import parse
from sync.errors import Reason, Refused
from sync.ids import LIBRARY, AgencyId, PatientId

Json = dict[str, Any]
HELD = "held"
PLAIN: Final[Mapping[Reason, str]] = {
    Reason.UNREADABLE: "It arrived damaged and can't be read. Its author has to write it again.",
    Reason.UNKNOWN_KIND: "This server does not know this sort of entry. Update the server, then try again.",
    Reason.UNKNOWN_PROTOCOL: "It is from a version of the app that this server does not read.",
    Reason.UNKNOWN_SCHEMA: "It is from another version of the app. Update the server, then try again.",
    Reason.INVALID: "Something in it is not as it must be.",
    Reason.NO_RIGHT: "The author had no access to do this.",
    Reason.ID_REUSED: "Something else was saved under the same number before. Only the first can stand.",
    Reason.DEPENDS: "It builds on something that is held too. Look at that first.",
    Reason.UNSUPPORTED_OP: "This server can't do this sort of edit. Update the server, then try again.",
    Reason.BAD_SIGNATURE: "It was not signed by its author.",
    Reason.REVOKED: "The tablet's access ended before this arrived.",
    Reason.RESCUED: "It came in a rescue file from a tablet. All that came with it is taken in together.",
    Reason.NOT_YET: "The visit, as it stood, was in the way of this. The entry says how.",
    Reason.SET_ASIDE: "A person set it aside.",
}


def batches(
    connection: Connection,
    agency: AgencyId,
    patients: Collection[PatientId],
    states: Collection[str],
    *,
    before: str | None,
    limit: int,
) -> list[str]:
    """Ids of batches of which something in one of these states may be seen, newest first."""
    arrived = func.max(Quarantined.received_at)
    found = (
        select(Quarantined.batch_id)
        .outerjoin(Decided, with_decision())
        .outerjoin(Record, with_stored())
        .where(Quarantined.agency_id == agency, seen_by(patients), _in_state(states))
        .group_by(Quarantined.batch_id)
        .order_by(arrived.desc(), Quarantined.batch_id.desc())
        .limit(limit)
    )
    if before is not None:
        theirs = (Quarantined.agency_id == agency) & (Quarantined.batch_id == before)
        last = connection.execute(select(arrived).where(theirs)).scalar()
        if last is None:
            return []
        found = found.having(tuple_(arrived, Quarantined.batch_id) < tuple_(last, before))
    return list(connection.execute(found).scalars())


def count(connection: Connection, agency: AgencyId, patients: Collection[PatientId]) -> int:
    """How many batches wait for a decision."""
    return connection.execute(
        select(func.count(Quarantined.batch_id.distinct()))
        .outerjoin(Decided, with_decision())
        .outerjoin(Record, with_stored())
        .where(Quarantined.agency_id == agency, seen_by(patients), _in_state({HELD}))
    ).scalar_one()


def _in_state(states: Collection[str]) -> ColumnElement[bool]:
    decided = Decided.decision.in_(sorted(states))
    return or_(decided, Decided.decision.is_(None)) if HELD in states else decided


def lines(
    connection: Connection, agency: AgencyId, patients: Collection[PatientId], ids: Sequence[str]
) -> list[Json]:
    """These batches with each of their changes that may be seen, without contents, in this order."""
    rows = _rows(connection, agency, Quarantined.batch_id.in_(ids))
    people = names(connection, agency, {row["person_id"] for row in rows} | _deciders(rows))
    tablets = device_names(connection, agency, {row["device_id"] for row in rows})
    found = {
        batch: _batch(batch, list(of_batch), {*patients, LIBRARY}, people, tablets)
        for batch, of_batch in groupby(sorted(rows, key=_order), lambda row: row["batch_id"])
    }
    return [found[batch] for batch in ids]


def _order(row: Json) -> tuple[str, str, int, str]:
    return (row["batch_id"], row["received_at"], row["place"], row["id"])


def _deciders(rows: Iterable[Json]) -> set[str]:
    return {row["decided_by"] for row in rows if row["decided_by"] is not None}


def _rows(
    connection: Connection, agency: AgencyId, wanted: ColumnElement[bool], limit: int | None = None
) -> list[Json]:
    rows = connection.execute(
        select(
            Quarantined.__table__,
            Record.patient_id.label("stored_patient"),
            Decided.decision,
            Decided.person_id.label("decided_by"),
            Decided.at.label("decided_at"),
            Decided.why,
        )
        .outerjoin(Decided, with_decision())
        .outerjoin(Record, with_stored())
        .where(Quarantined.agency_id == agency, wanted)
        .order_by(Quarantined.received_at.desc(), Quarantined.id)
        .limit(limit)
    )
    return [{**row} for row in rows.mappings()]


def _about(row: Json) -> set[str]:
    return {row["patient_id"], row["stored_patient"]} - {None}


def _batch(
    batch: str,
    rows: list[Json],
    seen: Collection[str],
    people: Mapping[str, str],
    tablets: Mapping[str, str],
) -> Json:
    """`mayDecide` is false while some of the batch is about somebody whom this reader may not see."""
    shown = [row for row in rows if _about(row) <= set(seen)]
    first = shown[0]
    state = next((HELD for row in shown if row["decision"] is None), shown[-1]["decision"])
    return {
        "batch": batch,
        "state": state,
        "by": first["person_id"],
        "byName": people.get(first["person_id"], ""),
        "device": first["device_id"],
        "deviceName": tablets.get(first["device_id"], ""),
        "at": first["received_at"],
        "written": min((at for row in shown if (at := _written(row)) is not None), default=None),
        "patients": sorted({patient for row in shown for patient in _about(row)} - {LIBRARY}),
        "decided": _decided(shown, people) if state != HELD else None,
        "mayDecide": state == HELD and len(shown) == len(rows),
        "changes": [change(row) for row in shown],
    }


def _decided(rows: Sequence[Json], people: Mapping[str, str]) -> Json:
    last = max(rows, key=lambda row: str(row["decided_at"]))
    return {
        "by": last["decided_by"],
        "byName": people.get(last["decided_by"], ""),
        "at": last["decided_at"],
        "why": last["why"],
    }


def _written(row: Json) -> str | None:
    try:
        return parse(row["text"].decode(errors="replace")).wall
    except Refused:
        return None


def change(row: Json) -> Json:
    """One held change as lists show it."""
    return {
        "id": row["id"],
        "sha256": row["sha256"],
        "by": row["person_id"],
        "device": row["device_id"],
        "at": row["received_at"],
        "reason": {"code": row["reason"], "text": row["reason_text"]},
        "plain": PLAIN[Reason(row["reason"])],
        "kind": row["kind"] or "",
        "patient": row["patient_id"],
        "record": row["record_id"],
        "state": row["decision"] or HELD,
    }


def one(connection: Connection, agency: AgencyId, patients: Collection[PatientId], wanted: str) -> list[Json]:
    """Everything held under one id, its text where it names a patient whom the reader may see.

    Words that name no patient anybody can tell may be about one whom she may not see.
    """
    seen = {*patients, LIBRARY}
    rows = _rows(connection, agency, Quarantined.id == wanted)
    return [
        {
            **change(row),
            "text": row["text"].decode(errors="replace") if _about(row) & set(patients) else None,
            "batch": row["batch_id"],
        }
        for row in sorted(rows, key=_order)
        if _about(row) <= seen
    ]


def newest(
    connection: Connection, agency: AgencyId, patients: Collection[PatientId], limit: int
) -> list[Json]:
    """Changes about which nobody has decided yet, newest first, no contents."""
    undecided = Decided.decision.is_(None) & seen_by(patients)
    return [change(row) for row in _rows(connection, agency, undecided, limit)]
