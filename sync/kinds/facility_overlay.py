"""What the agency itself knows of a facility, beside what is published about it.

All of it is administrative and dated: what was heard later stands, with its date and source, and the
earlier answer stays in the history. Payers are a row each, so that two answers about two plans never meet;
so are notes, so that two people's never become one. Two people who each write the first thing about a
facility make a record each: readers lay them over one another as one record's fields would be.
"""

from typing import Final

from sync.kinds.fields import (
    Code,
    Composite,
    Day,
    Decimal,
    Flag,
    Number,
    Prose,
    Rows,
    Rule,
    SetOf,
    Shape,
    Words,
)
from sync.kinds.kind import Kind

CAPABILITIES: Final = {
    "trach-vent": "Tracheostomy or ventilator",
    "dialysis": "Dialysis on site",
    "bariatric": "Bariatric care",
    "wound-vac": "Wound vacuum",
    "iv": "IV medicine",
    "memory-care": "Memory care unit",
    "isolation": "Isolation room",
    "smoking": "Smoking allowed",
    "pets": "Pets allowed",
}
BEDS: Final = {"yes": "Beds open", "soon": "Beds open soon", "no": "No beds open"}

PAYER_ANSWER: Final = Composite(
    "PayerAnswer",
    payer=Words("Payer"),
    plan=Words("Plan"),
    accepts=Flag("Accepts it"),
    asOf=Day("Asked on"),
    source=Words("Who said so"),
    reference=Words("Reference number"),
)
OPEN_BEDS: Final = Composite(
    "OpenBeds",
    value=Code("Open beds", choices=BEDS, required=True),
    count=Number("How many"),
    asOf=Day("Asked on", required=True),
    source=Words("Who said so"),
)
PRIVATE_RATE: Final = Composite(
    "PrivateRate",
    perDay=Decimal("Dollars a day", required=True),
    asOf=Day("Asked on", required=True),
    source=Words("Who said so"),
)
PLACE_NOTE: Final = Composite("PlaceNote", on=Day("On"), text=Prose("Note"))

FACILITY_OVERLAY: Final = Kind(
    name="facility_overlay",
    title="What we know of a facility",
    library=True,
    deletable=False,
    fields={
        "facility": Words("Facility", Rule.LATEST),
        "payers": Rows("Payers", of=PAYER_ANSWER),
        "medicaidPending": Flag("Takes patients whose Medicaid is pending", Rule.LATEST),
        "openBeds": Shape("Open beds", Rule.LATEST, of=OPEN_BEDS),
        "privateRate": Shape("Private pay", Rule.LATEST, of=PRIVATE_RATE),
        "capabilities": SetOf("Can care for or allows", of=Code("Care", choices=CAPABILITIES)),
        "notes": Rows("Notes", of=PLACE_NOTE),
        "admissionContact": Words("Admissions contact", Rule.LATEST),
        "financialInterest": Flag("We have a financial interest in it", Rule.LATEST),
    },
)
