"""The queue beside the records: each line follows from a chart, and is written in its transaction.

What a change touches leads to the visits of its patient that the office has something to do with; only those
are worked out again. `rebuild` makes every line anew, and `verify` holds the stored ones to it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, Protocol

import orjson
from sqlalchemy import Connection, bindparam, delete, select

from server.forms.response import Answers
from server.forms.scores import Worked, answers_key, read_worked
from server.review import checks
from server.review.facts import Chart, Library
from server.review.reading import Doc, heads_of, text_field
from server.review.rules import ReviewRules, read_rules
from server.review.standing import APPROVED, NEVER_DUE, Standing, key_of
from server.store.models.identity import Person
from server.store.models.records import Record
from server.store.models.review import LiveCounter, QueueLine
from server.store.repository import attachments, changes, records
from server.store.repository.upsert import upsert
from sync.ids import AgencyId, PatientId
from sync.manifest import missing

Json = dict[str, Any]
Row = dict[str, Any]
_NOTHING_IN_IT: Final = frozenset(
    {
        "chart_read",
        "remark",
        "form",
        "agency",
        "person",
        "needs_table",
        "material",
        "setting_pack",
        "coverage-check",
        "coverage-answer",
        "place-answers",
    }
)
"""Kinds that no line rests on, or that no patient has."""
_SHOWN: Final = frozenset({"signed", "received", "returned", "approved"})
_LINES = select(QueueLine.__table__).where(
    QueueLine.agency_id == bindparam("agency"),
    QueueLine.patient_id.in_(bindparam("patients", expanding=True)),
)


class Scores(Protocol):
    """What remembers what answers come to (`server.sync_api.scoring.Scores`)."""

    def worked(self, questionnaire: Json, answers: Answers) -> Worked | None:
        """Work out, or remember."""

    def remember(self, kept: Mapping[str, Worked]) -> None:
        """Take in what was worked out before."""


class Shelf:
    """What every line of one agency needs, read once a transaction and only when a line is made."""

    def __init__(self, connection: Connection, agency: AgencyId, scores: Scores) -> None:
        """Read nothing yet."""
        self.connection = connection
        self.agency = agency
        self._scores = scores
        self._used: dict[str, Worked] = {}
        self._library: Library | None = None
        self._rules: ReviewRules | None = None
        self._roles: dict[str, str] = {}

    @property
    def library(self) -> Library:
        """Forms, the needs tables and the agency's record."""
        if self._library is None:
            of = {kind: list(self._all(kind)) for kind in ("form", "needs_table", "agency", "setting_pack")}
            agency = next(iter(of["agency"]), None)
            self._library = Library(of["form"], of["needs_table"], agency, of["setting_pack"])
        return self._library

    @property
    def rules(self) -> ReviewRules:
        """The agency's rules."""
        if self._rules is None:
            self._rules = read_rules(self.library.agency)
        return self._rules

    def standing(self, visit: Doc, documents: Iterable[Doc], worked: str | None) -> Standing:
        """Where a visit stands; `worked`: what was kept of its forms."""
        kept = orjson.loads(worked) if worked else {}
        self._scores.remember({key: read_worked(one) for key, one in kept.items()})
        self._used = {}
        chart = Chart(visit, documents, self.library, self._work_out)
        made = Standing(chart, self.rules)
        made.role_of_author = self._role(made.author)
        return made

    def worked(self) -> str:
        """What the last standing worked out, as it is kept."""
        return orjson.dumps({key: one.document() for key, one in sorted(self._used.items())}).decode()

    def _work_out(self, questionnaire: Json, answers: Answers) -> Worked:
        found = self._scores.worked(questionnaire, answers) or Worked(frozenset(), {}, {}, follow_up=False)
        self._used[answers_key(questionnaire, answers)] = found
        return found

    def _role(self, person: str) -> str:
        if person and person not in self._roles:
            found = select(Person.role).where(Person.agency_id == self.agency, Person.id == person)
            self._roles[person] = self.connection.execute(found).scalar() or ""
        return self._roles.get(person, "")

    def _all(self, kind: str) -> Iterable[Doc]:
        return records.library(self.connection, self.agency, kind)


def keep(shelf: Shelf, touched: Collection[Doc]) -> None:
    """Write anew the lines of visits that these written documents have to do with."""
    patients = {document["patient"] for document in touched if document["kind"] not in _NOTHING_IN_IT}
    patients.discard("library")
    if not patients:
        return
    stored = _stored(shelf, patients)
    for patient in sorted(_concerned(touched, stored)):
        _keep_patient(shelf, patient, stored.get(patient, {}))


