"""A plan of care as a document: the sixteen parts of 42 CFR 484.60(a)(2), none left out."""

from __future__ import annotations

from server.printing.model import Printout, Section
from server.printing.plan_of_care import PARTS
from tests.printing.charts import SIGNED_AT, Json, facts, medicine, patient, printed_plan, rows, section

CONDITION: Json = {
    "id": "dx",
    "kind": "condition",
    "fields": {
        "code": {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "I50.9", "display": "Heart failure"},
        "clinicalStatus": "active",
    },
}
GOAL: Json = {
    "id": "goal",
    "kind": "goal",
    "fields": {
        "words": "Quiero caminar al buzón",
        "measure": "Trips a week",
        "target": "3",
        "state": "active",
    },
}
TEACHING: Json = {
    "id": "teach",
    "kind": "intervention",
    "fields": {"what": "When to call", "kind": "teaching", "goal": "goal", "state": "active"},
}


def part(printout: Printout, number: str) -> Section:
    place = [one.number for one in PARTS].index(number)
    return printout.sections[place]


def test_all_sixteen_parts_stand_in_the_rules_order_and_words() -> None:
    printed = printed_plan(patient())
    numbers = [one.number for one in PARTS]
    assert " ".join(numbers) == "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi"
    assert [one.lines[0].split(")")[0] for one in printed.sections] == [f"({number}" for number in numbers]
    assert part(printed, "ix").lines == ("(ix) Nutritional requirements", "Not recorded.")


def test_each_thing_stands_under_its_part() -> None:
    status = {"code": "dnr", "source": "POLST form", "date": "2026-03"}
    printed = printed_plan(patient(codeStatus=status), CONDITION, GOAL, TEACHING, medicine("m", "Furosemide"))
    recorded = [one.number for one, made in zip(PARTS, printed.sections, strict=True) if made.recorded]
    assert recorded == ["i", "x", "xiii", "xiv", "xv"]
    assert printed.mark.words.startswith("5 of 16 parts are recorded, 0 of them written in the plan")
    assert rows(printed, "Diagnoses and problems")[0][0] == "Heart failure (I50.9)"
    assert [fact.value.text for fact in section(printed, "Code status").facts] == [
        "DNR",
        "POLST form, Mar 2026",
    ]
    assert [row[0] for row in rows(printed, "Goal: Quiero caminar al buzón")] == ["When to call"]


def test_what_a_caregiver_takes_on_and_whether_it_holds_stands_under_the_people_around() -> None:
    name = {"given": ["Rosa"], "family": "Delgado"}
    care = {"helpsWith": "Washing", "willing": "some", "able": "after-teaching", "hours": "Evenings"}
    contacts = [
        {"id": "rosa", "kind": "contact", "fields": {"name": name, "role": "Caregiver", **care}},
        {"id": "doctor", "kind": "contact", "fields": {"name": {"family": "Lee"}, "role": "Doctor"}},
    ]
    title = "Care given by people around the patient"
    [row] = rows(printed_plan(patient(), *contacts), title)
    assert row[:5] == ["Rosa Delgado", "Washing", "For some of it", "After teaching", "Evenings"]
    assert title not in str(printed_plan(patient(), contacts[1]))


def test_each_agreed_version_stands_with_who_agreed_and_signed_the_newest_first() -> None:
    signature = {"method": "passkey", "at": SIGNED_AT, "manifestSha256": "0" * 64}
    agreed = {"agreedBy": [{"name": "Luz Delgado", "relation": "patient"}], "madeIn": "chart"}
    first = {"number": 1, "agreedAt": "2026-11-01T15:00:00.000Z", **agreed}
    head = {"heads": [{"value": signature, "by": "ana"}]}
    second = {"number": 2, "agreedAt": SIGNED_AT, "signature": head, **agreed}
    versions = [
        {"id": name, "kind": "plan_version", "fields": fields}
        for name, fields in (("1", first), ("2", second))
    ]
    found = rows(printed_plan(patient(), *versions), "Versions that were agreed")
    assert [(row[0], row[-1]) for row in found] == [
        ("2", "Ana Ruiz, Nov 18, 2026, 11:37 EST, Passkey"),
        ("1", "Not with a passkey"),
    ]
    assert "Luz Delgado" in found[0][2]


