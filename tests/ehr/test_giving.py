"""A chart given out as FHIR R4: whole, valid, without what may not leave, and read by our own import."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from pydantic import ValidationError

from server.ehr.giving.give import Given, give
from server.ehr.giving.target import Apart, At, Beside, Stays
from server.ehr.giving.targets import LEFT, PARTS_LEFT, TARGETS
from server.ehr.giving.written import written
from server.ehr.mapping import map_bundle
from sync.kinds import KINDS
from sync.kinds.referral import REFERRAL
from sync.lifecycles import LIFECYCLES
from tests.ehr.everything import (
    PEOPLE,
    Everything,
    answers,
    cell,
    chart_of,
    document,
    entry,
    id_of,
    spelled,
)
from tests.review.charts import MADE

Json = dict[str, Any]
AGENCY = "0b0e7c5e-2d7b-4d39-9a3e-1f6f5a6f1c11"
TODAY = "2026-11-26"


def export(*records: Json) -> Given:
    return give(chart_of(*records), PEOPLE, AGENCY, "2026-11-26T15:00:00.000Z")


def of_type(given: Given, type_: str) -> list[Json]:
    return [one["resource"] for one in given.bundle["entry"] if one["resource"]["resourceType"] == type_]


def one_of(given: Given, kind: str) -> Json:
    """The first resource of the record of a kind."""
    found = [one["resource"] for one in given.bundle["entry"] if one["resource"]["id"] == id_of(kind)]
    assert len(found) == 1, kind
    return dict(found[0])


def valid(bundle: Json) -> None:
    """Hold every resource to the published structure: its elements, types, cardinalities and references."""
    wrong = []
    for one in bundle["entry"]:
        resource = one["resource"]
        module = import_module(f"fhir.resources.R4B.{resource['resourceType'].lower()}")
        try:
            getattr(module, resource["resourceType"]).model_validate(json.loads(written(resource)))
        except ValidationError as error:
            wrong += [(resource["resourceType"], each["loc"], each["msg"]) for each in error.errors()]
    assert wrong == []


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


@pytest.fixture(scope="module")
def made() -> Everything:
    return Everything()


@pytest.fixture(scope="module")
def whole(made: Everything) -> Given:
    records = [made.record(KINDS[kind]) for kind in TARGETS if kind != "assessment"]
    records.append(answers())
    records.sort(key=lambda one: one["kind"] != "patient")
    return export(*records)


def patient(**fields: Any) -> Json:
    name = {"family": "Delgado", "given": ["Luz"]}
    return document("patient", {"name": cell(name), **{key: cell(value) for key, value in fields.items()}})


def test_every_kind_is_given_or_says_why_not() -> None:
    assert TARGETS.keys() | LEFT.keys() == KINDS.keys()
    assert not TARGETS.keys() & LEFT.keys()
    assert all(LEFT.values())


@pytest.mark.parametrize("kind", list(TARGETS))
def test_every_field_has_its_place_or_its_reason(kind: str) -> None:
    target = TARGETS[kind]
    assert target.fields.keys() == KINDS[kind].fields.keys()
    assert target.dynamic.keys() == KINDS[kind].dynamic.keys()
    for where in (*target.fields.values(), *target.dynamic.values()):
        assert isinstance(where, At | Beside | Apart | Stays)
        assert not isinstance(where, Stays) or where.reason


def test_all_of_a_chart_is_valid_r4(whole: Given) -> None:
    valid(whole.bundle)


def test_all_that_was_said_is_in_it(whole: Given, made: Everything) -> None:
    text = written(whole.bundle).decode()
    stays = {
        f"{kind}.{name}"
        for kind, target in TARGETS.items()
        for name, where in target.fields.items()
        if isinstance(where, Stays)
    }
    stays |= PARTS_LEFT.keys()
    missing = [
        where
        for said, where in made.said.items()
        if said not in text
        and spelled(said) not in text
        and not any(where == one or where.startswith(f"{one}.") for one in stays)
    ]
    assert missing == []


def test_nothing_refers_to_what_is_not_there(whole: Given) -> None:
    known = {one["fullUrl"] for one in whole.bundle["entry"]}
    assert len(known) == len(whole.bundle["entry"])
    assert set(references(whole.bundle)) <= known


def test_what_was_said_in_private_is_nowhere_and_neither_is_what_serves_it() -> None:
    domain = {"system": "x", "code": "sdoh-category-unspecified", "display": "Secret"}
    need = document("need", {"domain": cell(domain), "state": cell("confirmed")})
    goal = document("goal", {"words": cell("Secret goal"), "need": cell(need["id"])})
    action = document("intervention", {"what": cell("Secret action"), "goal": cell(goal["id"])})
    asked = document(
        "referral", {"service": cell("Secret shelter"), "need": cell(need["id"]), "state": cell("requested")}
    )
    task = document("task", {"what": cell("Call about the secret"), "about": cell(asked["id"])})
    message = document("message", {"words": cell("The secret"), "about": cell(task["id"])})
    trigger = {"linkId": "private", "display": "Secret"}
    event = document("safety", {"trigger": cell(trigger), "state": cell("open")})
    given = export(patient(), need, goal, action, asked, task, message, event)
    assert "ecret" not in written(given.bundle).decode()
    assert {one["resource"]["resourceType"] for one in given.bundle["entry"]} == {"Patient"}
    assert set(given.held.values()) == {1}
    assert len(given.held) == 7


def test_what_a_form_asks_in_private_is_left_out_and_so_is_a_form_that_nobody_can_read() -> None:
    form = {"url": "https://doorstep.invalid/fhir/Questionnaire/ahc-hrsn-core", "version": "1.0.0"}
    said = {"answer": [{"valueCoding": {"code": "LA1", "display": "Fairly often"}}]}
    cells = {"form": cell(form), "answers/95618-5": cell(said), "answers/71802-3": cell(said)}
    unread = {"form": cell({"url": "https://elsewhere.invalid/form"}), "answers/1": cell(said)}
    given = export(
        patient(), document("assessment", cells), document("assessment", unread, id_=id_of("unread"))
    )
    [response] = of_type(given, "QuestionnaireResponse")
    assert [item["linkId"] for item in response["item"]] == ["71802-3"]
    assert id_of("unread") not in written(given.bundle).decode()
    valid(given.bundle)


@pytest.mark.parametrize("state", ["planned", "open", "ended", "signed", "received", "returned"])
def test_what_a_visit_wrote_waits_until_the_visit_is_approved(state: str) -> None:
    visit = document("visit", {"state": cell(state)})
    note = document("note", {"text": cell("Not approved"), "visit": cell(visit["id"])})
    goal = document("goal", {"words": cell("Not approved")}, visit=visit["id"])
    known = patient(mrn="00194471")
    known["fields"]["about"] = cell("Not approved", visit=visit["id"])
    given = export(known, visit, note, goal)
    assert "Not approved" not in written(given.bundle).decode()
    assert one_of(given, "patient")["identifier"][0]["value"] == "00194471"
    assert {kind for kind, _ in given.held} == {"visit", "note", "goal"}


def test_what_was_written_in_a_visit_that_was_never_made_is_given() -> None:
    visit = document("visit", {"state": cell("not-home")})
    goal = document("goal", {"words": cell("Walk to the mailbox")}, visit=visit["id"])
    given = export(patient(), visit, goal)
    assert one_of(given, "visit")["status"] == "cancelled"
    assert one_of(given, "goal")["description"] == {"text": "Walk to the mailbox"}


def test_a_suggestion_and_a_draft_are_not_given_and_neither_is_what_was_deleted() -> None:
    gone = document("goal", {"words": cell("Gone"), "alive": cell(value=False)})
    given = export(
        patient(),
        document("need", {"domain": cell({"code": "food", "display": "Food"})}),
        document("plan", {"title": cell("Draft")}),
        document("referral", {"service": cell("Meals")}),
        gone,
    )
    assert [one["resource"]["resourceType"] for one in given.bundle["entry"]] == ["Patient"]
    assert set(given.held) == {(kind, "nobody stands for it yet") for kind in ("need", "plan", "referral")}


def test_different_answers_are_given_as_not_settled_and_none_as_the_one() -> None:
    allergy = document("allergy", {"substance": {"heads": [], "past": []}})
    answers_ = [cell({"code": "", "display": words})["heads"][0] for words in ("Penicillin", "Sulfa")]
    allergy["fields"]["substance"]["heads"] = answers_
    goal = document("goal", {"state": cell("active")})
    goal["fields"]["state"]["heads"].append(cell("completed")["heads"][0])
    given = export(patient(), allergy, goal)
    made = one_of(given, "allergy")
    assert "coding" not in made["code"]
    assert "text" not in made["code"]
    [extension] = made["extension"]
    assert extension["url"].endswith("/not-settled")
    assert "Penicillin" in written(extension).decode()
    assert "Sulfa" in written(extension).decode()
    assert "lifecycleStatus" not in one_of(given, "goal")
    valid(given.bundle)


def test_a_telling_that_was_taken_back_is_given_as_an_error_and_never_as_done() -> None:
    at, later = "2026-11-20T10:00:00.000Z", "2026-11-20T10:01:00.000Z"
    said = {"who": "caregiver", "how": "phone", "at": at}
    told = [said, {**said, "at": later, "takesBack": at}, {**said, "who": "patient"}]
    entries = [{**entry("told", one), "id": id_of(f"told {index}")} for index, one in enumerate(told)]
    given = export(patient(), document("plan_version", {"number": cell(1)}, {"told": entries}))
    made = [(one["recipient"][0]["display"], one["status"]) for one in of_type(given, "Communication")]
    wrong = ("caregiver", "entered-in-error")
    assert sorted(made) == [wrong, wrong, ("patient", "completed")]
    valid(given.bundle)


_LEAVE = [state for state in LIFECYCLES["referral"].states if state != "draft"]


@pytest.mark.parametrize("state", _LEAVE)
def test_a_referral_is_an_order_and_a_task_in_the_published_state(state: str) -> None:
    why = {"reason": "no-capacity", "words": "Full until March"}
    target = {"name": "Meals of Kent", "phone": "302-555-0100"}
    asked = document(
        "referral",
        {
            "state": cell(state, why=why),
            "target": cell(target),
            "service": cell("Meals"),
            "priority": cell("urgent"),
        },
    )
    given = export(patient(), asked)
    task, [order] = one_of(given, "referral"), of_type(given, "ServiceRequest")
    assert task["status"] == state
    assert task["statusReason"] == {"text": "no-capacity: Full until March"}
    assert task["intent"] == "order"
    assert task["code"]["coding"][0]["code"] == "fulfill"
    assert task["focus"] == {"reference": f"urn:uuid:{order['id']}"}
    assert task["for"] == order["subject"] == {"reference": f"urn:uuid:{id_of('patient')}"}
    assert task["authoredOn"] == MADE
    assert task["requester"]["display"] == "Ana Ruiz"
    assert (task["owner"]["display"], task["priority"]) == ("Meals of Kent", "urgent")
    assert order["code"] == {"text": "Meals"}
    assert REFERRAL.fields.keys() == TARGETS["referral"].fields.keys()
    valid(given.bundle)


def _again(given: Given) -> Any:
    """Read the bundle with our own import."""
    return map_bundle(json.loads(written(given.bundle), parse_float=Decimal), TODAY)


_ROUND: dict[str, tuple[Callable[[], Json], Json]] = {
    "condition": (
        lambda: document(
            "condition",
            {
                "code": cell({"system": "s", "code": "I50.9", "display": "Heart failure"}),
                "clinicalStatus": cell("active"),
            },
        ),
        {"code": {"system": "s", "code": "I50.9", "display": "Heart failure"}, "clinicalStatus": "active"},
    ),
    "allergy": (
        lambda: document(
            "allergy",
            {
                "substance": cell({"code": "", "display": "Penicillin"}),
                "reaction": cell("Hives"),
                "criticality": cell("high"),
            },
        ),
        {
            "substance": {"system": None, "code": "", "display": "Penicillin"},
            "reaction": "Hives",
            "criticality": "high",
        },
    ),
    "medication": (
        lambda: document(
            "medication",
            {
                "medicine": cell({"code": "", "display": "Furosemide 20 mg"}),
                "dose": cell("1 a day"),
                "status": cell("active"),
                "started": cell("2026-09"),
            },
        ),
        {
            "medicine": {"system": None, "code": "", "display": "Furosemide 20 mg"},
            "dose": "1 a day",
            "started": "2026-09",
        },
    ),
    "goal": (
        lambda: document(
            "goal",
            {
                "words": cell("Walk"),
                "measure": cell("Steps"),
                "target": cell("200"),
                "due": cell("2027-01-10"),
                "progress": cell("improving"),
                "expressedBy": cell("Patient"),
            },
        ),
        {
            "words": "Walk",
            "measure": "Steps",
            "target": "200",
            "due": "2027-01-10",
            "progress": "improving",
            "expressedBy": "Patient",
        },
    ),
    "coverage": (
        lambda: document(
            "coverage",
            {
                "payer": cell("Medicare"),
                "plan": cell("Part A"),
                "memberId": cell("1EG4"),
                "status": cell("active"),
                "order": cell(1),
            },
        ),
        {"payer": "Medicare", "plan": "Part A", "memberId": "1EG4", "status": "active", "order": 1},
    ),
    "contact": (
        lambda: document(
            "contact",
            {
                "name": cell({"family": "Delgado", "given": ["Rosa"]}),
                "relation": cell("Daughter"),
                "role": cell("Emergency contact"),
            },
        ),
        {"name": {"family": "Delgado", "given": ["Rosa"]}, "role": "Emergency contact"},
    ),
    "plan": (
        lambda: document(
            "plan",
            {"title": cell("Home health"), "state": cell("active"), "period": cell({"start": "2026-11-01"})},
        ),
        {"title": "Home health", "period": {"start": "2026-11-01", "end": None}},
    ),
}


@pytest.mark.parametrize("kind", list(_ROUND))
def test_our_own_import_reads_what_it_reads_of_others(kind: str) -> None:
    make, wanted = _ROUND[kind]
    [item] = [one for one in _again(export(patient(), make())).items if one.kind == kind]
    assert {name: item.fields[name] for name in wanted} == wanted


def test_our_own_import_reads_the_patient() -> None:
    status = {"code": "dnr-dni", "display": "DNR and DNI", "source": "POLST", "date": "2026-05"}
    known = patient(birthDate="1938-06-09", sex="female", mrn="7", deceased="2026-11-24", codeStatus=status)
    [item] = _again(export(known)).items
    wanted = {
        "birthDate": "1938-06-09",
        "sex": "female",
        "mrn": "7",
        "deceased": "2026-11-24",
        "codeStatus": status,
    }
    assert {name: item.fields[name] for name in wanted} == wanted


def test_a_need_and_a_transition_of_ours_come_back_neither_as_diagnosis_nor_as_plan_of_care(
    whole: Given,
) -> None:
    chart = _again(whole)
    assert [one.key.id for one in chart.items if one.kind == "condition"] == [id_of("condition")]
    assert [one.key.id for one in chart.items if one.kind == "plan"] == [id_of("plan")]
    assert {reason for _, reason in chart.left} >= {
        "is a need: whether the patient wants help is asked here",
        "is the plan of a move, not of care",
    }
