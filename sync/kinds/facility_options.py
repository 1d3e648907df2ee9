"""Places for care after a hospital: what is needed, the list that was shown, and what the patient chose."""

from typing import Final

from sync.kinds.facility_overlay import CAPABILITIES
from sync.kinds.fields import (
    Append,
    Blob,
    Code,
    Composite,
    Day,
    Decimal,
    Flag,
    ListOf,
    Moment,
    Number,
    Prose,
    Ref,
    Rows,
    Rule,
    SetOf,
    Shape,
    Words,
    state,
)
from sync.kinds.kind import Kind
from sync.kinds.material import LANGUAGES
from sync.kinds.shapes import PARTY

LEVELS_OF_CARE: Final = {
    "snf": "SNF short stay",
    "ltc": "LTC nursing home",
    "irf": "IRF",
    "ltch": "LTCH",
    "home-health": "Home health",
    "hospice": "Hospice",
    "assisted-living": "Assisted living",
    "adult-day": "Adult day",
    "medical-respite": "Medical respite",
    "personal-care": "Personal care at home",
    "outpatient-rehab": "Outpatient rehabilitation",
    "private-duty-nursing": "Private duty nursing at home",
    "pediatric-day": "Medical day care for children",
    "pediatric-rehab": "Children's rehabilitation hospital",
    "psychiatric-inpatient": "Psychiatric hospital",
    "residential-treatment": "Residential treatment",
    "crisis-residence": "Crisis residence",
    "partial-hospital": "Partial hospitalization",
    "intensive-outpatient": "Intensive outpatient program",
    "supported-housing": "Supported housing",
}
MUST_HAVES: Final = {
    **CAPABILITIES,
    "language": "Somebody who speaks the patient's language",
}
"""The overlay says of a place whether it has them; not the last: which language that is, is the patient's."""

PAYERS: Final = {
    "medicare": "Medicare Part A",
    "medicare-advantage": "Medicare Advantage",
    "medicaid": "Medicaid, active",
    "medicaid-pending": "Medicaid, pending",
    "spend-down": "Medicaid, spend-down",
    "private": "Pays privately",
    "other": "Other insurance",
}
QUALIFYING_STAY: Final = {
    "yes": "3 midnights or more",
    "no": "Fewer than 3 midnights",
    "unknown": "Not known",
}
AUTHORIZATION: Final = {
    "not-needed": "Not needed",
    "asked": "Asked for",
    "granted": "Granted",
    "denied": "Denied",
}

SHOWN_PLACE: Final = Composite(
    "ShownPlace",
    facility=Words("Entry of the directory", required=True),
    ccn=Words("CCN"),
    name=Words("Name", required=True),
    lines=ListOf("What was shown of it", of=Words("Line"), required=True),
    estimate=ListOf("How its estimate is made", of=Words("Line")),
    financialInterest=Flag("We have a financial interest in it"),
)
"""`lines` are the words that stood on the screen, so that figures of a later month change nothing of it.

`estimate` is what its estimate takes for granted beyond the list's own `assumptions`.
"""

SHOWN_LIST: Final = Composite(
    "ShownList",
    at=Moment("When", required=True),
    language=Code("Language", choices=LANGUAGES),
    order=Words("Order", required=True),
    filters=Words("What was looked for", required=True),
    dataDate=Day("Figures as of"),
    source=Words("Where the figures are from"),
    assumptions=ListOf("What the estimates take for granted", of=Words("Line")),
    how=Code("How", choices={"screen": "On the screen", "paper": "On paper"}, required=True),
    places=ListOf("Places", of=Shape("Place", of=SHOWN_PLACE), required=True),
)
"""42 CFR 482.43(c)(1): the list that was given, whole and in its order.

Lists of before `language` was part of one do not say it; readers tell it by the words of their order.
"""

CHOSEN_PLACE: Final = Composite(
    "ChosenPlace", facility=Words("Entry of the directory", required=True), name=Words("Name", required=True)
)

PLACE_CHOICE: Final = Composite(
    "PlaceChoice",
    places=ListOf("Choices, the first one first", of=Shape("Choice", of=CHOSEN_PLACE), required=True),
    by=Shape("Chosen by", of=PARTY, required=True),
    at=Moment("When", required=True),
    statement=Words("Statement", required=True),
    signature=Blob("Drawing"),
    typed=Words("Name as typed"),
)

PLACEMENT: Final = Composite(
    "Placement",
    facility=Words("Entry of the directory"),
    name=Words("Name", required=True),
    acceptedBy=Words("Accepted by"),
    bedHoldUntil=Day("Bed held until"),
    transport=Words("Transport"),
    reportTo=Words("Report called to"),
    at=Moment("When", required=True),
)

PLACE_VIEW: Final = Composite(
    "PlaceView",
    facility=Words("Entry of the directory"),
    name=Words("Name"),
    words=Prose("What patient and family say of it"),
)

FACILITY_OPTIONS: Final = Kind(
    name="facility_options",
    title="Facility options",
    # What somebody was shown and chose must stand: it is the evidence that nobody was steered.
    deletable=False,
    fields={
        "levelOfCare": Code("Level of care", Rule.REVIEW, choices=LEVELS_OF_CARE),
        "mustHaves": SetOf("Must have", of=Code("Must have", choices=MUST_HAVES)),
        "near": Words("Near this ZIP code", Rule.LATEST),
        "within": Number("Within miles", Rule.LATEST),
        "wishes": Prose("Wishes", Rule.TEXT),
        "coverage": Ref("Insurance", Rule.REVIEW, to="coverage"),
        "pays": Code("Who would pay", Rule.REVIEW, choices=PAYERS),
        "qualifyingStay": Code("Hospital stay before", Rule.REVIEW, choices=QUALIFYING_STAY),
        "daysUsed": Number("Days used in this benefit period", Rule.REVIEW),
        "days": Number("Days that are planned", Rule.REVIEW),
        "authorization": Code("Authorization", Rule.REVIEW, choices=AUTHORIZATION),
        "canPay": Decimal("Can pay a month, in dollars", Rule.REVIEW),
        "neededBy": Day("Needed by", Rule.REVIEW),
        "shown": Append("Shown to the patient", of=SHOWN_LIST),
        "views": Rows("Views", of=PLACE_VIEW, rules={"words": Rule.TEXT}),
        "choice": Shape("Choice", Rule.REVIEW, of=PLACE_CHOICE),
        "placement": Shape("Place agreed", Rule.REVIEW, of=PLACEMENT),
        "state": state("State", "facility_options"),
    },
)
"""42 CFR 482.43(c): all that fit are shown, in an order that only the patient changes, and who chose.

Whom it led to be asked, the referrals say: each names these options.
"""
