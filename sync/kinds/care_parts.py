"""The sixteen parts of a plan of care, 42 CFR 484.60(a)(2), in the rule's order and words."""

from typing import Final, NamedTuple


class CarePart(NamedTuple):
    """One part: its number in the rule, its heading on our screens and paper, and the rule's words."""

    number: str
    title: str
    rule: str


CARE_PARTS: Final = {
    "diagnoses": CarePart("i", "Diagnoses", "All pertinent diagnoses"),
    "mentalStatus": CarePart(
        "ii",
        "Mental, psychosocial and cognitive status",
        "The patient's mental, psychosocial, and cognitive status",
    ),
    "servicesNeeded": CarePart(
        "iii",
        "Services, supplies and equipment",
        "The types of services, supplies, and equipment required",
    ),
    "visitFrequency": CarePart("iv", "Visits", "The frequency and duration of visits to be made"),
    "prognosis": CarePart("v", "Prognosis", "Prognosis"),
    "rehabPotential": CarePart("vi", "Rehabilitation potential", "Rehabilitation potential"),
    "functionalLimits": CarePart("vii", "Functional limitations", "Functional limitations"),
    "activitiesPermitted": CarePart("viii", "Activities permitted", "Activities permitted"),
    "nutrition": CarePart("ix", "Nutrition", "Nutritional requirements"),
    "medicines": CarePart("x", "Medicines and treatments", "All medications and treatments"),
    "safetyMeasures": CarePart("xi", "Safety measures", "Safety measures to protect against injury"),
    "admissionRisk": CarePart(
        "xii",
        "Risk of emergency visits and readmission",
        "A description of the patient's risk for emergency department visits and hospital re-admission, "
        "and all necessary interventions to address the underlying risk factors",
    ),
    "dischargeEducation": CarePart(
        "xiii",
        "Education for discharge",
        "Patient and caregiver education and training to facilitate timely discharge",
    ),
    "goalsInterventions": CarePart(
        "xiv",
        "Goals and interventions",
        "Patient-specific interventions and education; measurable outcomes and goals identified by the HHA "
        "and the patient",
    ),
    "advanceDirectives": CarePart(
        "xv", "Advance directives", "Information related to any advanced directives"
    ),
    "additionalItems": CarePart(
        "xvi",
        "Additional items",
        "Any additional items the HHA or physician or allowed practitioner may choose to include",
    ),
}
""""HHA" is the home health agency."""
