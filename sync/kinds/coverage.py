"""One insurance of the patient."""

from typing import Final

from sync.kinds.calling import PRODUCTS
from sync.kinds.fields import Append, Code, Composite, Day, Moment, Number, Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import CODING, PERIOD

MEDICAID_STATES: Final = {
    "none": "None",
    "pending": "Pending",
    "active": "Active",
    "spend-down": "Spend-down",
}

MEDICAID: Final = Composite(
    "Medicaid",
    status=Code("Medicaid", choices=MEDICAID_STATES, required=True),
    since=Day("Since, or applied on"),
)
"""How Medicaid stands and since when: a date without its state says nothing, so they are one value."""

ELIGIBILITY: Final = Composite(
    "EligibilityCheck",
    at=Moment("When", required=True),
    how=Code(
        "How",
        choices={
            "portal": "Payer's website",
            "phone": "By phone",
            "card": "Card seen",
            "letter": "Letter or paper seen",
            "other": "Other way",
        },
        required=True,
    ),
    result=Code(
        "Result",
        choices={"active": "In force", "not-active": "Not in force", "unclear": "Could not tell"},
        required=True,
    ),
    reference=Words("Reference number"),
)
"""One look whether the insurance is in force. An entry: what was found on a day stays found on that day."""

COVERAGE: Final = Kind(
    name="coverage",
    title="Insurance",
    fields={
        "payer": Words("Payer", Rule.LATEST),
        "plan": Words("Plan", Rule.LATEST),
        "product": Code("Product", Rule.LATEST, choices=PRODUCTS),
        "group": Words("Group number", Rule.LATEST),
        "memberId": Words("Member ID", Rule.LATEST),
        "type": Shape("Type", Rule.LATEST, of=CODING),
        "period": Shape("In force", Rule.LATEST, of=PERIOD),
        "order": Number("Order", Rule.LATEST),
        "status": Words("Status", Rule.LATEST),
        # What the patient would have to pay hangs on it: of two answers none may go unseen.
        "medicaid": Shape("Medicaid", Rule.REVIEW, of=MEDICAID),
        "eligibility": Append("In force, checked", of=ELIGIBILITY),
    },
)
