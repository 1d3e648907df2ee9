"""Who hears of a deadline, and when: the ladder, the quiet hours of the agency's day, the snooze."""

from __future__ import annotations

import pytest

from sync.deadlines.calendar import Calendar
from sync.deadlines.escalation import STEPS, Step, next_step
from sync.deadlines.rules import RULES, Limits

NEW_YORK = Calendar.of("America/New_York")
LIMITS = Limits()
LONG_AGO = "2026-01-01T00:00:00.000Z"
NONE: frozenset[str] = frozenset()


def step(rule: str, due: str, done: frozenset[str] = NONE, since: str = LONG_AGO, **more: str) -> Step | None:
    return next_step(rule, due, done, NEW_YORK, LIMITS, since=since, **more)


def test_first_the_coordinator_then_the_reviewer_then_the_supervisor() -> None:
    due = "2026-11-20T18:00:00.000Z"
    assert step("initial-visit", due) == Step("coordinator", "2026-11-19T18:00:00.000Z")
    assert step("initial-visit", due, frozenset({"coordinator"})) == Step(
        "reviewer", "2026-11-20T12:00:00.000Z"
    )
    assert step("initial-visit", due, frozenset(STEPS[:2])) == Step("supervisor", due)
    assert step("initial-visit", due, frozenset(STEPS)) is None


@pytest.mark.parametrize("rule", RULES)
def test_no_later_step_comes_before_an_earlier_one(rule: str) -> None:
    ladder = RULES[rule].ladder
    assert ladder.coordinator <= ladder.reviewer <= ladder.supervisor


def test_nobody_is_told_before_it_began_to_count() -> None:
    assert step("initial-visit", "2026-11-20T18:00:00.000Z", since="2026-11-20T15:00:00.000Z") == Step(
        "coordinator", "2026-11-20T15:00:00.000Z"
    )


@pytest.mark.parametrize(
    ("at", "told"),
    [
        # 20:00 to 7:00 in New York, five hours behind UTC
        ("2026-11-20T00:59:59.999Z", "2026-11-20T00:59:59.999Z"),
        ("2026-11-20T01:00:00.000Z", "2026-11-20T12:00:00.000Z"),
        ("2026-11-20T05:00:00.000Z", "2026-11-20T12:00:00.000Z"),
        ("2026-11-20T11:59:59.999Z", "2026-11-20T12:00:00.000Z"),
        ("2026-11-20T12:00:00.000Z", "2026-11-20T12:00:00.000Z"),
        # the night in which clocks go back is an hour longer, the other one an hour shorter
        ("2026-11-01T00:30:00.000Z", "2026-11-01T12:00:00.000Z"),
        ("2026-03-08T01:30:00.000Z", "2026-03-08T11:00:00.000Z"),
        # the last night of the year, and a leap day's
        ("2027-01-01T03:00:00.000Z", "2027-01-01T12:00:00.000Z"),
        ("2028-02-29T03:00:00.000Z", "2028-02-29T12:00:00.000Z"),
    ],
)
def test_quiet_hours_are_the_agencys(at: str, told: str) -> None:
    assert NEW_YORK.awake(at, 20, 7) == told


def test_quiet_hours_within_one_day_and_none_at_all() -> None:
    noon = "2026-11-20T17:30:00.000Z"
    assert NEW_YORK.awake(noon, 12, 14) == "2026-11-20T19:00:00.000Z"
    assert NEW_YORK.awake(noon, 14, 15) == noon
    assert NEW_YORK.awake(noon, 0, 0) == noon


def test_an_urgent_need_keeps_no_quiet_hours() -> None:
    night = "2026-11-20T04:00:00.000Z"
    assert step("urgent-need", night) == Step("coordinator", "2026-11-20T03:00:00.000Z")
    assert step("returned-visit", night) == Step("coordinator", "2026-11-20T12:00:00.000Z")


def test_a_snooze_moves_every_step_behind_it() -> None:
    due, until = "2026-11-20T18:00:00.000Z", "2026-11-23T14:00:00.000Z"
    assert step("initial-visit", due, snoozed_until=until) == Step("coordinator", until)
    assert step("initial-visit", due, frozenset(STEPS[:2]), snoozed_until=until) == Step("supervisor", until)


def test_an_agency_sets_its_own_quiet_hours_and_nonsense_is_ignored() -> None:
    limits = Limits.of({"quietFrom": 22, "quietUntil": 6, "returnedVisitHours": 8, "coverageCheckDays": True})
    assert (limits.quiet_from, limits.quiet_until, limits.returned_visit_hours) == (22, 6, 8)
    assert limits.coverage_check_days == 90
    assert Limits.of({"quietFrom": 24, "quietUntil": -1}) == Limits() == Limits.of("nothing")
