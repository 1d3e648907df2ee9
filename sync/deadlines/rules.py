"""Every rule by name: its words, where it comes from, and how its reminders climb.

`basis` is `regulation` only where the text of the rule was checked against a published source; what is known
without such a check is followed just the same, and called the agency's policy.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

REGULATION: Final = "regulation"
POLICY: Final = "policy"


@dataclass(frozen=True)
class Ladder:
    """When each step is told, in hours from the due moment: a negative number is before it."""

    coordinator: int
    reviewer: int
    supervisor: int


@dataclass(frozen=True)
class Rule:
    """One rule. `counted` says in words what its time is counted from."""

    name: str
    title: str
    short: str
    """The same behind a clock: "Due in 5 h: first visit within 48 h"."""
    counted: str
    source: str
    basis: str
    ladder: Ladder
    waits: bool = True
    """Whether its reminders keep the quiet hours."""


_DAYS: Final = Ladder(coordinator=-48, reviewer=-24, supervisor=0)
_HOURS: Final = Ladder(coordinator=-24, reviewer=-8, supervisor=0)
_WORK: Final = Ladder(coordinator=0, reviewer=4, supervisor=24)

RULES: Final[Mapping[str, Rule]] = {
    rule.name: rule
    for rule in (
        Rule(
            "initial-visit",
            "First visit within 48 h of referral or of going home, or on the ordered day",
            "first visit within 48 h",
            "Referral, return home or ordered day",
            "42 CFR 484.55(a)(1)",
            REGULATION,
            _HOURS,
        ),
        Rule(
            "comprehensive-assessment",
            "Comprehensive assessment within 5 days of start of care",
            "assessment within 5 days",
            "Start of care",
            "42 CFR 484.55(b)(1)",
            REGULATION,
            _DAYS,
        ),
        Rule(
            "recertification",
            "Recertification in the last 5 days of each 60",
            "recertification",
            "Start of care",
            "Agency policy after 42 CFR 484.55(d)(1); its text was not checked",
            POLICY,
            _DAYS,
        ),
        Rule(
            "resumption-visit",
            "Visit within 48 h of coming home from a hospital stay of 24 h or more",
            "visit after hospital within 48 h",
            "Return from hospital",
            "42 CFR 484.55(d)(2)",
            REGULATION,
            _HOURS,
        ),
        Rule(
            "discharge-summary",
            "Discharge summary within 5 business days",
            "discharge summary",
            "Discharge",
            "42 CFR 484.110(a)(6)(i)",
            REGULATION,
            _DAYS,
        ),
        Rule(
            "transfer-summary",
            "Transfer summary within 2 business days",
            "transfer summary",
            "Transfer, or the day on which it became known",
            "42 CFR 484.110(a)(6)(ii) and (iii)",
            REGULATION,
            _HOURS,
        ),
        Rule(
            "plan-review",
            "Plan of care reviewed every 60 days",
            "plan of care reviewed",
            "Last review of the plan",
            "Agency policy after 42 CFR 484.60(c)(1); its text was not checked",
            POLICY,
            _DAYS,
        ),
        Rule(
            "referral-answer",
            "Referral answered in time",
            "referral answered",
            "Since the referral stands in its state",
            "Agency policy",
            POLICY,
            _WORK,
        ),
        Rule(
            "unagreed-sharing",
            "Sending without the patient's agreement answered for",
            "sent without an agreement",
            "When it was sent",
            "Agency policy",
            POLICY,
            # It has happened: the office is told with its author. Nothing more of it happens in a night.
            Ladder(coordinator=0, reviewer=0, supervisor=24),
        ),
        Rule(
            "coverage-check",
            "Insurance answer still good",
            "insurance asked again",
            "Answer good until, or day of the call",
            "Agency policy",
            POLICY,
            Ladder(coordinator=-168, reviewer=0, supervisor=168),
        ),
        Rule(
            "call-back",
            "Office called again if it did not call back",
            "office calls back",
            "Promised by the office",
            "Agency policy",
            POLICY,
            Ladder(coordinator=0, reviewer=24, supervisor=72),
        ),
        Rule(
            "visit-signed",
            "Visit that ended signed and sent in",
            "visit signed",
            "End of the visit",
            "Agency policy",
            POLICY,
            _WORK,
        ),
        Rule(
            "returned-visit",
            "Returned visit answered",
            "returned visit answered",
            "Return by the office",
            "Agency policy",
            POLICY,
            _WORK,
        ),
        Rule(
            "urgent-need",
            "Urgent need or message acknowledged",
            "urgent need or message acknowledged",
            "When it was raised",
            "Agency policy",
            POLICY,
            Ladder(coordinator=-1, reviewer=0, supervisor=1),
            waits=False,
        ),
        Rule(
            "contact-due",
            "In touch with the patient within the planned interval",
            "patient contacted",
            "Last contact that reached the patient or family, else start of care here",
            "Agency policy",
            POLICY,
            _WORK,
        ),
        Rule(
            "transition-step",
            "Open transition with a next step and somebody whose it is",
            "transition needs a next step",
            "Since one of the two is missing",
            "Agency policy",
            POLICY,
            _WORK,
        ),
        Rule(
            "transition-next",
            "Next step of a transition done",
            "next step of a transition",
            "Day set for the next step",
            "Agency policy",
            POLICY,
            _WORK,
        ),
        Rule(
            "transition-contact",
            "Contact after a move: in the first days, at 7, 14 and 30 days",
            "contact after a move",
            "Arrival",
            "Agency policy",
            POLICY,
            _WORK,
        ),
        Rule(
            "silent-tablet",
            "Tablet with unsent work in touch",
            "tablet in touch",
            "Last contact of the tablet",
            "Agency policy",
            POLICY,
            _WORK,
        ),
    )
}
"""In the order in which a screen lists them."""


@dataclass(frozen=True)
class Limits:
    """What is the agency's own to set; regulation is not among it."""

    visit_signed_hours: int = 24
    returned_visit_hours: int = 24
    urgent_need_hours: int = 1
    silent_tablet_hours: int = 24
    transition_step_hours: int = 24
    coverage_check_days: int = 90
    contact_days: int = 14
    """Between two contacts, where a patient's own chart plans no other interval."""
    contact_from_hours: int = 48
    """The first contact after a move opens so long after the arrival."""
    contact_until_hours: int = 72
    quiet_from: int = 20
    """Full hour of the agency's day at which quiet hours begin."""
    quiet_until: int = 7

    @classmethod
    def of(cls, values: object) -> "Limits":
        """Read the agency's `deadlineLimits`; what is not set there, or makes no sense, is as by default."""
        given = values if isinstance(values, dict) else {}
        read = {name: given.get(spelled) for name, spelled in SPELLED.items()}
        most = {"quiet_from": _LAST_HOUR, "quiet_until": _LAST_HOUR}
        fits = {
            name: value
            for name, value in read.items()
            if type(value) is int and 0 <= value <= most.get(name, _LONGEST)
        }
        return cls(**fits)


