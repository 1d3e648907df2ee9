"""The agency's figures. Each says what it counts, out of what, in which period, and what is left out and why.

No figure is about one person, and nobody's is set beside another's.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from math import ceil
from statistics import median
from typing import Any, Final

from sqlalchemy import Connection

from server.boards import chart_counts
from server.boards.chart_counts import FEWEST, DomainCount, RuleCount
from server.boards.figure import Column, Definition, Figure, LeftOut, Value, per_hundred
from server.boards.period import Period
from server.boards.referral_figures import looked_at_since, outcomes, referrals, targets
from server.boards.visit_times import VisitTimes, visit_times
from server.deadlines.agency_days import agency_days
from sync.clock import parse_wall
from sync.deadlines.rules import RULES
from sync.ids import AgencyId
from sync.lifecycles.need import NEED

KEYS: Final = (
    "end-to-signed",
    "same-day",
    "queue-hours",
    "returns",
    "late",
    "needs",
    "outcomes",
    "referrals",
    "referral-targets",
)
SOON_MINUTES: Final = 10
"""Within how many minutes of its end a visit should be signed."""
_PERCENTILE: Final = 0.9
_UNSETTLED: Final = "Visits of which two people say different things, or whose history is too long to be read"


def figures(
    connection: Connection, agency: AgencyId, days: int, now: datetime
) -> tuple[Period, list[Figure]]:
    """Work all of them out for the agency's last days."""
    period = Period.of(days, agency_days(connection, agency).calendar, now)
    visits, untold = visit_times(connection, agency, period.since)
    return period, [
        _end_to_signed(visits, untold, period),
        _same_day(visits, untold, period),
        _in_queue(visits, untold, period),
        _returns(visits, untold, period),
        _late(chart_counts.deadlines(connection, agency, period), period),
        _needs(domains := chart_counts.needs(connection, agency, period), period),
        outcomes(domains, period),
        referrals(sent := chart_counts.referrals(connection, agency, looked_at_since(period)), period),
        targets(sent, period),
    ]


def _end_to_signed(visits: Iterable[VisitTimes], untold: int, period: Period) -> Figure:
    ended = [one for one in visits if one.ended is not None and period.holds(one.ended)]
    taken = [(one.ended, _minutes(one.ended, one.signed)) for one in ended if one.ended and one.signed]
    minutes = [took for _, took in taken]
    soon = sum(took <= SOON_MINUTES for took in minutes)
    return Figure(
        "end-to-signed",
        "Visit end to signed",
        (
            Value("Median", _rounded(median(minutes)) if minutes else None, "minutes"),
            Value(f"Signed within {SOON_MINUTES} min", per_hundred(soon, len(minutes)), "percent"),
        ),
        len(minutes),
        "signed visits",
        Definition(
            f"Minutes from the end of the visit to its first signature: their median, and the share of "
            f"visits with at most {SOON_MINUTES}",
            "Visits that ended in the period and are signed",
            period.words,
            (
                LeftOut("Not signed yet: there is no time to measure", len(ended) - len(minutes)),
                LeftOut(_UNSETTLED, untold),
            ),
            ("Times are the tablet's, set right by the server where its clock was wrong.",),
        ),
        (Column("Day", "day"), Column("Signed visits", "count"), Column("Median", "minutes")),
        [
            (day, len(of_day), _rounded(median(of_day)))
            for day, of_day in _by_day(taken, lambda one: one[0], lambda one: one[1], period)
        ],
    )


def _same_day(visits: Iterable[VisitTimes], untold: int, period: Period) -> Figure:
    day_of = period.calendar.day_of
    ended = [
        (one.ended, day_of(one.ended), None if one.signed is None else day_of(one.signed))
        for one in visits
        if one.ended is not None and period.holds(one.ended)
    ]
    over = [one for one in ended if one[2] is not None or one[1] != period.last]
    done = [(at, day == signed) for at, day, signed in over]
    same = sum(in_time for _, in_time in done)
    return Figure(
        "same-day",
        "Signed the same day",
        (Value("Signed the same day", per_hundred(same, len(done)), "percent"),),
        len(done),
        "visits that ended",
        Definition(
            "Visits that were first signed on the day on which they ended",
            "Visits that ended in the period, signed or not",
            period.words,
            (
                LeftOut("Ended today and not signed yet: the day is not over", len(ended) - len(over)),
                LeftOut(_UNSETTLED, untold),
            ),
            ("A day is 23 or 25 hours long where the agency's clocks change.",),
        ),
        (
            Column("Day", "day"),
            Column("Visits that ended", "count"),
            Column("Signed the same day", "count"),
            Column("Share", "percent"),
        ),
        [
            (day, len(of_day), sum(of_day), per_hundred(sum(of_day), len(of_day)))
            for day, of_day in _by_day(done, lambda one: one[0], lambda one: one[1], period)
        ],
    )


