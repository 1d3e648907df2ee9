"""The demo's 24 patients as FHIR R4 Bundles: invented people, the same ones at every run."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

from faker import Faker

from server.demo.catalog import ALLERGIES, CHARTS, NICKNAMES, OLDER_NAMES, PROBLEMS, Problem
from server.ehr.values import ICD10, RXNORM, SNOMED

Json = dict[str, Any]

SEED: Final = 20261123
_SPACE: Final = UUID("6d61706c-6520-5c6f-8e74-79206865616c")
_TOWNS: Final = (
    ("Mapleton", "43901"),
    ("Birch Hollow", "43902"),
    ("Elm Falls", "43903"),
    ("Sumner", "43905"),
)
_ACT: Final = "http://terminology.hl7.org/CodeSystem/"
# Sixty letters and spaces: names are not short, and screens must hold that.
LONG_NAME: Final = {"given": ["María Guadalupe Esperanza"], "family": "Villavicencio-Montenegro Etxeverri"}
_SPANISH: Final = frozenset((1, 6, 11, 15, 20))
_INTERPRETER: Final = frozenset((1, 6, 15, 18))
_VIETNAMESE: Final = 18
_OTHER_LANGUAGE: Final = {18: ("vi", "Vietnamese")}
_LONG: Final = 15
_SAME_FAMILY: Final = (3, 13)
_NO_KNOWN_ALLERGY: Final = frozenset((4, 16))
_CODE_STATUS: Final = {
    0: "304252001",
    2: "dnr",
    5: "dnr",
    7: "dnr",
    10: "304253006",
    14: "304252001",
    21: "dnr",
}
_RELATIONS: Final = (
    ("CHILD", "Daughter"),
    ("CHILD", "Son"),
    ("SPS", "Spouse"),
    ("SIB", "Sister"),
    ("FRND", "Neighbor"),
)


def _coding(system: str, code: str, display: str) -> Json:
    return {"system": system, "code": code, "display": display}


def _concept(text: str, *codings: Json) -> Json:
    return {**({"coding": list(codings)} if codings else {}), "text": text}


class _Person:
    """One patient in the making: random parts come from generators seeded by the patient's number."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.random = Random(SEED + number)  # noqa: S311 - invented people need no secrecy
        self.fake = Faker("es_MX" if number in _SPANISH else "en_US")
        self.fake.seed_instance(SEED + number)
        self.home = Faker("en_US")
        self.home.seed_instance(SEED + number)
        self.url = self.new("Patient")
        # More women than men live to be visited.
        self.female = number == _VIETNAMESE or self.random.random() < 0.6  # noqa: PLR2004

    def new(self, *parts: object) -> str:
        return f"urn:uuid:{uuid5(_SPACE, ' '.join(map(str, (self.number, *parts))))}"

    def phone(self, place: int) -> str:
        return f"740-555-{100 + (self.number * 4 + place) % 100:04d}"

    def day(self, first: int, last: int) -> str:
        year, month, day = (self.random.randint(*limits) for limits in ((first, last), (1, 12), (1, 28)))
        return f"{year}-{month:02d}-{day:02d}"


def _first_name(person: _Person, *, female: bool) -> str:
    """A first name of the patients' own generation."""
    names = OLDER_NAMES["es" if person.number in _SPANISH else "en", female]
    return person.random.choice(names)


def _name(person: _Person) -> Json:
    if person.number == _LONG:
        return {"use": "official", **LONG_NAME}
    if person.number == _VIETNAMESE:
        return {"use": "official", "family": "Nguyễn", "given": ["Hoa", "Thị"]}
    # Two patients of one last name: screens must tell them apart.
    family = "Delgado" if person.number in _SAME_FAMILY else person.fake.last_name()
    return {"use": "official", "family": family, "given": [_first_name(person, female=person.female)]}


