"""What is in the way of approving a visit, asked before a passkey is touched and again by the sync engine.

An approval is a change like any other. Where something is in its way it is held, with words that say what,
and can be run again once that is mended: approved by mistake is worse than approved later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from server.identity.signatures import verify_visit_signature
from server.review import checks, held
from server.review.checks import Line
from server.review.projection import Scores, Shelf
from server.review.standing import COSIGNER, Standing
from server.store.models.review import QueueLine
from server.store.repository import records
from sync import canonical
from sync.change import Change
from sync.errors import Reason, Refused
from sync.ids import AgencyId, PatientId, RecordId

Json = dict[str, Any]
_EVENT: Final = "approve"
_ENTRY: Final = "approvals"
_SIGNED: Final = ("round", "role", "contentSha256", "version")
"""What of an approval its signature covers, beside the visit and its patient (`pwa/src/app/approving.ts`)."""
TOGETHER: Final = 50
"""So many may be approved with one proof: as many as somebody is shown at once."""


@dataclass(frozen=True)
class Because:
    """One thing that is in the way, and where it is mended."""

    code: str
    words: str
    section: str | None = None
    field: str | None = None
    record: str | None = None

    def document(self) -> Json:
        """Give it as the routes tell it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Looked:
    """A visit as an approval finds it."""

    standing: Standing
    held: int
    arriving: tuple[int, int] | None

    def in_the_way(self, person: str, version: int | None) -> list[Because]:
        """List what is in the way of this person's approval of the version that she looked at."""
        return list(self._in_the_way(person, version))

    def not_clean(self) -> list[Because]:
        """List what keeps a visit out of those that are approved many at once."""
        standing = self.standing
        alerts = [_of(line, "not-clean") for line in standing.of_level(checks.ALERT)]
        first = [Because("not-clean", "This is the patient's first visit")] if standing.first else []
        urgent = [Because("not-clean", "This visit is urgent")] if standing.urgent is not None else []
        return [*alerts, *first, *urgent]

    def _in_the_way(self, person: str, version: int | None) -> Iterator[Because]:
        standing = self.standing
        if self.arriving is not None:
            here, of_all = self.arriving
            yield Because("arriving", f"Arriving: {here} of {of_all}")
        elif standing.state != "received":
            yield Because("state", _STATES.get(standing.state, "It is not with the office to approve"))
        if version is None:
            yield Because("changed", "The approval names no version that was looked at")
        elif version < standing.looked_at:
            yield Because("changed", "The visit changed after it was looked at")
        yield from (_of(line, "different") for line in standing.different)
        if self.held:
            yield Because("held", f"{self.held} {'change is' if self.held == 1 else 'changes are'} held")
        different = {line.code for line in standing.different}
        blocks = standing.of_level(checks.BLOCK)
        yield from (_of(line, "block") for line in blocks if line.code not in different)
        first = {who for who, role in standing.approvals if role != COSIGNER}
        if standing.cosign == COSIGNER and person in first:
            yield Because("cosign-self", "Two people approve this visit, and you were the first")


_STATES: Final[Mapping[str | None, str]] = {
    None: "Different answers about where the visit stands",
    "signed": "It has not arrived whole",
    "returned": "It was returned, and is not back yet",
    "approved": "It is approved already",
}


def _of(line: Line, code: str) -> Because:
    return Because(code, line.words, line.section, line.field, line.record)


def look(connection: Connection, agency: AgencyId, scores: Scores, visit: RecordId) -> Looked | None:
    """Look at a visit as it stands in this transaction; None where there is none."""
    stored = records.load(connection, agency, [visit]).get(visit)
    if stored is None or stored.document["kind"] != "visit":
        return None
    document = stored.document
    patient = PatientId(document["patient"])
    line = connection.execute(
        select(QueueLine.worked, QueueLine.here, QueueLine.of_all).where(
            QueueLine.agency_id == agency, QueueLine.visit_id == visit
        )
    ).one_or_none()
    shelf = Shelf(connection, agency, scores)
    chart = records.documents_of(connection, agency, patient)
    standing = shelf.standing(document, chart, None if line is None else line.worked)
    arriving = None if line is None or line.of_all is None else (line.here or 0, line.of_all)
    return Looked(standing, held.of_visits(connection, agency, {visit: patient})[visit], arriving)


