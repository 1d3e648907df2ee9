"""Does an office take this patient's insurance? One record an ask, with every call made for it.

One record an ask and not one a call: calls are entries that nobody edits, so that two people's calls of one
afternoon stand beside each other and never meet; what can meet (the answer that counts, the plan asked
about) is one field each. How an office on the list stands (to call, called, will call back) is no field: it
follows from the calls, and a stored copy could say something else.
"""

from typing import Final

from sync.kinds.calling import CALL, CHOSEN, INSURANCE_PLAN, NEXT_STEP, PROVIDER, SETTLED, SPECIALTIES
from sync.kinds.fields import Append, Code, Composite, Flag, Ref, Rows, Rule, Shape, Words, state
from sync.kinds.kind import Kind

OFFICE: Final = Composite(
    "OfficeToCall",
    provider=Shape("Office", of=PROVIDER, required=True),
    source=Code(
        "From",
        choices={"known": "Known to the agency", "hand": "Added by hand", "directory": "Directory"},
    ),
)

COVERAGE_CHECK: Final = Kind(
    name="coverage-check",
    title="Insurance call",
    fields={
        "state": state("State", "coverage-check"),
        "coverage": Ref("Insurance", Rule.LATEST, to="coverage"),
        # Whole, since an answer about half of one plan and half of another is about none.
        "plan": Shape("Plan asked about", Rule.REVIEW, of=INSURANCE_PLAN),
        "specialty": Code("Specialty or service", Rule.REVIEW, choices=SPECIALTIES),
        "service": Words("In words", Rule.LATEST),
        "zip": Words("Near ZIP code", Rule.LATEST),
        "near": Words("Near whom", Rule.LATEST),
        "nameGiven": Flag("Give the patient's name", Rule.LATEST),
        "offices": Rows("Offices to call", of=OFFICE, rules={"provider": Rule.REVIEW}),
        "calls": Append("Calls", of=CALL),
        "chosen": Shape("Answer that counts", Rule.REVIEW, of=CHOSEN),
        "next": Shape("Next step", Rule.LATEST, of=NEXT_STEP),
        "settled": Append("Decided between different answers", of=SETTLED),
    },
)
