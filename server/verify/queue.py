"""The queue of the review: each line held against the chart that it follows from."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, select

from server.review.projection import Shelf, patients_with_visits, rows_of
from server.review.standing import QUEUE, SKIPPED
from server.store.models.review import QueueLine
from server.store.repository import records
from server.sync_api.scoring import Scores
from server.verify.finding import Finding, Tally
from sync.ids import AgencyId, PatientId

_MEND: Final = (
    "`doorstep review rebuild` makes it anew; find out first why (other findings beside it may say so)"
)
_FIRM: Final = ("patient_id", "state", "rank", "arrived_at", "rounds", "looked_at", "version")
"""What follows from the records alone: the rest hangs on library and rules as they were, too."""


def check(connection: Connection, agency: AgencyId, tally: Tally) -> Iterator[Finding]:
    """Make each line again, a patient at a time."""
    del tally
    stored: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in connection.execute(
        select(QueueLine.__table__).where(QueueLine.agency_id == agency)
    ).mappings():
        stored[row["patient_id"]][row["visit_id"]] = dict(row)
    shelf = Shelf(connection, agency, Scores())
    for patient in sorted({*patients_with_visits(connection, agency), *stored}):
        kept = stored.get(patient, {})
        documents = records.documents_of(connection, agency, PatientId(patient))
        made = {row["visit_id"]: row for row in rows_of(shelf, documents, kept)}
        for visit in sorted(made.keys() | kept.keys()):
            what = _apart(made.get(visit), kept.get(visit))
            if what:
                yield Finding("queue", f"visit {visit}", what, _MEND)


def _apart(made: dict[str, Any] | None, kept: dict[str, Any] | None) -> str:
    if made is None:
        return "the queue has a line of it, and its chart makes none"
    if kept is None:
        return "it has no line in the queue"
    apart = [name for name in _FIRM if made[name] != kept[name]]
    if _stage(made) != _stage(kept):
        apart.insert(0, "stage")
    return f"its line is another than its chart makes, in {', '.join(apart)}" if apart else ""


def _stage(row: dict[str, Any]) -> str:
    return QUEUE if row["stage"] == SKIPPED else str(row["stage"])
