"""A patient: the id of this record is the patient id."""

from typing import Final

from sync.kinds.fields import (
    Code,
    Composite,
    Day,
    Flag,
    Moment,
    Number,
    PartialDay,
    Prose,
    Rows,
    Rule,
    SetOf,
    Shape,
    Words,
)
from sync.kinds.kind import Kind
from sync.kinds.shapes import ADDRESS, CODE_STATUS, IDENTIFIER, LANGUAGE, PERSON_NAME, PHONE

SEXES: Final = {"female": "Female", "male": "Male", "other": "Other", "unknown": "Not known"}

STAY: Final = Composite(
    "Stay",
    facility=Words("Hospital"),
    admitted=Moment("Admitted"),
    returnedHome=Moment("Returned home"),
)

CLOSINGS: Final = {
    "goals-met": "Goals met",
    "moved-care": "Care moved to somebody else",
    "moved-away": "Moved away",
    "declined": "Patient declined care",
    "lost": "Could not be reached",
    "not-eligible": "No longer eligible",
    "died": "Died",
    "other": "Other",
}

PATIENT: Final = Kind(
    name="patient",
    title="Patient",
    schema=2,
    deletable=False,
    fields={
        "name": Shape("Name", Rule.REVIEW, of=PERSON_NAME),
        "birthDate": Day("Born", Rule.REVIEW),
        "sex": Code("Sex", Rule.LATEST, choices=SEXES),
        "mrn": Words("MRN", Rule.LATEST),
        "address": Shape("Address", Rule.LATEST, of=ADDRESS),
        "phones": Rows("Phones", of=PHONE),
        "language": Shape("Language", Rule.LATEST, of=LANGUAGE),
        "codeStatus": Shape("Code status", Rule.REVIEW, of=CODE_STATUS),
        "identifiers": SetOf("Numbers", of=Shape("Number", of=IDENTIFIER)),
        "deceased": PartialDay("Died", Rule.LATEST),
        "referralReceived": Moment("Referral received", Rule.LATEST),
        "returnedHome": Moment("Returned home", Rule.LATEST),
        "orderedStart": Day("Ordered start of care", Rule.LATEST),
        "startOfCare": Day("Start of care", Rule.LATEST),
        "discharged": Day("Discharged", Rule.LATEST),
        # Beside the day of `discharged`, which deadlines are counted from.
        "closedReason": Code("Why care ended", Rule.REVIEW, choices=CLOSINGS),
        "handedTo": Words("Handed to", Rule.LATEST),
        "handOver": Prose("Hand-over", Rule.TEXT),
        "satisfaction": Number("Satisfied, 1 to 5", Rule.LATEST),
        "contactEvery": Number("Contact every so many days", Rule.LATEST),
        # Empty: the agency's. Two people who each add one mean both: more is asked, nothing is left out.
        "settings": SetOf("Settings of care", of=Words("Setting")),
        "stays": Rows("Hospital stays", of=STAY),
        "photoConsent": Flag("Agreed to photos", Rule.ONCE),
        "about": Prose("About this person", Rule.TEXT),
    },
)
