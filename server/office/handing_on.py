"""When somebody's patients become another's, so does her work about them: visits still to be made or mended,
tasks, actions of the plan, transitions and deadlines that are hers, and referrals and needs that were handed
to her. A note says to who goes on what she has to know.

Insurance calls, and referrals that nobody handed over, have no owner: they go with the patient, and their
deadlines too.
"""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

import orjson
from sqlalchemy import Connection, select

from server.ehr.changes import Maker
from server.identity.moment import moment, now
from server.identity.moving import Move
from server.identity.naming import NODE
from server.office.whose import Json, plain
from server.store.database import writing
from server.store.models.records import Record
from server.store.repository import agencies, people
from server.sync_api import own
from server.transitions.index import is_open
from sync.ids import AgencyId, PatientId, PersonId
from sync.record import Document

_STILL_OPEN = ("planned", "returned")
"""One that was begun stays hers: what it holds is on her tablet."""
_TO_DO: Final = {"task": ("requested", "in-progress"), "intervention": ("planned", "active")}
_OWNED: Final = ("task", "intervention", "transition", "deadline", "referral", "need")
_OVER: Final = {
    "referral": ("rejected", "cancelled", "failed", "completed", "entered-in-error"),
    "need": ("declined", "closed"),
}
WORK: Final = ("visit", *_OWNED)
"""The kinds of records that are somebody's work."""
_BY_NAME: Final = frozenset({"intervention"})
"""Families do some of it, so that its owner is a name."""


@dataclass(frozen=True)
class Notes:
    """What who goes on has to know: of each patient, and of those that have no words of their own."""

    of: Mapping[str, str]
    for_all: str = ""

    def about(self, patient: str) -> str:
        """Give the words about one patient; empty where there are none."""
        return self.of.get(patient, "").strip() or self.for_all.strip()


@dataclass(frozen=True)
class Going:
    """Whose work becomes whose: what falls due from `begins` on and before `until`."""

    agency: AgencyId
    person: PersonId
    to: PersonId
    begins: str
    until: str | None
    names: Mapping[str, str]
    """What each of the two is called."""
    namesakes: frozenset[str]
    """Who else is called as she is: who writes that name means herself."""
    given_before: str | None = None
    """Only what was hers before this moment."""

    def named(self, document: Json, who: PersonId) -> str:
        """Give how a record of this kind says that it is somebody's."""
        return self.names[who] if document["kind"] in _BY_NAME else who

    def is_hers(self, document: Json, field: str) -> bool:
        """Tell whether a field names her, and was written early enough."""
        if plain(document, field) != self.named(document, self.person):
            return False
        heads, early = document["fields"][field]["heads"], self.given_before
        if document["kind"] in _BY_NAME and any(head["by"] in self.namesakes for head in heads):
            return False
        return early is None or all(head["at"] < early for head in heads)


@dataclass(frozen=True)
class Share:
    """What one colleague gets."""

    order: Move
    patients: Collection[PatientId]


def move(shares: Sequence[Share], notes: Notes) -> list[Json]:
    """Move access and her work in one transaction, all shares or none; gives how much each got.

    Raises as `Move.carry_out` does. Her work goes along also where the other person had the patient already.
    Where two people say differently whose something is, it is left to whoever decides between them.
    """
    with writing() as connection:
        return [_move(connection, share.order, share.patients, notes) for share in shares]


def _move(connection: Connection, order: Move, patients: Collection[PatientId], notes: Notes) -> Json:
    agency = order.by.agency
    counters = agencies.lock(connection, agency)
    moved = order.carry_out(connection, counters, patients)
    agencies.save(connection, counters)
    maker = Maker(moment(), os.urandom, NODE)
    names = people.names(connection, agency, (order.person, order.to))
    others = people.namesakes(connection, agency, order.person)
    going = Going(agency, order.person, order.to, order.begins, order.until, names, others)
    changes = list(handed(connection, maker, going, patients))
    kinds = Counter(change["kind"] for change in changes)
    told = sorted(moved | {PatientId(change["patient"]) for change in changes})
    written = [(patient, words) for patient in told if (words := notes.about(patient))]
    changes += [_note(maker, patient, words) for patient, words in written]
    if changes:
        own.write(connection, agency, order.by.person, order.by.device, changes, at=now())
    return {
        "to": order.to,
        "patients": len(moved),
        "visits": kinds["visit"],
        "tasks": kinds["task"] + kinds["intervention"],
        "transitions": kinds["transition"],
        "notes": len(written),
    }


def handed(
    connection: Connection, maker: Maker, going: Going, patients: Collection[PatientId]
) -> Iterator[Json]:
    """Give the changes by which her open work about these patients is the other's, each its own batch."""
    yield from (_handed(maker, visit, going) for visit in _visits(connection, going, patients))
    yield from (_owned(maker, one, fields, going) for one, fields in _work(connection, going, patients))


