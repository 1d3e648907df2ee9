"""What became of needs and of referrals, as figures: two things, each counted by itself."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from server.boards.chart_counts import FEWEST, DomainCount, Sent
from server.boards.figure import Column, Definition, Figure, LeftOut, Value, per_hundred
from server.boards.period import Period
from sync.deadlines.calendar import hours_after
from sync.kinds.need import OUTCOMES

KNOWN_DAYS: Final = 14
"""Within how many days it should be known what came of a referral."""
ANSWER_DAYS: Final = 5
"""Within how many days an organisation should have answered; our proposal."""
DRAFT_DAYS: Final = 90
_NO_OUTCOME: Final = {"not settled": "Not settled", "not recorded": "Closed without an outcome"}


def outcomes(domains: Sequence[DomainCount], period: Period) -> Figure:
    """Count needs by what came of them."""
    came: Counter[str] = Counter()
    open_ = sum(one.states["confirmed"] for one in domains)
    for one in domains:
        came += one.outcomes
    closed = came.total()
    met, lost = (
        came["met"] + came["partly-met"],
        sum(came[code] for code in OUTCOMES if code.startswith("not-")),
    )
    more = {code: words for code, words in _NO_OUTCOME.items() if code in came}
    names = {**OUTCOMES, **more}
    return Figure(
        "outcomes",
        "Needs open, met and lost",
        (
            Value("Open", open_, "count"),
            Value("Met, whole or in part", met, "count"),
            Value("Lost", lost, "count"),
            Value("Met, of those closed", per_hundred(met, closed), "percent"),
        ),
        open_ + closed,
        "needs that the patient confirmed",
        Definition(
            "What came of needs: met or partly met, lost (closed as not met, for any reason), or still open",
            "Needs that were raised in the period and are confirmed or closed now",
            period.words,
            (),
            (
                "A need that is gone by itself is neither met nor lost.",
                "How a referral stands is another thing: one that was completed may not meet the need.",
                f"Domains of fewer than {FEWEST} people are counted together.",
            ),
        ),
        (
            Column("Need", "text"),
            Column("Open", "count"),
            *(Column(words, "count") for words in names.values()),
        ),
        [
            (one.words, one.states["confirmed"], *(one.outcomes[code] for code in names))
            for one in domains
            if one.states["confirmed"] or one.outcomes
        ],
    )


def referrals(found: Sequence[Sent], period: Period) -> Figure:
    """Count referrals of which it was known in time what came of them."""
    sent = [one for one in found if period.holds(one.sent)]
    over = [one for one in sent if hours_after(one.sent, KNOWN_DAYS * 24) <= period.now]
    known = [one for one in over if _is_known(one)]
    targets = Counter(one.target for one in over)
    of_target = Counter(one.target for one in known)
    return Figure(
        "referrals",
        f"Referrals with known outcome at {KNOWN_DAYS} days",
        (Value(f"Known at {KNOWN_DAYS} days", per_hundred(len(known), len(over)), "percent"),),
        len(over),
        "referrals",
        Definition(
            f"Referrals of which somebody recorded within {KNOWN_DAYS} days of sending that they were "
            "completed, declined, cancelled or could not be done",
            f"Referrals sent in the period, {KNOWN_DAYS} days ago or longer; one for each organisation asked",
            period.words,
            (LeftOut(f"Sent less than {KNOWN_DAYS} days ago: the time is not over", len(sent) - len(over)),),
            (
                "An answer that somebody accepted is not an outcome yet.",
                (
                    "Left out without a count: what was recorded in error, what serves a private need, and "
                    f"what had waited as a draft for more than {DRAFT_DAYS} days before the period."
                ),
            ),
        ),
        (
            Column("Organisation", "text"),
            Column("Sent", "count"),
            Column(f"Known at {KNOWN_DAYS} days", "count"),
            Column("Share", "percent"),
        ),
        [
            (target, many, of_target[target], per_hundred(of_target[target], many))
            for target, many in sorted(targets.items(), key=lambda one: (-one[1], one[0].casefold()))
        ],
    )


def targets(found: Sequence[Sent], period: Period) -> Figure:
    """Count by organisation what became of what it was asked. It says nothing about whoever asked."""
    sent = [one for one in found if period.holds(one.sent)]
    over = [one for one in sent if hours_after(one.sent, ANSWER_DAYS * 24) <= period.now]
    by_name: dict[str, list[Sent]] = {}
    for one in sent:
        by_name.setdefault(one.target, []).append(one)
    silent = sum(_is_silent(one, period) for one in sent)
    return Figure(
        "referral-targets",
        "Referrals by organisation",
        (
            Value("Organisations asked", len(by_name), "count"),
            Value(
                f"Answered within {ANSWER_DAYS} days",
                per_hundred(sum(map(_in_time, over)), len(over)),
                "percent",
            ),
            Value("No answer yet", silent, "count"),
        ),
        len(sent),
        "referrals",
        Definition(
            f"For each organisation: referrals sent, answered within {ANSWER_DAYS} days, accepted, "
            "declined and why, without an answer, and services that were received",
            "Referrals sent in the period; one for each organisation asked",
            period.words,
            (
                LeftOut(
                    f"Not in the share: sent less than {ANSWER_DAYS} days ago, the time is not over",
                    len(sent) - len(over),
                ),
            ),
            (
                "Accepted at any time counts; a service is received once the referral is completed.",
                f"No answer: sent {ANSWER_DAYS} days ago or longer, and still where it was when it was sent.",
                "One that was cancelled before an answer is sent, and neither answered nor silent.",
                "Reasons are those of the list; what was written beside them is in the charts alone.",
                "Left out without a count: what was recorded in error, and what serves a private need.",
            ),
        ),
        (
            Column("Organisation", "text"),
            Column("Sent", "count"),
            Column(f"Answered within {ANSWER_DAYS} days", "percent"),
            Column("Accepted", "count"),
            Column("Declined", "count"),
            Column("Why declined", "text"),
            Column("No answer", "count"),
            Column("Services received", "count"),
        ),
        [
            _target(name, asked, period)
            for name, asked in sorted(by_name.items(), key=lambda one: one[0].casefold())
        ],
    )


def _target(name: str, asked: Sequence[Sent], period: Period) -> tuple[str | float | None, ...]:
    over = [one for one in asked if hours_after(one.sent, ANSWER_DAYS * 24) <= period.now]
    why = Counter(code for one in asked for code in one.reasons)
    reasons = ", ".join(
        f"{_spelled(code)} ({many})" for code, many in sorted(why.items(), key=lambda one: (-one[1], one[0]))
    )
    return (
        name,
        len(asked),
        per_hundred(sum(map(_in_time, over)), len(over)),
        sum("accepted" in one.states for one in asked),
        sum("rejected" in one.states for one in asked),
        reasons or "None",
        sum(_is_silent(one, period) for one in asked),
        sum(one.now == "completed" for one in asked),
    )


def _spelled(code: str) -> str:
    return code.replace("-", " ").capitalize() or "Not said"


def _in_time(one: Sent) -> bool:
    return one.answered is not None and one.answered <= hours_after(one.sent, ANSWER_DAYS * 24)


def _is_silent(one: Sent, period: Period) -> bool:
    waited = hours_after(one.sent, ANSWER_DAYS * 24) <= period.now
    return waited and one.answered is None and one.now == "requested"


def _is_known(one: Sent) -> bool:
    return one.known is not None and one.known <= hours_after(one.sent, KNOWN_DAYS * 24)


def looked_at_since(period: Period) -> str:
    """Give since when referrals are looked for: a draft may have waited before it was sent."""
    return hours_after(period.since, -DRAFT_DAYS * 24)