def _patient(person: _Person) -> Json:
    town, zip_code = _TOWNS[person.number % len(_TOWNS)]
    name = _name(person)
    code, language = _OTHER_LANGUAGE.get(
        person.number, ("es", "Spanish") if person.number in _SPANISH else ("en-US", "English")
    )
    names = [name]
    nickname = NICKNAMES.get(str(name["given"][0]))
    if nickname:
        names.append({"use": "nickname", "given": [nickname]})
    extension = {
        "url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired",
        "valueBoolean": person.number in _INTERPRETER,
    }
    flat = f"Apt {person.random.randint(1, 9)}{person.random.choice('ABC')}"
    return {
        "resourceType": "Patient",
        **({"extension": [extension]} if code != "en-US" else {}),
        "identifier": [
            {
                "type": _concept("MRN", _coding(_ACT + "v2-0203", "MR", "Medical record number")),
                "system": "https://maple-county.invalid/mrn",
                "value": f"MC-{104400 + person.number * 37}",
            }
        ],
        "name": names,
        "telecom": [
            {"system": "phone", "value": person.phone(0), "use": "home", "rank": 1},
            *(
                [{"system": "phone", "value": person.phone(1), "use": "mobile", "rank": 2}]
                if person.number % 2
                else []
            ),
        ],
        "gender": "female" if person.female else "male",
        "birthDate": person.day(1930, 1963),
        "address": [
            {
                "use": "home",
                "line": [_house(person.home.street_address()), *([flat] if person.number % 3 == 0 else [])],
                "city": town,
                "state": "OH",
                "postalCode": zip_code,
                "country": "US",
            }
        ],
        "communication": [
            {"language": _concept(language, _coding("urn:ietf:bcp:47", code, language)), "preferred": True}
        ],
        "contact": [_contact(person, place, name) for place in range(1 + person.number % 3)],
    }


def _contact(person: _Person, place: int, name: Json) -> Json:
    code, relation = _RELATIONS[(person.number + place) % len(_RELATIONS)]
    family = (
        name["family"] if code in ("CHILD", "SPS") and person.number != _LONG else person.fake.last_name()
    )
    first = person.fake.first_name_male() if relation == "Son" else person.fake.first_name_female()
    return {
        "relationship": [_concept(relation, _coding(_ACT + "v3-RoleCode", code, relation))],
        "name": {"family": family, "given": [first]},
        "telecom": [{"system": "phone", "value": person.phone(2 + place % 2), "use": "mobile"}],
    }


def _coverages(person: _Person) -> Iterator[Json]:
    advantage = person.number % 3 == 1
    payer = "Maple Advantage (HMO)" if advantage else "Medicare"
    member = (
        f"{person.random.randint(1, 9)}EG4-TE{person.random.randint(1, 9)}-MK{person.random.randint(10, 99)}"
    )
    yield {
        "resourceType": "Coverage",
        "status": "active",
        "type": _concept("Medicare Advantage" if advantage else "Medicare Part A and B"),
        "subscriberId": member,
        "beneficiary": {"reference": person.url},
        "period": {"start": person.day(2015, 2024)},
        "payor": [{"display": payer}],
        "order": 1,
    }
    if person.number % 4 == 0:
        yield {
            "resourceType": "Coverage",
            "status": "active",
            "type": _concept("Medicaid"),
            "subscriberId": f"{person.random.randint(10**11, 10**12 - 1)}",
            "beneficiary": {"reference": person.url},
            "period": {"start": person.day(2019, 2025)},
            "payor": [{"display": "Ohio Medicaid"}],
            "order": 2,
        }


def _condition(person: _Person, problem: Problem) -> Json:
    codings = [_coding(ICD10, problem.icd10, problem.words)]
    if problem.snomed:
        codings.append(_coding(SNOMED, problem.snomed, problem.words))
    return {
        "resourceType": "Condition",
        "clinicalStatus": _concept("Active", _coding(_ACT + "condition-clinical", "active", "Active")),
        "verificationStatus": _concept(
            "Confirmed", _coding(_ACT + "condition-ver-status", "confirmed", "Confirmed")
        ),
        "category": [
            _concept("Problem", _coding(_ACT + "condition-category", "problem-list-item", "Problem"))
        ],
        "code": _concept(problem.words, *codings),
        "subject": {"reference": person.url},
        "onsetDateTime": person.day(2008, 2025)[:7],
    }


def _medicines(person: _Person, problem: Problem) -> Iterator[Json]:
    for words, how, code in problem.medicines:
        yield {
            "resourceType": "MedicationRequest",
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": _concept(words, *([_coding(RXNORM, code, words)] if code else [])),
            "subject": {"reference": person.url},
            "authoredOn": person.day(2022, 2025),
            "dosageInstruction": [{"text": how}],
        }