def _in_queue(visits: Iterable[VisitTimes], untold: int, period: Period) -> Figure:
    waits = [wait for one in visits for wait in one.waits if period.holds(wait.arrived)]
    ended = [(wait.arrived, _hours(wait.arrived, wait.decided)) for wait in waits if wait.decided]
    hours = sorted(took for _, took in ended)
    return Figure(
        "queue-hours",
        "Hours in queue",
        (
            Value("Median", _rounded(median(hours)) if hours else None, "hours"),
            Value("90th percentile", _rounded(_ninth(hours)) if hours else None, "hours"),
        ),
        len(hours),
        "waits that ended",
        Definition(
            "Hours from a visit's arrival, whole, until the office returned or approved it: their median, "
            "and the hours that 9 of 10 waits did not exceed",
            "Waits that began in the period and are over; a visit that came back from a return waits again",
            period.words,
            (
                LeftOut("Still waiting, or never reviewed by the agency's rule", len(waits) - len(hours)),
                LeftOut(_UNSETTLED, untold),
            ),
            ("Nights and weekends count. A return that was taken back ends no wait.",),
        ),
        (
            Column("Day of arrival", "day"),
            Column("Waits that ended", "count"),
            Column("Median", "hours"),
            Column("90th percentile", "hours"),
        ),
        [
            (day, len(of_day), _rounded(median(of_day)), _rounded(_ninth(sorted(of_day))))
            for day, of_day in _by_day(ended, lambda one: one[0], lambda one: one[1], period)
        ],
    )


def _returns(visits: Iterable[VisitTimes], untold: int, period: Period) -> Figure:
    signed = [one for one in visits if one.signed is not None and period.holds(one.signed)]
    here = [(one.signed or "", one.returns) for one in signed if one.waits or one.returns]
    returns = sum(many for _, many in here)
    return Figure(
        "returns",
        "Returns per 100 visits",
        (Value("Returns per 100 visits", per_hundred(returns, len(here)), "rate"),),
        len(here),
        "visits at the office",
        Definition(
            "How often the office returned them until now, every round, for each 100 of them",
            "Visits that were first signed in the period and are at the office",
            period.words,
            (
                LeftOut("Signed and not here whole: nobody could look at them yet", len(signed) - len(here)),
                LeftOut(_UNSETTLED, untold),
            ),
            ("A return that was taken back does not count. Visits of the last days may still be returned.",),
        ),
        (
            Column("Day of signature", "day"),
            Column("Visits", "count"),
            Column("Returned at least once", "count"),
            Column("Returns", "count"),
        ),
        [
            (day, len(of_day), sum(many > 0 for many in of_day), sum(of_day))
            for day, of_day in _by_day(here, lambda one: one[0], lambda one: one[1], period)
        ],
    )


def _late(rules: Sequence[RuleCount], period: Period) -> Figure:
    due = sum(one.due for one in rules)
    late = sum(one.done_late + one.open_late for one in rules)
    return Figure(
        "late",
        "Late by rule",
        (Value("Late", late, "count"), Value("Share of what was due", per_hundred(late, due), "percent")),
        due,
        "deadlines",
        Definition(
            "Deadlines that were done after they were due, or that are open and past due",
            "Deadlines that were due in the period, until this moment",
            period.words,
            (),
            (
                "Left out without a count: what no longer applies, and private follow-ups.",
                "A deadline that was put off is late all the same.",
            ),
        ),
        (
            Column("Rule", "text"),
            Column("Due", "count"),
            Column("Done in time", "count"),
            Column("Done late", "count"),
            Column("Open and late", "count"),
            Column("Late", "percent"),
        ),
        [
            (
                RULES[one.rule].title if one.rule in RULES else one.rule,
                one.due,
                one.in_time,
                one.done_late,
                one.open_late,
                per_hundred(one.done_late + one.open_late, one.due),
            )
            for one in rules
        ],
    )


def _needs(domains: Sequence[DomainCount], period: Period) -> Figure:
    states: Counter[str] = Counter()
    for one in domains:
        states += one.states
    people = set[str]().union(*(one.people for one in domains))
    names = {**NEED.states, **({"not settled": "Not settled"} if "not settled" in states else {})}
    return Figure(
        "needs",
        "Needs by state",
        tuple(Value(label, states[state], "count") for state, label in names.items()),
        states.total(),
        f"needs of {len(people)} {'person' if len(people) == 1 else 'people'}",
        Definition(
            "Needs by the state in which they are now: suggested, confirmed by the patient, declined, closed",
            "Needs that were raised in the period",
            period.words,
            (),
            (
                "What came of those that are closed is a figure of its own.",
                "Left out without a count: what answers given in private suggest, and what was removed.",
                f"Domains of fewer than {FEWEST} people are counted together.",
            ),
        ),
        (Column("Need", "text"), *(Column(label, "count") for label in names.values())),
        [(one.words, *(one.states[state] for state in names)) for one in domains],
    )


def _by_day(
    found: Iterable[Any], at: Callable[[Any], str], take: Callable[[Any], Any], period: Period
) -> list[tuple[str, list[Any]]]:
    """Group what happened by the agency's day, the last day first."""
    days: dict[str, list[Any]] = {}
    for one in found:
        days.setdefault(period.calendar.day_of(at(one)), []).append(take(one))
    return sorted(days.items(), reverse=True)


def _minutes(first: str, last: str) -> float:
    return (parse_wall(last) - parse_wall(first)).total_seconds() / 60


def _hours(first: str, last: str) -> float:
    # A return that was written offline may be older than the arrival that it crossed.
    return max(0.0, _minutes(first, last) / 60)


def _ninth(ordered: Sequence[float]) -> float:
    """Give the smallest that at least nine of ten do not exceed."""
    return ordered[ceil(_PERCENTILE * len(ordered)) - 1]


def _rounded(value: float) -> float:
    return round(value, 1)
