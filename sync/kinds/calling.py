"""What an insurance call is about and says: shapes that the patient's ask and the agency's answer share."""

from typing import Final

from sync.kinds.fields import Code, Composite, Day, Decimal, Flag, ListOf, Moment, Number, Ref, Shape, Words

PRODUCTS: Final = {
    "hmo": "HMO",
    "ppo": "PPO",
    "ma": "Medicare Advantage",
    "mco": "Medicaid managed care",
    "ffs": "Fee for service",
    "other": "Other",
}

SPECIALTIES: Final = {
    "primary-care": "Primary care",
    "cardiology": "Heart (cardiology)",
    "pulmonology": "Lungs (pulmonology)",
    "endocrinology": "Diabetes and hormones (endocrinology)",
    "nephrology": "Kidneys (nephrology)",
    "neurology": "Nerves and brain (neurology)",
    "oncology": "Cancer (oncology)",
    "orthopedics": "Bones and joints (orthopedics)",
    "podiatry": "Feet (podiatry)",
    "wound-care": "Wound care",
    "dermatology": "Skin (dermatology)",
    "gastroenterology": "Stomach and bowel (gastroenterology)",
    "urology": "Bladder (urology)",
    "rheumatology": "Rheumatology",
    "infectious-disease": "Infectious disease",
    "psychiatry": "Psychiatry",
    "behavioral-health": "Counseling and behavioral health",
    "pain": "Pain clinic",
    "ophthalmology": "Eyes (ophthalmology)",
    "ent": "Ear, nose and throat",
    "audiology": "Hearing (audiology)",
    "dental": "Dental",
    "geriatrics": "Geriatrics",
    "palliative": "Palliative care",
    "pediatrics": "Pediatrics",
    "obstetrics": "Women's health and pregnancy",
    "vascular": "Blood vessels (vascular)",
    "surgery": "Surgery",
    "physical-therapy": "Physical therapy",
    "occupational-therapy": "Occupational therapy",
    "speech-therapy": "Speech therapy",
    "dialysis": "Dialysis",
    "imaging": "Imaging",
    "laboratory": "Laboratory",
    "equipment": "Medical equipment",
    "facility": "Nursing home or other facility",
    "other": "Other",
}
"""Our own list, not a published code system: what a home-health patient is sent to. `other` takes words."""

OUTCOMES: Final = {
    "answered": "Answered",
    "voicemail": "Voicemail",
    "on-hold": "On hold - gave up",
    "wrong-number": "Wrong number",
    "call-back": "Call back promised",
}

ACCEPTS: Final = {
    "in-network": "Yes, in network",
    "out-of-network": "Yes, out of network",
    "no": "No",
    "not-sure": "Not sure - will call back",
}

NEW_PATIENTS: Final = {"yes": "Yes", "waitlist": "Waitlist", "no": "No"}

NEEDED: Final = {
    "referral": "Referral needed",
    "prior-authorization": "Prior authorization needed",
    "records": "Records needed",
    "age-limits": "Age limits",
}

NEXT_ACTIONS: Final = {
    "book": "Book",
    "fax-referral": "Fax referral",
    "call-plan": "Call plan",
    "try-next": "Try next",
}

PROVIDER: Final = Composite(
    "Provider",
    name=Words("Office", required=True),
    npi=Words("NPI"),
    phone=Words("Phone"),
    zip=Words("ZIP code"),
    entry=Ref("In the directory", to="record"),
)
"""An office that can be called. Its name and number are one value: of two halves a third is dialed."""

INSURANCE_PLAN: Final = Composite(
    "InsurancePlan",
    payer=Words("Payer", required=True),
    plan=Words("Plan", required=True),
    product=Code("Product", choices=PRODUCTS),
    group=Words("Group number"),
)
"""The plan as the office was asked about it: an office that takes a payer may not take this plan of it."""

NEXT_STEP: Final = Composite(
    "NextStep", action=Code("Next step", choices=NEXT_ACTIONS, required=True), on=Day("On")
)

