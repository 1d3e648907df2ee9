"""The rows by which deadlines are listed and told in time, made from their records."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from server.deadlines.agency_days import AgencyDays
from server.store.models.deadlines import DeadlineRow
from server.store.repository.upsert import upsert
from sync.deadlines.escalation import STEPS, Step, next_step
from sync.ids import AgencyId
from sync.record import Document, heads


def value(document: Document, field: str) -> Any:
    """The current value; the first of several: who owns it, or until when, is a matter of an hour."""
    found = heads(document, field)
    return found[0]["value"] if found else None


def told(document: Document) -> frozenset[str]:
    """The steps that were told for the moment at which it is due now: one that moved is told anew."""
    due = value(document, "due")
    entries: list[Any] = [entry["value"] for entry in document["entries"].get("steps", [])]
    return frozenset(entry["to"] for entry in entries if entry["due"] == due)


def upcoming(document: Document, days: AgencyDays) -> Step | None:
    """The next step of an open deadline."""
    if value(document, "state") != "open":
        return None
    snooze = value(document, "snooze") or {}
    return next_step(
        value(document, "rule"),
        value(document, "due"),
        told(document),
        days.calendar,
        days.limits,
        since=value(document, "opens") or _since(document, days),
        snoozed_until=snooze.get("until"),
    )


def _since(document: Document, days: AgencyDays) -> str:
    """Nobody is told before that which it is counted from had happened; a day is told from its beginning."""
    counted = str((value(document, "evidence") or {}).get("value", ""))
    return days.calendar.begins(counted) if "T" not in counted and counted else counted


def keep(connection: Connection, agency: AgencyId, documents: Iterable[Document], days: AgencyDays) -> None:
    """Write the rows of these records."""
    upsert(connection, DeadlineRow, [_row(agency, document, days) for document in documents])


def _row(agency: AgencyId, document: Document, days: AgencyDays) -> dict[str, Any]:
    step = upcoming(document, days)
    done = told(document)
    return {
        "agency_id": agency,
        "id": document["id"],
        "patient_id": document["patient"],
        "rule": value(document, "rule"),
        "state": value(document, "state"),
        "due": value(document, "due"),
        "owner": value(document, "owner"),
        "snoozed_until": (value(document, "snooze") or {}).get("until"),
        "told": sum(step in done for step in STEPS),
        "next_at": None if step is None else step.at,
    }


def due_for_telling(connection: Connection, agency: AgencyId, now: str, most: int) -> list[str]:
    """Ids of deadlines whose next step is to be told now, the longest waiting first."""
    rows = connection.execute(
        select(DeadlineRow.id)
        .where(DeadlineRow.agency_id == agency, DeadlineRow.next_at <= now)
        .order_by(DeadlineRow.next_at, DeadlineRow.id)
        .limit(most)
    )
    return [row.id for row in rows]
