"""FHIR resources of many makes as records of ours."""

from collections.abc import Callable
from typing import Any

import pytest

from server.ehr.chart import Chart, Item, Link

Json = dict[str, Any]
Read = Callable[..., Chart]
One = Callable[[Chart, str], Item]

HERE = {"reference": "Patient/p1"}


def fields(item: Item) -> Json:
    return {name: value for name, value in item.fields.items() if value is not None}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            [
                {"use": "maiden", "family": "Old", "given": ["R"]},
                {"use": "usual", "family": "Okafor", "given": ["Ruth"]},
                {"use": "official", "family": "Okafor", "given": ["Ruth", "Ngozi"], "suffix": ["RN", "PhD"]},
                {"use": "nickname", "given": ["Ruthie"]},
            ],
            {"family": "Okafor", "given": ["Ruth", "Ngozi"], "suffix": "RN PhD", "nickname": "Ruthie"},
        ),
        ([{"text": "Luz María Delgado"}], {"family": "Delgado", "given": ["Luz", "María"]}),
        ([{"text": "DELGADO, Luz"}], {"family": "DELGADO", "given": ["Luz"]}),
        ([{"given": ["Suharto"]}], {"given": ["Suharto"]}),
        (
            [{"family": ["De", "Souza"], "given": ["Ana", None, " "]}],
            {"family": "De Souza", "given": ["Ana"]},
        ),
        (
            [
                {"use": "official", "family": "Before", "period": {"end": "2001-01-01"}},
                {"family": "After", "given": ["Ruth"], "period": {"start": "2001-01-01"}},
            ],
            {"family": "After", "given": ["Ruth"]},
        ),
        ({"family": "Single", "given": "Ruth"}, {"family": "Single", "given": ["Ruth"]}),
    ],
)
def test_names(read: Read, one: One, patient: Json, names: Any, expected: Json) -> None:
    assert one(read({**patient, "name": names}), "patient").fields["name"] == expected


def test_a_patient_without_a_name_is_left(read: Read, patient: Json) -> None:
    chart = read({**patient, "name": [{"use": "anonymous"}]})
    assert chart.items == []
    assert chart.left["Patient", "has no name"] == 1


def test_demographics_of_a_full_patient(read: Read, one: One, patient: Json) -> None:
    chart = read(
        {
            **patient,
            "gender": "female",
            "identifier": [
                {"type": {"coding": [{"code": "SS"}]}, "value": "999-00-1111"},
                {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-00-1111"},
                {"use": "usual", "system": "urn:oid:1.2", "value": "E4471"},
                {"use": "old", "type": {"coding": [{"code": "MR"}]}, "value": "gone"},
                {"type": {"coding": [{"code": "MR"}]}, "system": "urn:oid:1.3", "value": "M1"},
            ],
            "address": [
                {"use": "old", "line": ["1 Past St"]},
                {"type": "postal", "line": ["PO Box 1"]},
                {"use": "home", "line": ["14 Elm St", "2B"], "city": "Mapleton", "state": "OH"},
            ],
            "telecom": [
                {"system": "email", "value": "a@example.org"},
                {"system": "phone", "value": "740-555-0101", "use": "mobile", "rank": 2},
                {"system": "phone", "value": "740-555-0100", "use": "home", "rank": 1},
                {"system": "phone", "value": "740-555-0199", "use": "old"},
                {"value": "tel:740-555-0101"},
            ],
            "communication": [
                {"language": {"coding": [{"code": "en"}]}},
                {
                    "preferred": True,
                    "language": {
                        "coding": [{"system": "urn:ietf:bcp:47", "code": "es", "display": "Spanish"}]
                    },
                },
            ],
            "extension": [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired",
                    "valueBoolean": True,
                }
            ],
            "deceasedDateTime": "2026-11-01T10:00:00-05:00",
        }
    )
    found = fields(one(chart, "patient"))
    assert found == {
        "name": {"family": "Okafor", "given": ["Ruth"]},
        "birthDate": "1941-02-03",
        "sex": "female",
        "mrn": "M1",
        "identifiers": [
            {"system": "urn:oid:1.2", "value": "E4471"},
            {"system": "urn:oid:1.3", "value": "M1", "type": "MR"},
        ],
        "address": {"line": ["14 Elm St", "2B"], "city": "Mapleton", "state": "OH"},
        "phones": [
            {"value": "740-555-0100", "use": "home", "rank": 1},
            {"value": "740-555-0101", "use": "mobile", "rank": 2},
        ],
        "language": {"code": "es", "display": "Spanish", "interpreter": True},
        "deceased": "2026-11-01",
    }


