"""One rule from its dates: when it opens, when it is due, and which date it was counted from.

Facts are plain JSON under the names that each function states; a fact that is not known is left out or null.
A function without what it needs gives nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sync.deadlines.calendar import Calendar, days_after, days_between, hours_after
from sync.deadlines.rules import REFERRAL_HOURS, Limits

Facts = Mapping[str, Any]

VISIT_HOURS: Final = 48
STAY_HOURS: Final = 24
ASSESSMENT_DAYS: Final = 5
PERIOD_DAYS: Final = 60
WINDOW_DAYS: Final = 5
REVIEW_DAYS: Final = 60
DISCHARGE_BUSINESS_DAYS: Final = 5
TRANSFER_BUSINESS_DAYS: Final = 2
LONGEST_INTERVAL: Final = 366
CONTACT_DAYS: Final = (7, 14, 30)


@dataclass(frozen=True)
class Window:
    """One occurrence of a rule. `anchor` names the occurrence and stays when a date is corrected."""

    anchor: str
    fact: str
    """The name of the fact that its time is counted from."""
    counted_from: str
    """That fact: a moment or a day."""
    opens: str | None
    due: str


Compute = Callable[[Facts, Calendar, Limits], list[Window]]


def initial_visit(facts: Facts, calendar: Calendar, _limits: Limits) -> list[Window]:
    """42 CFR 484.55(a)(1). Facts: `referralReceived`, `returnedHome` (moments), `orderedStart` (day).

    The ordered day where there is one, else 48 h after the earlier of the two others.
    """
    ordered = facts.get("orderedStart")
    if ordered:
        return [Window("", "orderedStart", ordered, calendar.begins(ordered), calendar.ends(ordered))]
    known = [(facts[name], name) for name in ("referralReceived", "returnedHome") if facts.get(name)]
    return [_within("", *min(known), VISIT_HOURS)] if known else []


def comprehensive_assessment(facts: Facts, calendar: Calendar, _limits: Limits) -> list[Window]:
    """42 CFR 484.55(b)(1). Facts: `startOfCare` (day 0); due at the end of day 5."""
    start = facts.get("startOfCare")
    if not start:
        return []
    due = calendar.ends(days_after(start, ASSESSMENT_DAYS))
    return [Window("", "startOfCare", start, calendar.begins(start), due)]


def recertification(facts: Facts, calendar: Calendar, _limits: Limits) -> list[Window]:
    """Days 55 to 59 of every 60, the start of care being day 0 (after 42 CFR 484.55(d)(1)).

    Facts: `startOfCare`, `from` and `until` (days): every period that has a day among these.
    """
    start, first, last = (facts.get(name) for name in ("startOfCare", "from", "until"))
    if not start or not first or not last:
        return []
    begin = max(0, days_between(start, first) // PERIOD_DAYS)
    end = days_between(start, last) // PERIOD_DAYS
    return [_period(start, number, calendar) for number in range(begin, end + 1)]


def _period(start: str, number: int, calendar: Calendar) -> Window:
    last = days_after(start, PERIOD_DAYS * (number + 1) - 1)
    opens = calendar.begins(days_after(last, 1 - WINDOW_DAYS))
    return Window(f"period-{number + 1}", "startOfCare", start, opens, calendar.ends(last))


def resumption_visit(facts: Facts, _calendar: Calendar, _limits: Limits) -> list[Window]:
    """42 CFR 484.55(d)(2). Facts: `admitted`, `returnedHome` (moments), `stay` (which one).

    Nothing where the stay is known to have been shorter than 24 h; one of unknown length counts.
    """
    back, admitted = facts.get("returnedHome"), facts.get("admitted")
    if not back or (admitted and hours_after(admitted, STAY_HOURS) > back):
        return []
    return [_within(facts.get("stay") or "", back, "returnedHome", VISIT_HOURS)]


def discharge_summary(facts: Facts, calendar: Calendar, _limits: Limits) -> list[Window]:
    """42 CFR 484.110(a)(6)(i). Facts: `discharged` (day); due at the end of the 5th business day after it."""
    return _business("discharged", facts, calendar, DISCHARGE_BUSINESS_DAYS)


def transfer_summary(facts: Facts, calendar: Calendar, _limits: Limits) -> list[Window]:
    """42 CFR 484.110(a)(6)(ii), (iii). Facts: `transferred` (day, planned) or `learned` (day, unplanned)."""
    name = "learned" if facts.get("learned") else "transferred"
    return _business(name, facts, calendar, TRANSFER_BUSINESS_DAYS)


def plan_review(facts: Facts, calendar: Calendar, _limits: Limits) -> list[Window]:
    """At most 60 days between reviews (after 42 CFR 484.60(c)(1)). Facts: `reviewed` (day)."""
    reviewed = facts.get("reviewed")
    if not reviewed:
        return []
    return [Window("", "reviewed", reviewed, None, calendar.ends(days_after(reviewed, REVIEW_DAYS)))]


def referral_answer(facts: Facts, _calendar: Calendar, _limits: Limits) -> list[Window]:
    """Agency policy. Facts: `state`, `since` (moment), `priority` (`urgent` or `routine`)."""
    state, since = facts.get("state"), facts.get("since")
    hours = REFERRAL_HOURS.get((str(facts.get("priority") or "routine"), str(state)))
    return [_within(str(state), since, "since", hours)] if since and hours is not None else []


def unagreed_sharing(facts: Facts, _calendar: Calendar, _limits: Limits) -> list[Window]:
    """Agency policy. Facts: `sentAt` (moment at which something left without an agreement): due at once."""
    sent = facts.get("sentAt")
    return [Window("", "sentAt", sent, None, sent)] if sent else []


def coverage_check(facts: Facts, calendar: Calendar, limits: Limits) -> list[Window]:
    """Agency policy. Facts: `checked`, `goodUntil` (days). Without the second 90 days from the first."""
    until, checked = facts.get("goodUntil"), facts.get("checked")
    if until:
        return [Window("", "goodUntil", until, None, calendar.ends(until))]
    if not checked:
        return []
    due = calendar.ends(days_after(checked, limits.coverage_check_days))
    return [Window("", "checked", checked, None, due)]


def call_back(facts: Facts, _calendar: Calendar, _limits: Limits) -> list[Window]:
    """Agency policy. Facts: `promisedAt` (moment at which an office calls back), `call` (which one)."""
    promised = facts.get("promisedAt")
    if not promised:
        return []
    return [Window(f"call-{facts.get('call') or ''}", "promisedAt", promised, None, promised)]


def visit_signed(facts: Facts, _calendar: Calendar, limits: Limits) -> list[Window]:
    """Agency policy. Facts: `endedAt` (moment)."""
    ended = facts.get("endedAt")
    return [_within("", ended, "endedAt", limits.visit_signed_hours)] if ended else []


def returned_visit(facts: Facts, _calendar: Calendar, limits: Limits) -> list[Window]:
    """Agency policy. Facts: `round` (number), `returnedAt`, `answerBy` (moments; what was asked for wins)."""
    returned, asked = facts.get("returnedAt"), facts.get("answerBy")
    if not returned:
        return []
    due = asked or hours_after(returned, limits.returned_visit_hours)
    return [Window(f"round-{facts.get('round', 1)}", "returnedAt", returned, None, due)]


def urgent_need(facts: Facts, _calendar: Calendar, limits: Limits) -> list[Window]:
    """Agency policy. Facts: `raisedAt` (moment)."""
    raised = facts.get("raisedAt")
    return [_within("", raised, "raisedAt", limits.urgent_need_hours)] if raised else []


def contact_due(facts: Facts, calendar: Calendar, limits: Limits) -> list[Window]:
    """Agency policy. Facts: `lastContact` (moment), else `startOfCare` (day); `every` (days), where planned.

    An interval that makes no sense is the agency's.
    """
    last, start = facts.get("lastContact"), facts.get("startOfCare")
    if not last and not start:
        return []
    every = facts.get("every")
    days = every if type(every) is int and 1 <= every <= LONGEST_INTERVAL else limits.contact_days
    fact, value = ("lastContact", last) if last else ("startOfCare", start)
    day = calendar.day_of(last) if last else str(start)
    return [Window("", fact, str(value), None, calendar.ends(days_after(day, days)))]


def silent_tablet(facts: Facts, _calendar: Calendar, limits: Limits) -> list[Window]:
    """Agency policy. Facts: `lastContact` (moment), `unsent` (number). Nothing unsent: nothing is missed."""
    last = facts.get("lastContact")
    if not last or not facts.get("unsent"):
        return []
    return [_within("", last, "lastContact", limits.silent_tablet_hours)]


def transition_step(facts: Facts, _calendar: Calendar, limits: Limits) -> list[Window]:
    """Agency policy. Facts: `asked` (moment since which next step or owner is missing)."""
    asked = facts.get("asked")
    return [_within("", asked, "asked", limits.transition_step_hours)] if asked else []


def transition_next(facts: Facts, calendar: Calendar, _limits: Limits) -> list[Window]:
    """Agency policy. Facts: `nextDue` (day), due at its end. Another day is another deadline."""
    day = facts.get("nextDue")
    return [Window(day, "nextDue", day, None, calendar.ends(day))] if day else []


def transition_contact(facts: Facts, calendar: Calendar, limits: Limits) -> list[Window]:
    """Agency policy. Facts: `arrivedAt` (moment). Days are the calendar's: a patient at home has no weekend.

    The first between the hours of the limits, its code being that of the usual ones; the others by the end of
    their day, open from the day before.
    """
    arrived = facts.get("arrivedAt")
    if not arrived:
        return []
    due = hours_after(arrived, limits.contact_until_hours)
    # Set by hand, the two may be the wrong way round: it is open by the time that it is due.
    opens = min(hours_after(arrived, limits.contact_from_hours), due)
    first = Window("48-72-h", "arrivedAt", arrived, opens, due)
    day = calendar.day_of(arrived)
    return [first, *(_contact(arrived, day, days, calendar) for days in CONTACT_DAYS)]


def _contact(arrived: str, day: str, days: int, calendar: Calendar) -> Window:
    opens = calendar.begins(days_after(day, days - 1))
    return Window(f"{days}-d", "arrivedAt", arrived, opens, calendar.ends(days_after(day, days)))


def _within(anchor: str, moment: str, fact: str, hours: int) -> Window:
    return Window(anchor, fact, moment, None, hours_after(moment, hours))


def _business(name: str, facts: Facts, calendar: Calendar, days: int) -> list[Window]:
    day = facts.get(name)
    if not day:
        return []
    return [Window("", name, day, None, calendar.ends(calendar.business_day(day, days)))]


_COMPUTE: Final[Mapping[str, Compute]] = {
    "initial-visit": initial_visit,
    "comprehensive-assessment": comprehensive_assessment,
    "recertification": recertification,
    "resumption-visit": resumption_visit,
    "discharge-summary": discharge_summary,
    "transfer-summary": transfer_summary,
    "plan-review": plan_review,
    "referral-answer": referral_answer,
    "unagreed-sharing": unagreed_sharing,
    "coverage-check": coverage_check,
    "call-back": call_back,
    "visit-signed": visit_signed,
    "returned-visit": returned_visit,
    "urgent-need": urgent_need,
    "contact-due": contact_due,
    "transition-step": transition_step,
    "transition-next": transition_next,
    "transition-contact": transition_contact,
    "silent-tablet": silent_tablet,
}


def windows(rule: str, facts: Facts, calendar: Calendar, limits: Limits) -> list[Window]:
    """Compute one rule. A date at the end of the calendar, which somebody mistyped, is due never."""
    try:
        return _COMPUTE[rule](facts, calendar, limits)
    except OverflowError:
        return []