def test_a_goal_says_its_last_measure_and_what_is_next_where_somebody_wrote_it() -> None:
    measures = [
        {"value": "4", "unit": "trips", "at": SIGNED_AT},
        {"value": "2.50", "unit": "trips", "at": "2026-11-01T15:00:00.000Z"},
    ]
    going = {
        **GOAL,
        "fields": {**GOAL["fields"], "nextStep": "Ask the cane shop"},
        "entries": {"measures": measures},
    }
    told = facts(printed_plan(patient(), going), "Goal: Quiero caminar al buzón")
    assert (told["Last measured"].text, told["Next step"].text) == ("4 trips", "Ask the cane shop")
    assert "Barrier now" not in told
    assert "Last measured" not in facts(printed_plan(patient(), GOAL), "Goal: Quiero caminar al buzón")


def test_a_code_status_that_is_not_settled_is_not_called_one() -> None:
    both = {"heads": [{"value": {"code": "dnr"}}, {"value": {"code": "full"}, "by": "ana"}]}
    [fact] = section(printed_plan(patient(codeStatus=both)), "Code status").facts
    assert fact.label == "Code status, not settled"
    assert [answer.text for answer in fact.value.answers] == ["DNR", "Full code"]


def test_what_is_over_is_not_in_the_plan_but_what_is_torn_is() -> None:
    torn = {"heads": [{"value": "active"}, {"value": "stopped", "by": "ana"}]}
    printed = printed_plan(
        patient(), medicine("a", "Aspirin", status="stopped"), medicine("b", "Iron", status=torn)
    )
    assert [row[0] for row in rows(printed, "Medicines")] == ["Iron"]


def scored(identifier: str, at: str, value: int) -> Json:
    score = {"title": "PHQ-9", "value": value, "range": [0, 27], "band": "Mild"}
    derived = {"scores": {"44261-6": score}, "private": {"95614-4": {**score, "title": "HITS"}}}
    return {"id": identifier, "kind": "assessment", "fields": {"startedAt": at}, "derived": derived}


def test_the_newest_score_of_each_form_stands_and_none_of_a_private_group() -> None:
    printed = printed_plan(
        patient(), scored("a", "2026-09-03T14:00:00.000Z", 6), scored("b", "2026-11-18T16:00:00.000Z", 12)
    )
    assert rows(printed, "Latest scores") == [["PHQ-9: 12 of 27, Mild", "Nov 18, 2026, 11:00 EST"]]
    assert [text for text in printed.texts() if "HITS" in text] == []


def test_what_people_wrote_of_a_part_is_printed_with_who_called_it_right() -> None:
    words = "No weight on the left leg"
    plan: Json = {
        "id": "plan",
        "kind": "plan",
        "fields": {"state": "active", "activitiesPermitted": words, "prognosis": "Fair"},
        "entries": {
            "partsConfirmed": [
                {
                    "part": "activitiesPermitted",
                    "words": words,
                    "chart": "",
                    "at": SIGNED_AT,
                },
                {"part": "prognosis", "words": "Good", "chart": "", "at": SIGNED_AT},
            ]
        },
    }
    printed = printed_plan(patient(), plan)
    assert part(printed, "vii").lines == ("(vii) Functional limitations", "Not recorded.")
    [said] = part(printed, "viii").parts
    text, right = (fact.value.text for fact in said.facts)
    assert (text, bool(right)) == (words, True)
    # Changed since somebody called it right: these words nobody has.
    [changed] = part(printed, "v").parts
    assert [fact.value.text for fact in changed.facts] == ["Fair", ""]


def test_a_part_that_two_people_wrote_differently_has_both_answers() -> None:
    both = {"heads": [{"value": "As tolerated"}, {"value": "No weight on the left leg", "by": "ana"}]}
    plan: Json = {"id": "plan", "kind": "plan", "fields": {"state": "active", "activitiesPermitted": both}}
    [said] = part(printed_plan(patient(), plan), "viii").parts
    assert [one.text for one in said.facts[0].value.answers] == ["As tolerated", "No weight on the left leg"]