@pytest.mark.parametrize(
    ("extra", "note"),
    [
        ({"birthDate": "1941"}, "birth date without a day"),
        ({"deceasedBoolean": True}, "deceased without a date"),
    ],
)
def test_what_cannot_be_said_in_full_is_noted_and_not_guessed(
    read: Read, patient: Json, extra: Json, note: str
) -> None:
    assert note in read({**patient, **extra}).notes[0]


def test_contacts_come_from_the_patient_from_related_people_and_from_the_physician(
    read: Read, patient: Json
) -> None:
    chart = read(
        {
            **patient,
            "contact": [
                {
                    "relationship": [{"coding": [{"code": "C"}], "text": "Emergency contact"}],
                    "name": {"family": "Okafor", "given": ["Ike"]},
                    "telecom": [{"system": "phone", "value": "740-555-0111"}],
                },
                {"relationship": [{"text": "Organisation"}]},
            ],
            "generalPractitioner": [{"reference": "#gp"}, {"display": "Dr. Reyes"}, {"reference": "x"}],
            "contained": [
                {"resourceType": "Practitioner", "id": "gp", "name": [{"family": "Hall", "prefix": ["Dr."]}]}
            ],
        },
        {
            "resourceType": "RelatedPerson",
            "id": "r",
            "patient": HERE,
            "relationship": [{"coding": [{"code": "CHILD", "display": "child"}]}],
            "name": [{"text": "Ada Okafor"}],
        },
        {
            "resourceType": "RelatedPerson",
            "id": "s",
            "patient": HERE,
            "active": False,
            "name": [{"text": "X"}],
        },
    )
    found = [fields(item) for item in chart.items if item.kind == "contact" and not item.ended]
    assert found == [
        {
            "name": {"family": "Okafor", "given": ["Ike"]},
            "relation": "Emergency contact",
            "role": "Emergency contact",
            "phones": [{"value": "740-555-0111"}],
        },
        {"name": {"family": "Hall", "prefix": "Dr."}, "relation": "Primary care", "role": "Physician"},
        {"name": {"family": "Dr. Reyes"}, "relation": "Primary care", "role": "Physician"},
        {"name": {"family": "Okafor", "given": ["Ada"]}, "relation": "child"},
    ]
    assert chart.left["Patient.contact", "has no name"] == 1


def test_coverage_with_a_payer_by_reference_and_a_plan_by_class(read: Read, one: One, patient: Json) -> None:
    chart = read(
        patient,
        {"resourceType": "Organization", "id": "o", "name": "Medicare"},
        {
            "resourceType": "Coverage",
            "id": "c",
            "status": "active",
            "beneficiary": HERE,
            "payor": [{"reference": "Organization/o"}],
            "subscriberId": "1EG4",
            "class": [{"type": {"coding": [{"code": "plan"}]}, "value": "H1", "name": "Part A"}],
            "period": {"start": "2016-05"},
            "order": 1,
        },
        {"resourceType": "Coverage", "id": "d", "status": "cancelled", "beneficiary": HERE, "payor": [HERE]},
        {
            "resourceType": "ExplanationOfBenefit",
            "id": "e",
            "patient": HERE,
            "insurance": [{"coverage": {"display": "Medicare"}}],
        },
    )
    assert fields(one(chart, "coverage")) == {
        "payer": "Medicare",
        "plan": "Part A",
        "memberId": "1EG4",
        "period": {"start": "2016-05", "end": None},
        "order": 1,
        "status": "active",
    }
    assert chart.left["ExplanationOfBenefit", "the insurance is taken from Coverage"] == 1
    assert chart.left["Coverage", "names no insurer"] == 1


def claim(year: int, payer: str) -> Json:
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": f"{payer}-{year}",
        "patient": HERE,
        "billablePeriod": {"start": f"{year}-01-01T00:00:00Z"},
        "contained": [
            {"resourceType": "Coverage", "id": "c", "type": {"text": payer}, "payor": [{"display": payer}]}
        ],
        "insurance": [{"coverage": {"reference": "#c", "display": payer}}],
    }


def test_insurers_of_recent_claims_count_and_old_ones_are_left(read: Read, patient: Json) -> None:
    claims = [
        claim(1980, "private"),
        claim(2015, "medicare"),
        claim(2020, "medicare"),
        claim(2019, "medicaid"),
    ]
    chart = read(patient, *claims, claim(2020, "NO_INSURANCE"))
    found = [item.fields for item in chart.items if item.kind == "coverage"]
    assert [(each["payer"], each["order"]) for each in found] == [("Medicare", 1), ("Medicaid", 3)]
    assert found[0]["period"] == {"start": "2015-01-01", "end": None}
    assert chart.left["ExplanationOfBenefit", "an earlier insurer, long not billed"] == 1
    assert chart.left["ExplanationOfBenefit", "the same insurer as a newer one"] == 1
    assert chart.left["ExplanationOfBenefit", "says that there was no insurance"] == 1