CALL: Final = Composite(
    "InsuranceCall",
    office=Words("Office on the list", required=True),
    provider=Shape("Office called", of=PROVIDER, required=True),
    plan=Shape("Plan asked about", of=INSURANCE_PLAN, required=True),
    specialty=Code("Specialty or service", choices=SPECIALTIES, required=True),
    at=Moment("When", required=True),
    minutes=Number("Minutes"),
    attempt=Number("Attempt", required=True),
    nameGiven=Flag("Patient's name was given", required=True),
    outcome=Code("What came of the call", choices=OUTCOMES, required=True),
    spokeWith=Words("Spoke with"),
    accepts=Code("Accepts this plan", choices=ACCEPTS),
    newPatients=Code("Taking new patients", choices=NEW_PATIENTS),
    needed=ListOf("What they need", of=Code("Needed", choices=NEEDED)),
    ageLimits=Words("Age limits"),
    firstAvailable=Day("First date they have"),
    copay=Decimal("Copay quoted"),
    selfPay=Decimal("Self-pay rate quoted"),
    reference=Words("Reference number"),
    next=Shape("Next step", of=NEXT_STEP),
    callBackAt=Moment("They call back at"),
    goodUntil=Day("Good until"),
)
"""One call to one office. It carries what was asked, as it was asked: the ask may change after it."""

CHOSEN: Final = Composite(
    "ChosenAnswer",
    provider=Shape("Office", of=PROVIDER, required=True),
    plan=Shape("Plan", of=INSURANCE_PLAN, required=True),
    accepts=Code("Accepts this plan", choices=ACCEPTS, required=True),
    newPatients=Code("Taking new patients", choices=NEW_PATIENTS),
    needed=ListOf("What they need", of=Code("Needed", choices=NEEDED)),
    firstAvailable=Day("First date they have"),
    reference=Words("Reference number"),
    askedOn=Day("Asked on", required=True),
    askedBy=Words("Asked by", required=True),
    goodUntil=Day("Good until", required=True),
    call=Words("Call"),
    known=Ref("Known answer", to="coverage-answer"),
)
"""The answer that the patient's next step rests on, as it stood when it was chosen."""

SETTLED: Final = Composite(
    "SettledAnswer",
    known=Ref("Known answer", to="coverage-answer", required=True),
    keep=Words("Answer that stands", required=True),
    over=ListOf("Seen beside it", of=Words("Answer or decision"), required=True),
    at=Moment("When", required=True),
)
"""Which of different answers of one office stands. `over` lists what was seen, decisions included."""

PUBLIC_OFFICE: Final = Composite(
    "KnownOffice", name=Words("Office"), npi=Words("NPI"), phone=Words("Phone"), zip=Words("ZIP code")
)

PUBLIC_PLAN: Final = Composite(
    "KnownPlan",
    payer=Words("Payer", required=True),
    plan=Words("Plan", required=True),
    product=Code("Product", choices=PRODUCTS),
)

KNOWN_ANSWER: Final = Composite(
    "KnownAnswer",
    id=Words("Answer", required=True),
    specialty=Code("Specialty or service", choices=SPECIALTIES, required=True),
    accepts=Code("Accepts this plan", choices=ACCEPTS, required=True),
    newPatients=Code("Taking new patients", choices=NEW_PATIENTS),
    needed=ListOf("What they need", of=Code("Needed", choices=NEEDED)),
    firstAvailable=Day("First date they have"),
    reference=Words("Reference number"),
    askedAt=Moment("Asked at", required=True),
    askedOn=Day("Asked on", required=True),
    askedBy=Words("Asked by", required=True),
    by=Ref("Asked by", to="person", required=True),
    goodUntil=Day("Good until", required=True),
)

LAST_CALL: Final = Composite(
    "LastCall",
    id=Words("Call", required=True),
    at=Moment("When", required=True),
    on=Day("Day", required=True),
    askedBy=Words("Called by", required=True),
    by=Ref("Called by", to="person", required=True),
    outcome=Code("What came of the call", choices=OUTCOMES, required=True),
)

KNOWN_DECISION: Final = Composite(
    "KnownDecision",
    id=Words("Decision", required=True),
    keep=Words("Answer that stands", required=True),
    over=ListOf("Seen beside it", of=Words("Answer or decision"), required=True),
)