def _visits(connection: Connection, going: Going, patients: Collection[PatientId]) -> Iterator[Json]:
    """Find hers within the time: a returned one at once, a planned one by the day it is planned for."""
    rows = connection.execute(
        select(Record.doc)
        .where(Record.agency_id == going.agency, Record.kind == "visit")
        .where(Record.state.in_(_STILL_OPEN), Record.patient_id.in_(sorted(patients)))
        .order_by(Record.id)
    )
    for row in rows:
        visit = orjson.loads(row.doc)
        if going.is_hers(visit, "coordinator") and _within(visit, going):
            yield visit


def _within(visit: Json, going: Going) -> bool:
    if plain(visit, "state") == "returned":
        return going.begins <= now()
    planned = plain(visit, "scheduledFor")
    start = planned.get("start") if isinstance(planned, dict) else None
    if not isinstance(start, str):
        return True
    # At once means that what was missed this morning goes too: she no longer sees the chart.
    begun = going.begins <= start or going.begins <= now()
    return begun and (going.until is None or start < going.until)


def _work(
    connection: Connection, going: Going, patients: Collection[PatientId]
) -> Iterator[tuple[Json, list[str]]]:
    """Find what of hers is still to be done within the time, and which of its fields say so."""
    rows = connection.execute(
        select(Record.doc)
        .where(Record.agency_id == going.agency, Record.kind.in_(_OWNED))
        .where(Record.patient_id.in_(sorted(patients)))
        .order_by(Record.id)
    )
    for row in rows:
        found = orjson.loads(row.doc)
        fields = _FIELDS[found["kind"]](found, going)
        hers = [field for field in fields if going.is_hers(found, field)]
        if hers:
            yield found, hers


def _of_task(task: Json, going: Going) -> list[str]:
    due = plain(task, "due")
    return ["owner"] if plain(task, "state") in _TO_DO[task["kind"]] and _is_due_within(due, going) else []


def _of_transition(transition: Json, going: Going) -> list[str]:
    """Whose it is, and whose each item of the checklist is that nobody has answered."""
    if not is_open(cast(Document, transition)):
        return []
    rows = {address.split("/")[1] for address in transition["fields"] if address.startswith("checklist/")}
    left = [row for row in sorted(rows) if not plain(transition, f"checklist/{row}/status")]
    items = [row for row in left if _is_due_within(plain(transition, f"checklist/{row}/due"), going)]
    whole = ["owner"] if _is_due_within(plain(transition, "nextDue"), going) else []
    return [*whole, *(f"checklist/{row}/owner" for row in items)]


def _of_deadline(deadline: Json, going: Going) -> list[str]:
    open_ = plain(deadline, "state") == "open"
    return ["owner"] if open_ and _is_due_within(plain(deadline, "due"), going) else []


def _of_handed(found: Json, going: Going) -> list[str]:
    """A referral or a need that was handed over and is not done with: it has no day."""
    over = plain(found, "state") in _OVER[found["kind"]]
    return ["owner"] if not over and _is_due_within(None, going) else []


_FIELDS: Final[Mapping[str, Callable[[Json, Going], list[str]]]] = {
    "task": _of_task,
    "intervention": _of_task,
    "transition": _of_transition,
    "deadline": _of_deadline,
    "referral": _of_handed,
    "need": _of_handed,
}


def _is_due_within(due: object, going: Going) -> bool:
    """Tell what falls due while the other person has the patient; of what has no day, where that is for good.

    A day is compared with moments by its letters: one that begins on the last day is still within.
    """
    if not isinstance(due, str) or not due:
        return going.until is None
    return going.until is None or due < going.until


def _owned(maker: Maker, found: Json, fields: list[str], going: Going) -> Json:
    ops = [
        {
            "op": "set",
            "field": field,
            "value": going.named(found, going.to),
            "saw": [stamp for head in found["fields"][field]["heads"] for stamp in head["stamps"]],
        }
        for field in fields
    ]
    return maker.change(record=found["id"], patient=found["patient"], kind=found["kind"], ops=ops)


def _note(maker: Maker, patient: str, words: str) -> Json:
    """A message of who moves them: who goes on reads it on her tablet, and is seen to have read it."""
    ops: list[Json] = [{"op": "create"}, {"op": "set", "field": "words", "value": words, "saw": []}]
    return maker.change(record=maker.id(), patient=patient, kind="message", ops=ops)


def _handed(maker: Maker, visit: Json, going: Going) -> Json:
    saw = [stamp for head in visit["fields"]["coordinator"]["heads"] for stamp in head["stamps"]]
    ops = [{"op": "set", "field": "coordinator", "value": going.to, "saw": saw}]
    return maker.change(record=visit["id"], patient=visit["patient"], kind="visit", ops=ops)