def condition(**more: Any) -> Json:
    return {"resourceType": "Condition", "id": "c", "subject": HERE, "code": {"text": "Asthma"}, **more}


@pytest.mark.parametrize(
    ("more", "ended"),
    [
        ({"clinicalStatus": {"coding": [{"code": "active"}]}}, None),
        ({"clinicalStatus": "active"}, None),
        ({"clinicalStatus": {"coding": [{"code": "recurrence"}]}}, None),
        ({}, None),
        ({"abatementDateTime": "2020"}, "is over"),
        ({"clinicalStatus": {"coding": [{"code": "resolved"}]}}, "is resolved"),
        (
            {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}},
            "is entered-in-error",
        ),
    ],
)
def test_a_condition_is_active_or_left_for_its_reason(
    read: Read, one: One, patient: Json, more: Json, ended: str | None
) -> None:
    assert one(read(patient, condition(**more)), "condition").ended == ended


def test_a_condition_prefers_icd10_and_the_words_that_a_person_wrote(
    read: Read, one: One, patient: Json
) -> None:
    code = {
        "text": "Weak heart",
        "coding": [
            {"system": "http://snomed.info/sct", "code": "84114007", "display": "Heart failure"},
            {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "I50.22"},
        ],
    }
    found = one(read(patient, condition(code=code, onsetDateTime="2019-05")), "condition").fields
    assert found["code"] == {
        "system": "http://hl7.org/fhir/sid/icd-10-cm",
        "code": "I50.22",
        "display": "Weak heart",
    }
    assert found["onset"] == "2019-05"


def test_an_allergy_with_its_reactions(read: Read, one: One, patient: Json) -> None:
    chart = read(
        patient,
        {
            "resourceType": "AllergyIntolerance",
            "id": "a",
            "patient": HERE,
            "criticality": "high",
            "code": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7980"}]},
            "reaction": [
                {"manifestation": [{"text": "Hives"}, {"coding": [{"code": "x", "display": "Wheeze"}]}]},
                {"manifestation": [{"text": "Hives"}]},
            ],
        },
    )
    assert fields(one(chart, "allergy")) == {
        "substance": {
            "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
            "code": "7980",
            "display": "7980",
        },
        "reaction": "Hives, Wheeze",
        "criticality": "high",
        "clinicalStatus": "active",
    }


def request(**more: Any) -> Json:
    return {
        "resourceType": "MedicationRequest",
        "id": "m",
        "status": "active",
        "intent": "order",
        "subject": HERE,
        "authoredOn": "2024-03-01",
        **more,
    }


@pytest.mark.parametrize(
    ("medicine", "name"),
    [
        ({"medicationCodeableConcept": {"text": "Furosemide 40 mg"}}, "Furosemide 40 mg"),
        ({"medicationReference": {"reference": "Medication/d"}}, "From the entry"),
        ({"medicationReference": {"reference": "#d"}}, "From inside"),
        ({"medicationReference": {"reference": "Medication/none", "display": "As named"}}, "As named"),
    ],
)
def test_a_medicine_is_found_wherever_it_is_named(
    read: Read, one: One, patient: Json, medicine: Json, name: str
) -> None:
    inside = [{"resourceType": "Medication", "id": "d", "code": {"text": "From inside"}}]
    entry = {"resourceType": "Medication", "id": "d", "code": {"text": "From the entry"}}
    chart = read(patient, entry, request(contained=inside, **medicine))
    assert one(chart, "medication").fields["medicine"]["display"] == name


def test_a_medicine_that_is_nowhere_is_left(read: Read, patient: Json) -> None:
    chart = read(patient, request(medicationReference={"reference": "Medication/none"}))
    assert chart.left["MedicationRequest", "names a medicine that is not in the file"] == 1


@pytest.mark.parametrize(
    ("dosage", "text"),
    [
        ({"text": "1 tablet every morning"}, "1 tablet every morning"),
        (
            {
                "doseAndRate": [{"doseQuantity": {"value": 2.50, "unit": "mg"}}],
                "route": {"text": "by mouth"},
                "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                "asNeededBoolean": True,
            },
            "2.5 mg by mouth 2 times a day as needed",
        ),
        ({"timing": {"repeat": {"frequency": 1, "period": 3, "periodUnit": "d"}}}, "once every 3 days"),
        ({"timing": {"code": {"text": "at bedtime"}}}, "at bedtime"),
        ({"sequence": 1, "asNeededBoolean": True}, "as needed"),
        ({"sequence": 1}, None),
    ],
)
def test_a_dose_in_words(read: Read, one: One, patient: Json, dosage: Json, text: str | None) -> None:
    chart = read(patient, request(medicationCodeableConcept={"text": "X"}, dosageInstruction=[dosage]))
    assert one(chart, "medication").fields["dose"] == text


