"""The lines of the board, each made from its record in the transaction that writes it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select

from server.deadlines.agency_days import agency_days
from server.store.models.records import Record
from server.store.models.referrals import ReferralLine
from server.store.repository.upsert import upsert
from sync.deadlines.calendar import hours_after
from sync.deadlines.rules import REFERRAL_HOURS
from sync.ids import AgencyId
from sync.kinds import ALIVE_NAME
from sync.record import Document, heads
from sync.sharing import DayOf, unagreed

Row = dict[str, Any]
NEVER: Final = "9999"
DIFFERENT: Final = "different"
GONE: Final = "gone"
_ERROR: Final = "entered-in-error"


def keep(connection: Connection, agency: AgencyId, touched: Iterable[Document]) -> None:
    """Write the lines that these documents have to do with: referrals, agreements, and patients who died."""
    documents = list(touched)
    died = {str(one["patient"]): _has_died(one) for one in documents if one["kind"] == "patient"}
    referrals = {str(one["id"]): one for one in documents if one["kind"] == "referral"}
    # Who has died is asked of nobody any more: also where she died after she was referred.
    of_dead = {patient for patient, dead in died.items() if dead or _had_lines(connection, agency, patient)}
    # What was said about sharing can come after what was sent, and take it back or mend it.
    asked = {str(one["patient"]) for one in documents if one["kind"] == "consent"}
    referrals |= {str(one["id"]): one for one in _of(connection, agency, of_dead | asked, "referral")}
    if not referrals:
        return
    unknown = {str(one["patient"]) for one in referrals.values()} - died.keys()
    died |= {str(one["patient"]): _has_died(one) for one in _of(connection, agency, unknown, "patient")}
    said: dict[str, list[Document]] = defaultdict(list)
    for one in _of(connection, agency, {str(one["patient"]) for one in referrals.values()}, "consent"):
        said[str(one["patient"])].append(one)
    day_of = agency_days(connection, agency).calendar.day_of
    rows = [
        _row(agency, one, said[str(one["patient"])], day_of, died=died.get(str(one["patient"]), False))
        for one in referrals.values()
    ]
    upsert(connection, ReferralLine, rows)


def row_of(
    agency: AgencyId,
    referral: Document,
    patient: Document | None,
    consents: Sequence[Document],
    day_of: DayOf,
) -> Row:
    """Make the line of one referral."""
    return _row(agency, referral, consents, day_of, died=patient is not None and _has_died(patient))


def _row(
    agency: AgencyId, referral: Document, consents: Sequence[Document], day_of: DayOf, *, died: bool
) -> Row:
    states = heads(referral, "state")
    urgent = any(head["value"] == "urgent" for head in heads(referral, "priority"))
    stands = str(states[0]["value"]) if len(states) == 1 else DIFFERENT
    return {
        "agency_id": agency,
        "id": referral["id"],
        "patient_id": referral["patient"],
        "stands": GONE if stands == _ERROR or _is_deleted(referral) else stands,
        "since": min((head["at"] for head in states), default=referral["created"]["at"]),
        "due": NEVER if died else _due(referral, "urgent" if urgent else "routine"),
        "urgent": urgent,
        "unagreed": not _is_deleted(referral) and _is_unagreed(referral, consents, day_of),
        "asked_by": referral["created"]["by"],
    }


def _due(referral: Document, priority: str) -> str:
    due = [
        hours_after(head["at"], hours)
        for head in heads(referral, "state")
        if (hours := REFERRAL_HOURS.get((priority, str(head["value"])))) is not None
    ]
    return min(due, default=NEVER)


def _is_unagreed(referral: Document, consents: Sequence[Document], day_of: DayOf) -> bool:
    found = unagreed(referral, consents, day_of)
    return found is not None and found.met is None


def _is_deleted(document: Document) -> bool:
    found = heads(document, ALIVE_NAME)
    return bool(found) and all(head["value"] is False for head in found)


def _has_died(patient: Document) -> bool:
    return any(head["value"] for head in heads(patient, "deceased"))


def _had_lines(connection: Connection, agency: AgencyId, patient: str) -> bool:
    found = select(ReferralLine.id).where(
        ReferralLine.agency_id == agency, ReferralLine.patient_id == patient
    )
    return connection.execute(found.limit(1)).first() is not None


def _of(connection: Connection, agency: AgencyId, patients: Collection[str], kind: str) -> Iterable[Document]:
    if not patients:
        return
    rows = connection.execute(
        select(Record.doc).where(
            Record.agency_id == agency, Record.patient_id.in_(sorted(patients)), Record.kind == kind
        )
    )
    for row in rows:
        yield orjson.loads(row.doc)
