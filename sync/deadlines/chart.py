"""The deadlines of one patient, from the records of her chart.

Where people gave different answers the earlier date counts until somebody decides: a deadline that comes a
day early harms nobody. What was due before the chart came to this agency was nobody's here to do.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final, cast
from uuid import UUID, uuid5

from sync.deadlines.calendar import Calendar
from sync.deadlines.closing import said_of, words_of
from sync.deadlines.insurance import kept_answer, promises
from sync.deadlines.moves import moves, reached_at, rows_of, summaries_sent
from sync.deadlines.rules import Limits
from sync.deadlines.windows import Facts, Window, windows
from sync.ids import RecordId
from sync.kinds import ALIVE_NAME
from sync.record import Document, heads
from sync.sharing import unagreed

READS: Final = frozenset(
    {
        "patient",
        "visit",
        "plan",
        "safety",
        "need",
        "referral",
        "consent",
        "transition",
        "coverage-check",
        "contact_log",
        "message",
        "episode",
    }
)
"""Kinds of records that say anything to a rule."""
START_OF_CARE: Final = "start-of-care"
RECERTIFICATION: Final = "recertification"
_NOT_MADE: Final = frozenset({"not-home", "cancelled"})
_AHEAD: Final = frozenset({"planned", "open", "ended"})
_UNSIGNED: Final = {"open", "ended"}
_DECIDED: Final = frozenset({"returned", "approved"})
_REACHED: Final = frozenset({"reached"})
_CLOSE: Final = frozenset({"patient", "caregiver"})
"""With whom a contact says how the patient is."""
_HANDED: Final = frozenset({"referral", "need"})
"""They have an owner of their own once somebody handed them over."""
_RAISED: Final = frozenset({"confirmed", "closed"})


@dataclass(frozen=True)
class Deadline:
    """One thing that must be done by a moment, with what it was counted from."""

    rule: str
    subject: RecordId
    patient: str
    window: Window
    evidence: RecordId
    """The record that the fact stands in."""
    met: str | None = None
    """When it was done, be it late."""
    owner: str | None = None
    """Whose it is until somebody assigns it."""
    given: str | None = None
    """Since when it is the owner's because it was handed over: whose it was before is over."""

    @property
    def id(self) -> RecordId:
        """The same wherever it is computed from the same facts."""
        return deadline_id(self.rule, self.subject, self.window.anchor)


def deadline_id(rule: str, subject: RecordId, anchor: str) -> RecordId:
    """The id of the record of one deadline."""
    return RecordId(str(uuid5(UUID(subject), f"{rule}\0{anchor}")))


def deadlines_of(
    documents: Iterable[Document],
    calendar: Calendar,
    limits: Limits,
    today: str,
    off: Collection[str] = (),
) -> list[Deadline]:
    """Every deadline of a chart, met ones included, the next one first. `today` is a day of the agency's.

    `off` are rules that the patient's settings of care do without.
    """
    chart = _Chart([one for one in documents if not _is_deleted(one)], calendar, limits, today)
    chart.off = off
    found = {one.id: one for one in chart.deadlines()}
    return sorted(found.values(), key=lambda one: (one.window.due, one.rule, one.subject, one.window.anchor))


