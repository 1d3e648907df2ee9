"""Deadlines by rule and needs by domain, counted across an agency. What was said in private is in neither."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, Executable, and_, case, func, select

from server.boards.period import Period
from server.review.reading import heads_of, object_of, text_of
from server.review.safety import is_private
from server.search.parts import is_withdrawn, private_needs
from server.store.json_paths import text_at
from server.store.models.deadlines import DeadlineRow
from server.store.models.records import Record
from sync.ids import AgencyId
from sync.kinds import ALIVE_NAME

FEWEST: Final = 11
"""A domain of fewer people is not named (UX.md section 7)."""
OTHER: Final = f"Other needs, each of fewer than {FEWEST} people"
_RAISED_BY_PEOPLE: Final = "urgent-need"
"""The one rule that is about what somebody answered."""


@dataclass(frozen=True)
class RuleCount:
    """Deadlines of one rule: `due` is the sum of the three after it."""

    rule: str
    due: int
    in_time: int
    done_late: int
    open_late: int


@dataclass
class DomainCount:
    """Needs of one domain: the people who have one, and how many stand in which state."""

    words: str
    people: set[str] = field(default_factory=set)
    states: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    """Of those that are closed: what came of them."""


def deadlines(connection: Connection, agency: AgencyId, period: Period) -> list[RuleCount]:
    """Count what was due in the period, by rule. What no longer applies was not due."""
    done = text_at(connection, Record.doc, "fields", "metAt", "heads", 0, "value")
    late = and_(DeadlineRow.state == "met", done > DeadlineRow.due)
    still = DeadlineRow.state == "open"
    rows = connection.execute(
        select(
            DeadlineRow.rule,
            func.count().label("due"),
            _many(late).label("done_late"),
            _many(still).label("open_late"),
        )
        .join(Record, (Record.agency_id == DeadlineRow.agency_id) & (Record.id == DeadlineRow.id))
        .where(*_due(agency, period), DeadlineRow.id.not_in(sorted(_in_private(connection, agency, period))))
        .group_by(DeadlineRow.rule)
        .order_by(DeadlineRow.rule)
    )
    return [
        RuleCount(row.rule, row.due, row.due - row.done_late - row.open_late, row.done_late, row.open_late)
        for row in rows
    ]


def _many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))


def _due(agency: AgencyId, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        DeadlineRow.agency_id == agency,
        DeadlineRow.state.in_(("open", "met")),
        DeadlineRow.due >= period.since,
        # What is due at this very moment is not late yet.
        DeadlineRow.due < period.now,
    )


def _in_private(connection: Connection, agency: AgencyId, period: Period) -> Iterator[str]:
    """Give the deadlines about a private follow-up, or about the need that private answers suggest."""
    of_deadline, subject = Record.__table__.alias("of_deadline"), Record.__table__.alias("subject")
    rows = connection.execute(
        select(DeadlineRow.id, subject.c.doc)
        .join(
            of_deadline,
            (of_deadline.c.agency_id == DeadlineRow.agency_id) & (of_deadline.c.id == DeadlineRow.id),
        )
        .join(
            subject,
            (subject.c.agency_id == DeadlineRow.agency_id)
            & (
                subject.c.id
                == text_at(connection, of_deadline.c.doc, "fields", "subject", "heads", 0, "value")
            ),
        )
        .where(*_due(agency, period), DeadlineRow.rule == _RAISED_BY_PEOPLE)
    )
    for row in rows:
        about = orjson.loads(row.doc)
        if (about["kind"] == "safety" and is_private(about)) or private_needs([about]):
            yield row.id


def needs_statement(connection: Connection, agency: AgencyId, period: Period) -> Executable:
    """Look for the needs that were raised in the period."""
    raised = text_at(connection, Record.doc, "created", "at")
    return select(Record.patient_id, Record.state, Record.doc).where(
        Record.agency_id == agency, Record.kind == "need", raised >= period.since, raised <= period.now
    )


def needs(connection: Connection, agency: AgencyId, period: Period) -> list[DomainCount]:
    """Count them by domain as they stand now; domains of few people come together as the last one."""
    found: dict[str, DomainCount] = {}
    for row in connection.execute(needs_statement(connection, agency, period)):
        document = orjson.loads(row.doc)
        if is_withdrawn(document) or private_needs([document]):
            continue
        key, words = _domain(document)
        one = found.setdefault(key, DomainCount(words))
        one.people.add(row.patient_id)
        one.states[row.state or "not settled"] += 1
        if row.state == "closed":
            one.outcomes[_outcome(document)] += 1
    many = sorted(
        (one for one in found.values() if len(one.people) >= FEWEST), key=lambda one: one.words.casefold()
    )
    few = DomainCount(OTHER)
    for one in found.values():
        if len(one.people) < FEWEST:
            few.people |= one.people
            few.states += one.states
            few.outcomes += one.outcomes
    return [*many, few] if few.people else many


def _outcome(need: dict[str, Any]) -> str:
    """Give what came of it; one that was closed before outcomes were asked for has none."""
    found = {text_of(head["value"]) for head in heads_of(need, "outcome")} - {""}
    return found.pop() if len(found) == 1 else "not settled" if found else "not recorded"


@dataclass(frozen=True)
class Sent:
    """One referral that was sent: to whom, when, when they answered, and when it was known what came of it.

    `states` are those in which it ever stood; `now` the one in which it stands, None where people differ.
    `reasons` are the codes for which it was declined.
    """

    target: str
    sent: str
    known: str | None
    answered: str | None = None
    now: str | None = None
    states: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()


ANSWERS: Final = frozenset({"accepted", "rejected", "in-progress", "on-hold", "completed", "failed"})
"""States into which only word of the organisation brings a referral."""
_KNOWN: Final = frozenset({"rejected", "cancelled", "failed", "completed"})
_ERROR: Final = "entered-in-error"


def referrals(connection: Connection, agency: AgencyId, since: str) -> list[Sent]:
    """Look for the referrals that were made since; errors, and what serves a private need, are none."""
    made = text_at(connection, Record.doc, "created", "at")
    rows = connection.execute(
        select(Record.patient_id, Record.doc).where(
            Record.agency_id == agency, Record.kind == "referral", made >= since
        )
    )
    documents = [orjson.loads(row.doc) for row in rows]
    hidden = _hidden_needs(connection, agency, documents)
    return [
        sent
        for document in documents
        # One that was cancelled was sent all the same.
        if not _is_deleted(document)
        and not any(head["value"] in hidden for head in heads_of(document, "need"))
        for sent in _sent(document)
    ]


def _is_deleted(document: dict[str, Any]) -> bool:
    alive = heads_of(document, ALIVE_NAME)
    return bool(alive) and all(head["value"] is False for head in alive)


def _hidden_needs(
    connection: Connection, agency: AgencyId, documents: list[dict[str, Any]]
) -> frozenset[str]:
    named = {text_of(head["value"]) for one in documents for head in heads_of(one, "need")} - {""}
    rows = connection.execute(
        select(Record.doc).where(Record.agency_id == agency, Record.id.in_(sorted(named)))
    )
    return private_needs([orjson.loads(row.doc) for row in rows])


def _sent(document: dict[str, Any]) -> Iterator[Sent]:
    cell = document["fields"].get("state", {"heads": [], "past": []})
    stood = [(head["value"], head["at"]) for head in (*cell["heads"], *cell["past"])]
    if _ERROR in {value for value, _ in stood}:
        return
    sent = min((at for value, at in stood if value == "requested"), default=None)
    # Two people who heard different things do not know what came of it.
    known = [at for value, at in stood if value in _KNOWN] if len(cell["heads"]) == 1 else []
    if sent is not None:
        target = next((object_of(head["value"]) for head in heads_of(document, "target")), {})
        declined = [head for head in (*cell["heads"], *cell["past"]) if head["value"] == "rejected"]
        yield Sent(
            text_of(target.get("name")).strip() or "Nobody named",
            sent,
            min(known, default=None),
            min((at for value, at in stood if value in ANSWERS), default=None),
            cell["heads"][0]["value"] if len(cell["heads"]) == 1 else None,
            frozenset(value for value, _ in stood),
            tuple(text_of(object_of(head.get("why")).get("code")) for head in declined),
        )


def _domain(need: dict[str, Any]) -> tuple[str, str]:
    """Give what groups a need and what it is called; the first of two people's."""
    coding = next((object_of(head["value"]) for head in heads_of(need, "domain")), {})
    words = text_of(coding.get("display")) or text_of(coding.get("code")) or "No domain"
    return text_of(coding.get("code")) or words, words