def _allergies(person: _Person) -> Iterator[Json]:
    status = _concept("Active", _coding(_ACT + "allergyintolerance-clinical", "active", "Active"))
    if person.number in _NO_KNOWN_ALLERGY:
        yield {
            "resourceType": "AllergyIntolerance",
            "clinicalStatus": status,
            "code": _concept("No known allergies", _coding(SNOMED, "716186003", "No known allergy")),
            "patient": {"reference": person.url},
        }
        return
    for words, code, reaction, criticality in person.random.sample(ALLERGIES, 1 + person.number % 2):
        yield {
            "resourceType": "AllergyIntolerance",
            "clinicalStatus": status,
            "criticality": criticality,
            "code": _concept(words, *([_coding(SNOMED, code, words)] if code else [])),
            "patient": {"reference": person.url},
            "reaction": [{"manifestation": [_concept(reaction)]}],
        }


def _goals(person: _Person, problems: list[Problem]) -> Iterator[Json]:
    said = [problem.goal for problem in problems if problem.goal][: 1 + person.number % 2]
    for words, measure, target in said:
        yield {
            "resourceType": "Goal",
            "lifecycleStatus": "active",
            "achievementStatus": _concept(
                "In progress", _coding(_ACT + "goal-achievement", "in-progress", "In progress")
            ),
            "description": _concept(words),
            "subject": {"reference": person.url},
            "expressedBy": {"reference": person.url},
            "target": [{"measure": _concept(measure), "detailString": target, "dueDate": "2027-01-31"}],
        }


def _plan(person: _Person, problems: list[Problem], goals: list[str]) -> Json:
    care = [text for problem in problems for text in problem.care] or ["Go over the medicines at each visit"]
    return {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "title": f"Home health plan: {problems[0].words}",
        "category": [_concept("Home care", _coding(SNOMED, "385763009", "Home care"))],
        "subject": {"reference": person.url},
        "period": {"start": "2026-10-12", "end": "2026-12-10"},
        "goal": [{"reference": url} for url in goals],
        "activity": [{"detail": {"status": "in-progress", "description": text}} for text in care],
    }


def _directive(person: _Person) -> Iterator[Json]:
    code = _CODE_STATUS.get(person.number)
    if code is None:
        return
    dnr = code == "dnr"
    category = _concept("DNR", _coding(_ACT + "consentcategorycodes", "dnr", "Do Not Resuscitate"))
    said = _concept("Code status", _coding(SNOMED, code, "Code status"))
    yield {
        "resourceType": "Consent",
        "status": "active",
        "scope": _concept(
            "Advance directive", _coding(_ACT + "consentscope", "adr", "Advanced Care Directive")
        ),
        "category": [category if dnr else _concept("Advance directive")],
        "patient": {"reference": person.url},
        "dateTime": person.day(2023, 2025),
        "sourceAttachment": {
            "title": "DNR form, on the refrigerator" if dnr else "Advance directive, on file"
        },
        **({} if dnr else {"provision": {"code": [said]}}),
    }


def bundle(number: int) -> Json:
    """One patient's bundle. Every other one is a transaction, as servers send both."""
    person = _Person(number)
    problems = [PROBLEMS[name] for name in CHARTS[number]]
    goals = [(person.new("Goal", place), goal) for place, goal in enumerate(_goals(person, problems))]
    resources: list[tuple[str, Json]] = [(person.url, _patient(person))]
    made = [
        *_coverages(person),
        *(_condition(person, problem) for problem in problems),
        *_allergies(person),
        *(medicine for problem in problems for medicine in _medicines(person, problem)),
        *_directive(person),
    ]
    resources += [(person.new(r["resourceType"], place), r) for place, r in enumerate(made)]
    resources += goals
    resources.append((person.new("CarePlan"), _plan(person, problems, [url for url, _ in goals])))
    transaction = number % 2 == 1
    return {
        "resourceType": "Bundle",
        "type": "transaction" if transaction else "collection",
        "entry": [
            {
                "fullUrl": url,
                "resource": {
                    "resourceType": resource["resourceType"],
                    "id": url[len("urn:uuid:") :],
                    **resource,
                },
                **({"request": {"method": "POST", "url": resource["resourceType"]}} if transaction else {}),
            }
            for url, resource in resources
        ],
    }


def bundles() -> list[Json]:
    """All of them, in the order of their numbers: the first twelve are the first coordinator's."""
    return [bundle(number) for number in range(len(CHARTS))]


def _house(street_address: str) -> str:
    """Number and street alone: the flat, where there is one, is a line of its own."""
    return re.sub(r" (Apt\.|Suite) \d+$", "", street_address)