@pytest.mark.parametrize(
    ("more", "ended"),
    [
        ({"status": "stopped"}, "is stopped"),
        ({"status": "on-hold"}, None),
        ({"doNotPerform": True}, "says not to take it"),
    ],
)
def test_a_medicine_that_is_not_taken_any_more(
    read: Read, one: One, patient: Json, more: Json, ended: str | None
) -> None:
    chart = read(patient, request(medicationCodeableConcept={"text": "X"}, **more))
    assert one(chart, "medication").ended == ended


def test_a_goal_with_target_plan_and_who_said_it(read: Read, patient: Json) -> None:
    goal = {
        "resourceType": "Goal",
        "id": "g",
        "lifecycleStatus": "in-progress",
        "achievementStatus": {"coding": [{"code": "improving"}]},
        "description": {"text": "Walk to church"},
        "subject": HERE,
        "expressedBy": HERE,
        "target": [
            {
                "measure": {"text": "A1c"},
                "detailQuantity": {"value": 7.0, "comparator": "<", "unit": "%"},
                "dueDate": "2027-01-31",
            }
        ],
    }
    plan = {
        "resourceType": "CarePlan",
        "id": "cp",
        "status": "active",
        "subject": HERE,
        "category": [{"text": "Home care"}],
        "goal": [{"reference": "Goal/g"}],
        "activity": [
            {"detail": {"code": {"text": "Exercise"}, "status": "in-progress"}},
            {"detail": {"description": "Stopped thing", "status": "cancelled"}},
            {"reference": {"reference": "ServiceRequest/s"}},
            {"reference": {"display": "Dressing change"}},
        ],
    }
    service = {"resourceType": "ServiceRequest", "id": "s", "code": {"text": "Physical therapy"}}
    chart = read(patient, goal, plan, service)
    goals = [item for item in chart.items if item.kind == "goal"]
    plans = [item for item in chart.items if item.kind == "plan"]
    assert goals[0].state == "active"
    assert fields(goals[0]) == {
        "words": "Walk to church",
        "measure": "A1c",
        "target": "< 7.0 %",
        "due": "2027-01-31",
        "progress": "improving",
        "plan": Link(plans[0].key),
        "expressedBy": "Patient",
    }
    assert plans[0].state == "active"
    assert plans[0].fields["title"] == "Home care"
    assert plans[0].fields["activities"] == ["Exercise", "Physical therapy", "Dressing change"]


@pytest.mark.parametrize("status", ["entered-in-error", "nonsense"])
def test_a_goal_that_is_none_is_left(read: Read, patient: Json, status: str) -> None:
    goal = {"resourceType": "Goal", "lifecycleStatus": status, "description": {"text": "x"}, "subject": HERE}
    assert read(patient, goal).left["Goal", f"is {status}"] == 1


def consent(id_: str, code: str, when: str, **more: Any) -> Json:
    return {
        "resourceType": "Consent",
        "id": id_,
        "status": "active",
        "patient": HERE,
        "category": [{"coding": [{"code": code}]}],
        "dateTime": when,
        **more,
    }


def test_code_status_is_taken_from_a_directive(read: Read, one: One, patient: Json) -> None:
    source = {"sourceAttachment": {"title": "DNR form, on the refrigerator"}}
    chart = read(patient, consent("a", "dnr", "2024-05-06", **source))
    assert one(chart, "patient").fields["codeStatus"] == {
        "code": "dnr",
        "display": "DNR",
        "source": "DNR form, on the refrigerator",
        "date": "2024-05-06",
    }
    assert chart.also == {"Consent": 1}


def test_code_statuses_that_differ_are_not_settled_by_the_import(read: Read, one: One, patient: Json) -> None:
    chart = read(patient, consent("a", "dnr", "2024-05-06"), consent("b", "304252001", "2025-01-01"))
    assert one(chart, "patient").fields["codeStatus"] is None
    assert "differ" in chart.notes[0]
    assert chart.left["Consent", "code statuses differ"] == 2


def test_a_directive_that_is_no_longer_in_force_says_nothing(read: Read, one: One, patient: Json) -> None:
    chart = read(patient, consent("a", "dnr", "2024-05-06", status="inactive"))
    assert one(chart, "patient").fields["codeStatus"] is None


def test_resources_that_name_no_patient_are_left(read: Read, patient: Json) -> None:
    chart = read(patient, {"resourceType": "Condition", "code": {"text": "x"}})
    assert chart.left["Condition", "names no patient"] == 1