class _Chart:
    off: Collection[str] = ()

    def __init__(self, documents: list[Document], calendar: Calendar, limits: Limits, today: str) -> None:
        self.by_kind: dict[str, list[Document]] = {kind: [] for kind in READS}
        for document in documents:
            if document["kind"] in READS:
                self.by_kind[document["kind"]].append(document)
        self.calendar, self.limits, self.today = calendar, limits, today
        self.visits = {str(visit["id"]): visit for visit in self.by_kind["visit"]}
        made = (visit for visit in self.visits.values() if not _states(visit) <= _NOT_MADE)
        begun = ((at, visit) for visit in made if (at := _first(visit, "startedAt")))
        self.started = sorted(begun, key=lambda one: (one[0], one[1]["id"]))

    def deadlines(self) -> Iterator[Deadline]:
        words = words_of(self.by_kind["episode"])
        for one in self._found():
            name = (one.subject, one.rule, one.window.anchor)
            said = said_of(words.get(name, ()), one.rule, one.window.counted_from)
            if said.over:
                continue
            heard = replace(one, met=one.met or said.met)
            yield replace(heard, owner=said.owner, given=said.given) if said.owner else heard

    def _found(self) -> Iterator[Deadline]:
        for patient in self.by_kind["patient"]:
            yield from self._of_patient(patient)
            yield from self._stays(patient)
            yield from self._discharge(patient)
            yield from self._moves(died=bool(_texts(patient, "deceased")))
            if not _texts(patient, "deceased") and not _texts(patient, "discharged"):
                yield from self._of_care(patient)
                yield from self._reviews()
                yield from self._insurance()
                yield from self._contacts(patient)
            # Nobody waits for an answer about somebody who has died.
            if not _texts(patient, "deceased"):
                yield from self._referrals()
            yield from self._sharing()
        yield from self._signing()
        yield from self._returns()
        yield from self._safety()
        yield from self._needs()
        yield from self._messages()

    def _make(self, rule: str, subject: Document, facts: Facts) -> Iterator[Deadline]:
        if rule in self.off:
            return
        for window in windows(rule, facts, self.calendar, self.limits):
            owner, given = _handed(subject) or (self._owner(subject), None)
            yield Deadline(
                rule, subject["id"], subject["patient"], window, subject["id"], owner=owner, given=given
            )

    def _of_patient(self, patient: Document) -> Iterator[Deadline]:
        facts = {name: _first(patient, name) for name in ("referralReceived", "returnedHome", "orderedStart")}
        known = [facts["referralReceived"], facts["returnedHome"]]
        ordered = facts["orderedStart"]
        known.append(self.calendar.begins(ordered) if ordered else None)
        since = min((moment for moment in known if moment), default="")
        for one in self._make("initial-visit", patient, facts):
            yield _with(one, met=self._first_visit(since))

    def _of_care(self, patient: Document) -> Iterator[Deadline]:
        start, evidence = self._start_of_care(patient)
        came = patient["created"]["at"]
        for one in self._make("comprehensive-assessment", patient, {"startOfCare": start}):
            signed = [at for visit in self._of_type(START_OF_CARE) if (at := _signed(visit))]
            if one.window.due >= came:
                yield _with(one, met=min(signed, default=None), evidence=evidence)
        period = {"startOfCare": start, "from": self.calendar.day_of(came), "until": self.today}
        periods = list(self._make("recertification", patient, period))
        for one, later in zip_longest(periods, periods[1:]):
            until = later.window.opens if later else None
            yield _with(one, met=self._recertified(one.window.opens, until), evidence=evidence)

    def _contacts(self, patient: Document) -> Iterator[Deadline]:
        """In touch again: counted from the last time that somebody reached her: a visit, a call, a move.

        A call that one says reached her and another says did not counts for nothing until that is settled,
        and so does one that lies ahead: a mistyped year would silence this for good.
        """
        reached = [
            (at, call["id"])
            for call in self.by_kind["contact_log"]
            if _all_in(call, "outcome", _REACHED) and _all_in(call, "with", _CLOSE)
            if (at := _first(call, "at"))
        ]
        seen = [(at, visit["id"]) for at, visit in self.started]
        after = [(at, one["id"]) for one in self.by_kind["transition"] for at in reached_at(one)]
        past = [one for one in (*reached, *seen, *after) if self.calendar.day_of(one[0]) <= self.today]
        at, evidence = max(past, default=(None, patient["id"]))
        start, source = self._start_of_care(patient)
        # Care that began elsewhere is counted from the day on which the chart came here.
        start = start and max(start, self.calendar.day_of(patient["created"]["at"]))
        days = [head["value"] for head in heads(patient, "contactEvery") if type(head["value"]) is int]
        facts = {"lastContact": at, "startOfCare": start, "every": min(days, default=None)}
        for one in self._make("contact-due", patient, facts):
            yield _with(one, met=None, evidence=evidence if at else source)

    def _start_of_care(self, patient: Document) -> tuple[str | None, RecordId]:
        written = _first(patient, "startOfCare")
        if written:
            return written, patient["id"]
        begun = [(at, visit) for at, visit in self.started if START_OF_CARE in _types(visit)]
        return (self.calendar.day_of(begun[0][0]), begun[0][1]["id"]) if begun else (None, patient["id"])

    def _recertified(self, opens: str | None, until: str | None) -> str | None:
        fitting = (
            at for at, visit in self.started if RECERTIFICATION in _types(visit) and at >= (opens or "")
        )
        return next((at for at in fitting if until is None or at < until), None)

    def _stays(self, patient: Document) -> Iterator[Deadline]:
        for row in rows_of(patient, "stays"):
            parts = ("admitted", "returnedHome")
            facts = {part: _first(patient, f"stays/{row}/{part}") for part in parts} | {"stay": row}
            for one in self._make("resumption-visit", patient, facts):
                yield _with(one, met=self._first_visit(one.window.counted_from))

    def _discharge(self, patient: Document) -> Iterator[Deadline]:
        """A summary can be written once the care is over: what was sent on the day itself counts."""
        sent = summaries_sent(self.by_kind["transition"], "discharge-summary")
        for one in self._make("discharge-summary", patient, {"discharged": _first(patient, "discharged")}):
            if one.window.due >= patient["created"]["at"]:
                since = self.calendar.begins(one.window.counted_from)
                yield _with(one, met=next((at for at in sent if at >= since), None))

    def _moves(self, *, died: bool) -> Iterator[Deadline]:
        for move in moves(self.by_kind["transition"], self.calendar, died=died):
            for one in self._make(move.rule, move.subject, move.facts):
                met = move.met.get(one.window.anchor)
                yield replace(one, met=met, owner=move.owner or one.owner)

    def _reviews(self) -> Iterator[Deadline]:
        for plan in self.by_kind["plan"]:
            agreed = [head["at"] for head in heads(plan, "state") if head["value"] == "active"]
            if agreed:
                reviewed = _last(plan, "reviewed") or self.calendar.day_of(min(agreed))
                yield from self._make("plan-review", plan, {"reviewed": reviewed})

    def _insurance(self) -> Iterator[Deadline]:
        for check in self.by_kind["coverage-check"]:
            kept = kept_answer(check)
            if kept is not None:
                yield from self._make("coverage-check", check, kept)
            for facts, met in promises(check):
                for one in self._make("call-back", check, facts):
                    yield _with(one, met=met)

    def _signing(self) -> Iterator[Deadline]:
        """Visits that were ended to be signed later; one that is signed as it ends owes nothing."""
        for visit in self.visits.values():
            if "ended" not in (stood := _stood_in(visit)) or _states(visit) <= _NOT_MADE:
                continue
            facts = {"endedAt": _first(visit, "endedAt") or stood["ended"][0]}
            for one in self._make("visit-signed", visit, facts):
                if one.window.due >= visit["created"]["at"]:
                    yield _with(one, met=_signed(visit) or _left(visit, _UNSIGNED))

    def _returns(self) -> Iterator[Deadline]:
        for visit in self.visits.values():
            rounds: dict[int, Mapping[str, Any]] = {}
            for entry in visit["entries"].get("returns", []):
                value = cast(Mapping[str, Any], entry["value"])
                known = rounds.get(value["round"])
                if known is None or value["at"] < known["at"]:
                    rounds[value["round"]] = value
            for number, value in sorted(rounds.items()):
                after = [later["at"] for place, later in rounds.items() if place > number]
                met = min(after, default=None) or _left(visit, {"returned"})
                facts = {"round": number, "returnedAt": value["at"], "answerBy": value.get("due")}
                for one in self._make("returned-visit", visit, facts):
                    yield _with(one, met=met)

    def _safety(self) -> Iterator[Deadline]:
        for event in self.by_kind["safety"]:
            for one in self._make("urgent-need", event, {"raisedAt": event["created"]["at"]}):
                yield _with(one, met=_left(event, {"open"}))

    def _needs(self) -> Iterator[Deadline]:
        for need in self.by_kind["need"]:
            urgent = any(head["value"] is True for head in heads(need, "urgent"))
            if not urgent or _states(need).isdisjoint(_RAISED):
                continue
            visit = self.visits.get(str(need["created"]["visit"]))
            seen = _entered(visit, _DECIDED) if visit is not None else None
            done = [at for at in (_left(need, {"confirmed"}), seen) if at]
            for one in self._make("urgent-need", need, {"raisedAt": need["created"]["at"]}):
                yield _with(one, met=min(done, default=None))

    def _messages(self) -> Iterator[Deadline]:
        for message in self.by_kind["message"]:
            if not any(head["value"] is True for head in heads(message, "urgent")):
                continue
            author = message["created"]["by"]
            # What she wrote herself she has seen: that tells nobody.
            seen = [entry["at"] for entry in message["entries"].get("seen", []) if entry["by"] != author]
            for one in self._make("urgent-need", message, {"raisedAt": message["created"]["at"]}):
                yield _with(one, met=min(seen, default=None))

    def _referrals(self) -> Iterator[Deadline]:
        for referral in self.by_kind["referral"]:
            if _states(referral) == {"entered-in-error"}:
                continue
            urgent = any(head["value"] == "urgent" for head in heads(referral, "priority"))
            priority = "urgent" if urgent else "routine"
            for state, (since, until) in sorted(_stood_in(referral).items()):
                facts = {"state": state, "since": since, "priority": priority}
                for one in self._make("referral-answer", referral, facts):
                    yield _with(one, met=until)

    def _sharing(self) -> Iterator[Deadline]:
        """What left without an agreement is answered for, whatever became of the patient or the referral."""
        for referral in self.by_kind["referral"]:
            found = unagreed(referral, self.by_kind["consent"], self.calendar.day_of)
            if found is None:
                continue
            for one in self._make("unagreed-sharing", referral, {"sentAt": found.at}):
                yield replace(one, met=found.met, owner=found.by or one.owner)

    def _of_type(self, code: str) -> Iterator[Document]:
        return (visit for visit in self.visits.values() if code in _types(visit))

    def _first_visit(self, since: str) -> str | None:
        return next((at for at, _ in self.started if at >= since), None)

    def _owner(self, subject: Document) -> str | None:
        """The coordinator of the visit that it is about, else of the patient's next one, else of her last."""
        named = [_first(subject, "visit"), subject["created"]["visit"]]
        about = [self.visits[visit] for visit in named if visit in self.visits]
        if subject["kind"] == "visit":
            about = [subject]
        if not about:
            order = sorted(self.visits.values(), key=_planned)
            about = [*(one for one in order if _states(one) & _AHEAD), *reversed(order)]
        return next((owner for one in about if (owner := _first(one, "coordinator"))), None)