def _stored(shelf: Shelf, patients: Collection[str]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    rows = shelf.connection.execute(_LINES, {"agency": shelf.agency, "patients": sorted(patients)})
    for row in rows.mappings():
        found.setdefault(row["patient_id"], {})[row["visit_id"]] = dict(row)
    return found


def _concerned(touched: Collection[Doc], stored: Mapping[str, Mapping[str, Row]]) -> set[str]:
    """Patients of whom a line stands that is not approved, or of whom one may come to be.

    What is approved stands whatever else happens to the patient, but for its own records.
    """
    found = {patient for patient, lines in stored.items() if any(map(_waits, lines.values()))}
    for document in touched:
        if document["kind"] == "safety" or (document["kind"] == "visit" and _may_show(document)):
            found.add(document["patient"])
    return found


def _waits(line: Row) -> bool:
    return bool(line["stage"] != APPROVED)


def _may_show(visit: Doc) -> bool:
    states = {head["value"] for head in heads_of(visit, "state")}
    return len(states) > 1 or bool(states & _SHOWN)


def _keep_patient(shelf: Shelf, patient: str, stored: Mapping[str, Row]) -> None:
    documents = records.documents_of(shelf.connection, shelf.agency, PatientId(patient))
    wanted = {row["visit_id"]: row for row in rows_of(shelf, documents, stored)}
    moved = [row for visit, row in wanted.items() if _differs(row, stored.get(visit))]
    gone = sorted(set(stored) - set(wanted))
    if not moved and not gone:
        return
    moves = move(shelf.connection, shelf.agency)
    upsert(shelf.connection, QueueLine, [{**row, "moved": moves} for row in moved])
    if gone:
        shelf.connection.execute(
            delete(QueueLine).where(QueueLine.agency_id == shelf.agency, QueueLine.visit_id.in_(gone))
        )


def rows_of(shelf: Shelf, documents: Collection[Doc], stored: Mapping[str, Row]) -> Iterator[Row]:
    """Give the lines of one patient's visits, without `moved`."""
    for visit in documents:
        if visit["kind"] == "visit":
            kept = stored.get(visit["id"])
            row = _row(shelf, shelf.standing(visit, documents, None if kept is None else kept["worked"]))
            if row is not None:
                yield row


def _differs(row: Row, stored: Row | None) -> bool:
    return stored is None or any(stored[name] != value for name, value in row.items())


def move(connection: Connection, agency: AgencyId) -> int:
    """Raise the agency's live counter. The agency's lock is held: readers see its numbers in order."""
    found = select(LiveCounter.moves).where(LiveCounter.agency_id == agency)
    moves = (connection.execute(found).scalar() or 0) + 1
    upsert(connection, LiveCounter, [{"agency_id": agency, "moves": moves}])
    return moves


def _row(shelf: Shelf, standing: Standing) -> Row | None:
    stage = standing.stage
    if stage is None:
        return None
    visit = standing.visit
    # Nothing waits for what is approved: its findings are worked out where somebody opens it.
    levels = [] if stage == APPROVED else [line.level for line in standing.lines]
    here, of_all = _arriving(shelf, standing)
    arrived = standing.arrived if standing.state != "signed" else ""
    return {
        "agency_id": shelf.agency,
        "visit_id": visit["id"],
        "patient_id": visit["patient"],
        "stage": stage,
        "state": standing.state,
        "rank": 1 if standing.urgent is None else 0,
        "urgent": standing.urgent,
        "due_at": shelf.rules.due(arrived) if arrived and stage != APPROVED else NEVER_DUE,
        "arrived_at": arrived,
        "approved_at": standing.approved_at,
        "coordinator_id": text_field(visit, "coordinator")[:36] or standing.author or None,
        "author_id": standing.author or None,
        "payer": standing.payer,
        "payer_key": key_of(standing.payer),
        "forms": f" {' '.join(key_of(url) for url in standing.forms)} ",
        "blocks": levels.count(checks.BLOCK),
        "checks": levels.count(checks.CHECK),
        "alerts": levels.count(checks.ALERT),
        "different": 0 if stage == APPROVED else len(standing.different),
        "rounds": standing.rounds,
        "here": here,
        "of_all": of_all,
        "first": standing.first,
        "clean": standing.clean,
        "cosign": standing.cosign,
        "looked_at": standing.looked_at,
        "version": visit["version"],
        "worked": shelf.worked(),
    }


def _arriving(shelf: Shelf, standing: Standing) -> tuple[int | None, int | None]:
    """How much of the manifest is here, of how much, while the visit arrives."""
    manifest = standing.manifest
    if standing.state != "signed" or manifest is None:
        return None, None
    hashes = changes.hashes(shelf.connection, shelf.agency, [change for change, _ in manifest.changes])
    photos = attachments.present(shelf.connection, shelf.agency, manifest.patient, manifest.attachments)
    lacking = missing(manifest, hashes.get, photos)
    of_all = len(manifest.changes) + len(manifest.attachments)
    return of_all - len((*lacking.changes, *lacking.differing, *lacking.attachments)), of_all


def patients_with_visits(connection: Connection, agency: AgencyId) -> list[str]:
    """Give everybody who may have a line."""
    rows = connection.execute(
        select(Record.patient_id)
        .where(Record.agency_id == agency, Record.kind == "visit")
        .distinct()
        .order_by(Record.patient_id)
    )
    return [row.patient_id for row in rows]


def rebuild(shelf: Shelf, patients: Collection[str]) -> int:
    """Make the lines of these patients anew, whatever is stored. Gives how many there are."""
    count = 0
    for patient in patients:
        stored = _stored(shelf, [patient]).get(patient, {})
        _keep_patient(shelf, patient, {visit: {**row, "worked": ""} for visit, row in stored.items()})
        count += len(_stored(shelf, [patient]).get(patient, {}))
    return count