def approves(change: Change) -> bool:
    """Tell a change that approves a visit, or says that somebody did."""
    if change.kind != "visit" or change.creates:
        return False
    return any(
        (op.op == "event" and op.event == _EVENT) or (op.op == "append" and op.field == _ENTRY)
        for op in change.ops
    )


def unsigned(
    connection: Connection, agency: AgencyId, author: tuple[str, str], change: Change
) -> Refused | None:
    """Refuse an approval that its author, person and device, did not sign over these very words.

    Also one of a visit that is approved already, or is only being made: what stands there is what was signed.
    """
    if change.kind != "visit":
        return None
    entries = [op.value for op in change.ops if op.op == "append" and op.field == _ENTRY]
    if all(_signs(connection, agency, author, change, entry) for entry in entries):
        return None
    return Refused(Reason.BAD_SIGNATURE, "the approval is not signed by its author")


def _signs(
    connection: Connection, agency: AgencyId, author: tuple[str, str], change: Change, entry: object
) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("signature"), dict):
        return False
    named = {name: entry.get(name) for name in _SIGNED}
    statement = {"v": 1, "approves": change.record, "patient": change.patient, **named}
    signed = _said_of_many(canonical.canonical(statement), entry.get("among"))
    return signed is not None and verify_visit_signature(
        connection, agency, author, signed, entry["signature"]
    )


def _said_of_many(statement: str, among: object) -> str | None:
    """What was signed: this statement, or the list of hashes in which its own is; None where it is not."""
    if among is None:
        return statement
    if not isinstance(among, list) or len(among) > TOGETHER or canonical.sha256(statement) not in among:
        return None
    return canonical.canonical({"v": 2, "approves": among})


def refusal_of(
    connection: Connection, agency: AgencyId, scores: Scores, person: str, change: Change
) -> Refused | None:
    """Say why an approval is not taken now, if so. What cannot be an approval is left to the lifecycle."""
    looked = look(connection, agency, scores, change.record)
    if looked is None or looked.standing.states == {"approved"}:
        return None  # the same approved twice is the same
    standing = looked.standing
    entry = _entry(change)
    found = looked.in_the_way(person, _version(entry))
    found += _misnamed(standing, entry, completes=any(op.op == "event" for op in change.ops))
    return None if not found else Refused(Reason.NOT_YET, _said(found))


def _said(found: Sequence[Because]) -> str:
    """Put it in words that repeat no value: a block may name what was answered, so it is only counted."""
    blocks = sum(1 for one in found if one.code == "block")
    words = [one.words for one in found if one.code != "block"]
    if blocks:
        words.append(f"{blocks} {'thing blocks' if blocks == 1 else 'things block'} it")
    return "; ".join(words)


def _entry(change: Change) -> Json:
    values = [op.value for op in change.ops if op.op == "append" and op.field == _ENTRY]
    return values[0] if len(values) == 1 and isinstance(values[0], dict) else {}


def _version(entry: Json) -> int | None:
    version = entry.get("version")
    return version if isinstance(version, int) else None


def _misnamed(standing: Standing, entry: Json, *, completes: bool) -> Sequence[Because]:
    found = []
    if entry.get("contentSha256") != standing.content_sha256:
        found.append(Because("changed", "The approval is of other contents than were signed"))
    if entry.get("role") != standing.turn:
        found.append(Because("cosign", f"The approval that is missing is the {_AS[standing.turn]}'s"))
    if completes and standing.cosign is not None and standing.cosign != COSIGNER:
        found.append(Because("cosign", "A second person has to approve this visit"))
    return found


_AS: Final = {"reviewer": "reviewer", "cosigner": "supervisor"}