def _with(one: Deadline, *, met: str | None, evidence: RecordId | None = None) -> Deadline:
    return replace(one, evidence=evidence or one.evidence, met=met)


def _handed(subject: Document) -> tuple[str, str] | None:
    """To whom a referral or a need was handed, and when."""
    if subject["kind"] not in _HANDED:
        return None
    found = [(str(head["value"]), head["at"]) for head in heads(subject, "owner") if head["value"]]
    return min(found, default=None)


def _is_deleted(document: Document) -> bool:
    found = heads(document, ALIVE_NAME)
    return bool(found) and all(head["value"] is False for head in found)


def _texts(document: Document, field: str) -> list[str]:
    return [head["value"] for head in heads(document, field) if isinstance(head["value"], str)]


def _first(document: Document, field: str) -> str | None:
    return min(_texts(document, field), default=None)


def _last(document: Document, field: str) -> str | None:
    """Of reviews: one that somebody says was made later than the other is still a review."""
    return max(_texts(document, field), default=None)


def _states(document: Document) -> set[str]:
    return set(_texts(document, "state"))


def _all_in(document: Document, field: str, wanted: frozenset[str]) -> bool:
    """Tell a field whose every answer is one of these; without an answer it is not."""
    found = _texts(document, field)
    return bool(found) and wanted.issuperset(found)