_LAST_HOUR: Final = 23
_LONGEST: Final = 10_000
SPELLED: Final = {
    "visit_signed_hours": "visitSignedHours",
    "returned_visit_hours": "returnedVisitHours",
    "urgent_need_hours": "urgentNeedHours",
    "silent_tablet_hours": "silentTabletHours",
    "transition_step_hours": "transitionStepHours",
    "coverage_check_days": "coverageCheckDays",
    "contact_days": "contactDays",
    "contact_from_hours": "contactFromHours",
    "contact_until_hours": "contactUntilHours",
    "quiet_from": "quietFrom",
    "quiet_until": "quietUntil",
}

DEFAULTS: Final[Mapping[str, int]] = {SPELLED[name]: value for name, value in asdict(Limits()).items()}
"""What holds where neither the agency nor a setting says otherwise, as it is spelled there."""

REFERRAL_HOURS: Final[Mapping[tuple[str, str], int]] = {
    ("urgent", "requested"): 4,
    ("urgent", "accepted"): 24,
    ("routine", "requested"): 2 * 24,
    ("routine", "accepted"): 5 * 24,
    ("routine", "in-progress"): 14 * 24,
    ("routine", "on-hold"): 14 * 24,
}
"""Priority and state to hours in which it should move on: our proposal, no rule. Others have no timer."""
