"""The library's answers, derived from calls as they are taken in, and written by the server's own change.

In the same transaction and by the same way as every change: whoever pulls next has the answer, the log
rebuilds it, and a call delivered twice tells nothing twice. What the calls of all patients come to follows
from what stands in the library's record and what is new, so that no chart but this one is read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast
from uuid import UUID, uuid5

from server.coverage import private
from server.deadlines.agency_days import AgencyDays, agency_days
from server.store.repository import people, records
from server.sync_api import library
from server.sync_api.lookup import StoreLookup
from sync.batch import Applied, Envelope
from sync.change import Op
from sync.coverage import ANSWERS, Known, learn, npi_of, office_key, phone_of, plan_key
from sync.deadlines.calendar import days_after
from sync.ids import PersonId, RecordId
from sync.record import Document, heads

ASK: Final = "coverage-check"
ANSWER: Final = "coverage-answer"
_LONGEST_DAYS: Final = 366
"""However long a coordinator says that it is good: in a year plans and contracts are others."""
Json = dict[str, Any]


def answers(
    lookup: StoreLookup, author: PersonId, applied: Iterable[Applied], now: str
) -> Iterator[Envelope]:
    """The server's own batches for what these changes of one author say of offices and plans."""
    told = [
        (one, op) for one in applied if one.change.kind == ASK for op in one.change.ops if op.op == "append"
    ]
    if not told:
        return
    desk = _Desk(lookup, author)
    for one, op in told:
        if op.field == "calls":
            desk.call(one, op)
        elif op.field == "settled":
            desk.decision(one, op)
    yield from desk.envelopes(now)


class _Desk:
    """One batch's news, gathered for each record of the library that they are about."""

    def __init__(self, lookup: StoreLookup, author: PersonId) -> None:
        self._lookup = lookup
        self._author = author
        self._days: AgencyDays | None = None
        self._who: dict[str, private.Identity] = {}
        self._about: dict[RecordId, tuple[Json, Json]] = {}
        self._news: dict[RecordId, list[Known]] = defaultdict(list)

    def call(self, applied: Applied, op: Op) -> None:
        value = cast(Json, op.value)
        who = self._identity(applied.change.patient)
        office, plan = _office(value["provider"], who), _plan(value["plan"], who)
        key, of_plan = office_key(office), plan_key(plan or {})
        if plan is None or not key or not of_plan:
            return
        record = record_of(self._lookup.counters.agency, key, of_plan)
        # A tablet's clock that runs ahead must not make an answer of tomorrow.
        at = min(str(value["at"]), applied.effective_at)
        day = self._calendar().calendar.day_of(at)
        id_ = str(uuid5(UUID(record), applied.change.id))
        said = {"id": id_, "askedBy": self._name(), "by": self._author}
        called = {**said, "at": at, "on": day, "outcome": value["outcome"]}
        answered = value["outcome"] == "answered" and value.get("accepts") in ANSWERS
        given = [{**said, "askedAt": at, "askedOn": day, **self._answer(value, who, day)}] if answered else []
        self._about[record] = (office, plan)
        self._news[record].append(Known(given, [called]))

    def decision(self, applied: Applied, op: Op) -> None:
        value = cast(Json, op.value)
        record = RecordId(value["known"])
        stored = self._lookup.stored(record)
        if stored is None or stored.document["kind"] != ANSWER:
            return
        id_ = str(uuid5(UUID(record), applied.change.id))
        there = _known(stored.document)
        names = {one["id"] for one in (*there.answers, *there.decisions)}
        over = [one for one in value["over"] if one in names]
        self._news[record].append(Known(decisions=[{"id": id_, "keep": value["keep"], "over": over}]))

    def envelopes(self, now: str) -> Iterator[Envelope]:
        for record, news in sorted(self._news.items()):
            stored = self._lookup.stored(record)
            document = None if stored is None else stored.document
            before = _known(document)
            after = before
            for one in news:
                after = learn(after, one)
            wanted: Json = {
                "answers": list(after.answers),
                "attempts": list(after.attempts),
                "decisions": list(after.decisions),
            }
            if record in self._about:
                office, plan = self._about[record]
                wanted |= {"office": _better(document, office), "plan": _better(document, plan, "plan")}
            ops = list(library.ops_toward(document, wanted))
            if ops:
                yield library.envelope(record, ANSWER, ops, now)

    def _answer(self, value: Json, who: private.Identity, day: str) -> Json:
        until = value.get("goodUntil") or days_after(day, self._calendar().limits.coverage_check_days)
        given = {
            "specialty": value["specialty"],
            "accepts": value["accepts"],
            "newPatients": value.get("newPatients"),
            "needed": value.get("needed"),
            "firstAvailable": value.get("firstAvailable"),
            "reference": private.reference(value.get("reference"), who),
            "goodUntil": min(until, days_after(day, _LONGEST_DAYS)),
        }
        return {name: part for name, part in given.items() if part}

    def _calendar(self) -> AgencyDays:
        if self._days is None:
            self._days = agency_days(self._lookup.connection, self._lookup.counters.agency)
        return self._days

    def _identity(self, patient: str) -> private.Identity:
        if patient not in self._who:
            agency = self._lookup.counters.agency
            found = records.of_kinds(self._lookup.connection, agency, patient, private.READ)
            self._who[patient] = private.identity_of(cast(Json, one) for one in found)
        return self._who[patient]

    def _name(self) -> str:
        return people.name_of(self._lookup.connection, self._lookup.counters.agency, self._author)


def record_of(agency: str, office: str, plan: str) -> RecordId:
    """The id of what an agency knows of an office and a plan: the same whoever asked."""
    return RecordId(str(uuid5(UUID(agency), f"coverage-answer\0{office}\0{plan}")))


def _office(provider: Mapping[str, Any], who: private.Identity) -> Json:
    phone = phone_of(provider.get("phone"))
    zip_ = "".join(letter for letter in provider.get("zip") or "" if letter.isdigit())[:5]
    found = {
        "name": private.name(provider.get("name"), who),
        "npi": npi_of(provider.get("npi")),
        "phone": phone if phone not in who.phones else "",
        "zip": zip_,
    }
    return {name: part for name, part in found.items() if part}


def _plan(plan: Mapping[str, Any], who: private.Identity) -> Json | None:
    payer, name = private.name(plan.get("payer"), who), private.name(plan.get("plan"), who)
    if payer is None or name is None:
        return None
    product = plan.get("product")
    return {"payer": payer, "plan": name, **({"product": product} if product else {})}


def _better(document: Document | None, said: Json, field: str = "office") -> Json:
    """What stands, with what it lacked: the first spelling stays, so that two people's do not take turns."""
    found = heads(document, field)
    return {**said, **cast(Json, found[0]["value"])} if found else said


def _known(document: Document | None) -> Known:
    def of(field: str) -> list[Json]:
        found = heads(document, field)
        return cast(list[Json], found[0]["value"] or []) if found else []

    return Known(of("answers"), of("attempts"), of("decisions"))