def _types(visit: Document) -> set[str]:
    values = (head["value"] for head in heads(visit, "type"))
    return {str(value["code"]) for value in values if isinstance(value, dict) and "code" in value}


def _planned(visit: Document) -> tuple[str, str]:
    spans = [head["value"] for head in heads(visit, "scheduledFor")]
    starts = [str(span["start"]) for span in spans if isinstance(span, dict) and "start" in span]
    return min(starts, default=""), visit["id"]


def _signed(visit: Document) -> str | None:
    values = (head["value"] for head in heads(visit, "signature"))
    return min(
        (str(value["at"]) for value in values if isinstance(value, dict) and "at" in value), default=None
    )


def _left(document: Document, states: set[str]) -> str | None:
    """Since when the record stands in none of these states; None while some head says that it does."""
    found = heads(document, "state")
    if not found or any(head["value"] in states for head in found):
        return None
    return min(head["at"] for head in found)


def _entered(document: Document, states: frozenset[str]) -> str | None:
    found = [head["at"] for head in heads(document, "state") if head["value"] in states]
    return min(found, default=None)


def _stood_in(document: Document) -> dict[str, tuple[str, str | None]]:
    """Each state that it stood in, last since when and until when; None while some head says so."""
    cell = document["fields"].get("state", {"heads": [], "past": []})
    found: dict[str, tuple[str, str | None]] = {}
    for gone in sorted(cell["past"], key=lambda one: one["at"]):
        found[str(gone["value"])] = (gone["at"], gone["until"])
    for head in sorted(cell["heads"], key=lambda one: one["at"], reverse=True):
        found[str(head["value"])] = (head["at"], None)
    return found
