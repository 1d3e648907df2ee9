"""The office's inboxes: what is held and what differs, in pages, counted, nothing of what was private."""

from __future__ import annotations

import pytest

from server.forms.library import questionnaire
from tests.api.conftest import Clock, Office
from tests.api.field_work import (
    CREATE,
    FieldTablet,
    Json,
    at_work,
    set_op,
    share,
    stock_library,
)
from tests.api.holding import goal, held_batch
from tests.api.visiting import whole_visit


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Rina Patel", "reviewer")


@pytest.fixture
def patient(office: Office, ana: FieldTablet, rina: FieldTablet) -> str:
    made = ana.new_patient()
    share(office, rina, made)
    return made


def test_held_batches_come_in_pages_newest_first(
    clock: Clock, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    made = []
    for _ in range(5):
        made.append(held_batch(marcus, goal(marcus, patient))["id"])
        clock.advance(minutes=1)
    found: list[str] = []
    before = ""
    while True:
        answer = rina.tablet.get(f"/api/office/held?limit=2{before}").json or {}
        found += [line["batch"] for line in answer["held"]]
        if answer["next"] is None:
            break
        before = f"&before={answer['next']}"
    assert found == made[::-1]


def test_the_badges_count_what_waits(
    office: Office, ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    rina.round()
    ana.round()
    saw = ana.saw(patient, "name")
    for who, family in ((ana, "Okafor-Bell"), (rina, "Okafour")):
        name = {"family": family, "given": ["Ben"]}
        who.deliver(who.change(patient, patient, "patient", set_op("name", name, saw)))
    held_batch(marcus, goal(marcus, patient), goal(marcus, patient))
    visit = whole_visit(office, ana, patient)
    ana.post(*visit.batches)
    assert rina.tablet.get("/api/office/counts").json == {
        "queue": 1, "different": 1, "held": 1, "deadlines": 0, "messages": 0,
    }  # fmt: skip
    assert marcus.tablet.get("/api/office/counts").json == dict.fromkeys(
        ("queue", "different", "held", "deadlines", "messages"), 0
    )


def test_messages_are_listed_newest_first_and_wait_for_whoever_did_not_see_them(
    clock: Clock, ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    rina.round()
    for words, urgent in (("The scale came.", False), ("She fell this morning.", True)):
        clock.advance(minutes=1)
        said = (set_op("words", words), set_op("urgent", urgent))
        ana.deliver(ana.change(ana.id(), patient, "message", CREATE, *said))
    page = rina.tablet.get("/api/office/messages?limit=1").json or {}
    [newest] = page["messages"]
    assert (newest["words"], newest["urgent"], newest["unseen"], newest["seen"]) == (
        "She fell this morning.", True, True, [],
    )  # fmt: skip
    assert (rina.tablet.get("/api/office/counts").json or {})["messages"] == 2

    saw = {"op": "append", "field": "seen", "value": {"at": clock.text}}
    rina.deliver(rina.change(newest["id"], patient, "message", saw))
    before = page["next"]
    [older] = (rina.tablet.get(f"/api/office/messages?before={before}").json or {})["messages"]
    assert older["words"] == "The scale came."
    [again, _] = (rina.tablet.get("/api/office/messages").json or {})["messages"]
    assert (again["unseen"], [one["by"] for one in again["seen"]]) == (False, ["Rina Patel"])
    assert (rina.tablet.get("/api/office/counts").json or {})["messages"] == 1
    # Somebody who may not see the patient is told of no message.
    assert (marcus.tablet.get("/api/office/messages").json or {})["messages"] == []


def test_an_urgent_message_comes_first_until_it_was_seen_however_much_was_written_since(
    clock: Clock, ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    for words, urgent in (("She fell.", True), ("He is worse.", True), ("The scale came.", False)):
        clock.advance(minutes=1)
        said = (set_op("words", words), set_op("urgent", urgent))
        ana.deliver(ana.change(ana.id(), patient, "message", CREATE, *said))
    page = rina.tablet.get("/api/office/messages?limit=1").json or {}
    assert [one["words"] for one in page["messages"]] == ["The scale came."]
    assert [one["words"] for one in page["urgent"]] == ["She fell.", "He is worse."]
    # They came with the first page; who wrote them, and who may not see the patient, is not urged.
    later = rina.tablet.get(f"/api/office/messages?limit=1&before={page['next']}").json or {}
    assert later["urgent"] == []
    assert [(who.tablet.get("/api/office/messages").json or {})["urgent"] for who in (ana, marcus)] == [
        [],
        [],
    ]
    fell = page["urgent"][0]["id"]
    rina.deliver(
        rina.change(fell, patient, "message", {"op": "append", "field": "seen", "value": {"at": clock.text}})
    )
    again = rina.tablet.get("/api/office/messages").json or {}
    assert [one["words"] for one in again["urgent"]] == ["He is worse."]


def test_different_answers_come_with_what_care_hangs_on_first(
    ana: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    allergy = ana.change(ana.id(), patient, "allergy", CREATE, set_op("clinicalStatus", "active"))
    ana.deliver(allergy)
    rina.round()
    ana.round()
    saw = ana.saw(patient, "name")
    for who, family in ((ana, "Okafor-Bell"), (rina, "Okafour")):
        name = {"family": family, "given": ["Ben"]}
        who.deliver(who.change(patient, patient, "patient", set_op("name", name, saw)))
        status = set_op("clinicalStatus", f"resolved by {family}", [allergy["id"]])
        who.deliver(who.change(allergy["record"], patient, "allergy", status))
    first = rina.tablet.get("/api/office/different?limit=1").json or {}
    [line] = first["different"]
    assert (line["kind"], line["field"], line["clinical"], line["mayDecide"]) == (
        "allergy",
        "clinicalStatus",
        True,
        True,
    )
    assert {value["byName"] for value in line["values"]} == {"Ana Ruiz", "Rina Patel"}
    assert line["patient"]["id"] == patient
    rest = rina.tablet.get(f"/api/office/different?before={first['next']}").json or {}
    assert [(line["kind"], line["clinical"]) for line in rest["different"]] == [("patient", False)]
    stamps = [stamp for value in line["values"] for stamp in value["stamps"]]
    settled = set_op("clinicalStatus", "resolved", stamps)
    assert rina.outcomes(rina.change(allergy["record"], patient, "allergy", settled)) == ["applied"]
    assert (rina.tablet.get("/api/office/counts").json or {})["different"] == 1


def test_different_answers_come_page_by_page_in_one_order_though_some_are_decided_meanwhile(
    ana: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    made = [
        ana.change(ana.id(), patient, kind, CREATE, set_op(name, "first"))
        for kind, name in (("note", "text"), ("goal", "target"), ("allergy", "clinicalStatus")) * 2
    ]
    assert {receipt["outcome"] for one in made for receipt in ana.deliver(one)["receipts"]} == {"applied"}
    for one in made:
        ana.clock.advance(seconds=1)
        for who in (ana, rina):
            again = set_op(one["ops"][1]["field"], f"by {who.tablet.person}", [one["id"]])
            who.deliver(who.change(one["record"], patient, one["kind"], again))
    whole = (rina.tablet.get("/api/office/different").json or {})["different"]
    places = [(line["kind"], line["since"]) for line in whole]
    ranks = ["allergy", "goal", "note"]
    assert places == sorted(places, key=lambda one: (ranks.index(one[0]), one[1]))
    assert len(whole) == len(made)
    paged: list[Json] = []
    following: str | None = None
    for _ in whole:
        path = "/api/office/different?limit=1" + (f"&before={following}" if following else "")
        said = rina.tablet.get(path).json or {}
        paged += said["different"]
        following = said["next"]
        [line] = said["different"]
        stamps = [stamp for value in line["values"] for stamp in value["stamps"]]
        settled = set_op(line["field"], "settled", stamps)
        assert rina.outcomes(rina.change(line["record"], patient, line["kind"], settled)) == ["applied"]
    assert [line["id"] for line in paged] == [line["id"] for line in whole]
    assert following is None


def test_what_was_answered_in_private_is_in_no_list_of_different_answers(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    form = questionnaire("ahc-hrsn-core")
    stock_library(office, clock, "form", url=form["url"], version=form["version"], questionnaire=form)
    known = {"url": form["url"], "version": form["version"]}
    unknown = {"url": "https://example.org/gone", "version": "1"}
    hurt, living = "answers/95618-5", "answers/71802-3"
    made = {}
    for name, asked in (("known", known), ("unknown", unknown)):
        made[name] = ana.change(ana.id(), patient, "assessment", CREATE, set_op("form", asked))
        ana.deliver(made[name])
    trigger = {"linkId": "private", "display": "Private follow-up"}
    made["safety"] = ana.change(ana.id(), patient, "safety", CREATE, set_op("trigger", trigger))
    ana.deliver(made["safety"])
    for who, word in ((ana, "Never"), (rina, "Frequently")):
        for name in ("known", "unknown"):
            record, saw = made[name]["record"], [made[name]["id"]]
            answer = {"answer": [{"valueString": word}]}
            ops = [set_op(field, answer, saw) for field in (hurt, living)]
            who.deliver(who.change(record, patient, "assessment", *ops))
        step = set_op("steps/2", {"done": True, "value": word, "at": clock.text}, [made["safety"]["id"]])
        who.deliver(who.change(made["safety"]["record"], patient, "safety", step))
    listed = (rina.tablet.get("/api/office/different").json or {})["different"]
    told = {
        (line["record"], value["field"]): (value["private"], value["value"] is None)
        for line in listed
        for value in line["values"]
    }
    assert told == {
        (made["known"]["record"], hurt): (True, True),
        (made["known"]["record"], living): (False, False),
        (made["unknown"]["record"], hurt): (True, True),
        (made["unknown"]["record"], living): (True, True),
        (made["safety"]["record"], "steps/2"): (True, True),
    }
