"""Who hears of a deadline, and when: the coordinator, then the reviewer, then the supervisor."""

from dataclasses import dataclass
from typing import Final

from sync.deadlines.calendar import Calendar, hours_after
from sync.deadlines.rules import RULES, Limits

STEPS: Final = ("coordinator", "reviewer", "supervisor")
"""In order. Until an agency has supervisors as a role of their own, an administrator hears the last one."""


@dataclass(frozen=True)
class Step:
    """One step of the ladder and the moment from which it is told."""

    to: str
    at: str


def next_step(
    rule: str,
    due: str,
    done: frozenset[str],
    calendar: Calendar,
    limits: Limits,
    *,
    since: str,
    snoozed_until: str | None = None,
) -> Step | None:
    """The first step that was not told yet for this due moment; None when all were.

    Never before `since`, when the deadline opened or began to count; a snooze moves every step behind its
    day, and quiet hours move a step to their end unless the rule does not wait.
    """
    ladder = RULES[rule].ladder
    hours = {"coordinator": ladder.coordinator, "reviewer": ladder.reviewer, "supervisor": ladder.supervisor}
    for to in STEPS:
        if to in done:
            continue
        at = max(hours_after(due, hours[to]), since, snoozed_until or "")
        if RULES[rule].waits:
            at = calendar.awake(at, limits.quiet_from, limits.quiet_until)
        return Step(to, at)
    return None
