"""What is held is run again or set aside by a person, once, under the author's name; nothing is deleted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from server import audit
from server.identity import statements
from server.store.database import reading
from sync import batch as planner
from tests.api.conftest import Clock, Office
from tests.api.field_work import (
    FieldTablet,
    Json,
    at_work,
    event_op,
    set_op,
    share,
    told,
    withdraw,
)
from tests.api.holding import goal, held_batch, listed
from tests.api.identity.authenticator import sign_raw
from tests.api.visiting import whole_visit

_NOBODY = "019a0000-0000-7000-8000-000000000000"


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


def decide(who: FieldTablet, batch: str, decision: str = "release", **body: str) -> Json:
    answer = who.tablet.post(f"/api/quarantine/{batch}/{decision}", body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def test_a_held_batch_is_applied_once_its_cause_is_mended_under_its_authors_name(
    office: Office, ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    change = goal(marcus, patient)
    batch = held_batch(marcus, change)
    refused = decide(rina, batch["id"])
    assert refused["state"] == "held"
    assert [receipt["reason"]["code"] for receipt in refused["changes"]] == ["no-right"]
    assert [line["state"] for line in listed(rina)] == ["held"]

    share(office, marcus, patient)
    released = decide(rina, batch["id"])
    assert released["state"] == "released"
    assert released["decided"]["by"] == rina.tablet.person
    assert [told(receipt) for receipt in released["changes"]] == ["applied"]
    ana.round()
    [head] = ana.heads(change["record"], "target")
    assert (head["value"], head["by"]) == ("Stairs", marcus.tablet.person)
    assert listed(rina) == []
    [line] = listed(rina, "?state=released")
    assert (line["batch"], line["decided"]["byName"]) == (batch["id"], "Rina Patel")


def test_a_released_change_sent_again_gets_what_it_came_to(
    office: Office, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    batch = held_batch(marcus, goal(marcus, patient))
    share(office, marcus, patient)
    [released] = decide(rina, batch["id"])["changes"]
    again = marcus.post(batch).json or {}
    assert again["receipts"] == [released]
    assert decide(rina, batch["id"])["state"] == "released", "a second person finds what the first decided"
    marcus.round()
    records = [record for record in marcus.records.values() if record["kind"] == "goal"]
    assert len(records) == 1, "applied once"


def test_what_hung_on_a_held_batch_is_released_with_it(
    office: Office, ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    first = goal(marcus, patient)
    batch = held_batch(marcus, first)
    more = marcus.change(
        first["record"],
        patient,
        "goal",
        set_op("target", "Bus", [first["id"]]),
        needs=[{"id": first["id"], "hard": True}],
    )
    share(office, marcus, patient)
    dependent = held_batch(marcus, more, code="depends")
    last = marcus.change(
        first["record"],
        patient,
        "goal",
        set_op("target", "Train", [more["id"]]),
        needs=[{"id": more["id"], "hard": True}],
    )
    behind = held_batch(marcus, last, code="depends")
    released = decide(rina, batch["id"])
    assert released["dependents"] == [dependent["id"], behind["id"]]
    assert listed(rina) == []
    ana.round()
    assert [head["value"] for head in ana.heads(first["record"], "target")] == ["Train"]


def test_what_is_set_aside_is_kept_and_its_author_is_told_why_and_by_whom(
    office: Office, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    change = goal(marcus, patient)
    batch = held_batch(marcus, change)
    aside = decide(rina, batch["id"], "set-aside", why="Written twice")
    assert aside["state"] == "set-aside"
    [receipt] = (marcus.post(asks=[change["id"]]).json or {})["receipts"]
    assert (receipt["id"], receipt["outcome"]) == (change["id"], "set-aside")
    assert receipt["reason"] == {"code": "set-aside", "text": "Rina Patel set it aside: Written twice"}
    share(office, marcus, patient)
    assert decide(rina, batch["id"])["state"] == "set-aside", "for good"
    [kept] = (rina.tablet.get(f"/api/quarantine/{change['id']}").json or {})["quarantine"]
    assert kept["state"] == "set-aside"
    assert change["id"] in kept["text"]
    more = marcus.change(
        change["record"], patient, "goal", set_op("target", "Bus"), needs=[{"id": change["id"], "hard": True}]
    )
    assert marcus.outcomes(more) == ["quarantined:depends"]


def test_a_reason_is_asked_of_who_sets_aside(marcus: FieldTablet, rina: FieldTablet, patient: str) -> None:
    batch = held_batch(marcus, goal(marcus, patient))
    for why in ("", "  "):
        answer = rina.tablet.post(f"/api/quarantine/{batch['id']}/set-aside", {"why": why})
        assert (answer.status_code, (answer.json or {})["where"]) == (422, "why")


def test_a_tablet_that_asks_hears_what_became_of_its_own_held_changes_and_of_nobody_elses(
    office: Office, ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    change, other = goal(marcus, patient), goal(marcus, patient)
    batch = held_batch(marcus, change)
    held_batch(marcus, other)
    asks = [change["id"], other["id"], _NOBODY]
    assert (marcus.post(asks=asks).json or {})["receipts"] == [], "both are held still"
    share(office, marcus, patient)
    decide(rina, batch["id"])
    [receipt] = (marcus.post(asks=asks).json or {})["receipts"]
    assert (receipt["id"], receipt["outcome"]) == (change["id"], "applied")
    assert (ana.post(asks=asks).json or {})["receipts"] == []
    told_too = (marcus.post(marcus.batch(goal(marcus, patient)), asks=asks).json or {})["receipts"]
    assert [told(each) for each in told_too] == ["applied", "applied"]


def test_what_was_set_aside_beside_another_text_of_its_id_is_told_so_when_it_comes_again(
    monkeypatch: pytest.MonkeyPatch, ana: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    batch = ana.batch(goal(ana, patient))
    change = batch["changes"][0]
    ana.post({**batch, "changes": [{**change, "text": f"{change['text']} "}]})
    assert [told(each) for each in (ana.post(batch).json or {})["receipts"]] == ["quarantined:id-reused"]
    decide(rina, batch["id"], "set-aside", why="Written twice")
    [receipt] = (ana.post(batch).json or {})["receipts"]
    assert (receipt["outcome"], receipt["sha256"]) == ("set-aside", change["sha256"])
    assert receipt["reason"]["text"] == "Rina Patel set it aside: Written twice"

    def fail(*_: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(planner, "plan", fail)
    assert (ana.post(batch).json or {})["receipts"] == [receipt], "over a fault of the server too"


def test_half_a_batch_is_never_applied(
    office: Office, ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    good, bad = goal(marcus, patient), goal(marcus, patient, "Stairs")
    bad["ops"][1]["value"] = 7
    share(office, marcus, patient)
    batch = held_batch(marcus, good, bad, code="invalid")
    refused = decide(rina, batch["id"])
    assert refused["state"] == "held"
    assert [receipt["reason"]["code"] for receipt in refused["changes"]] == ["depends", "invalid"]
    ana.round()
    assert good["record"] not in ana.records


def test_a_batch_id_is_not_used_again_for_other_changes(ana: FieldTablet, patient: str) -> None:
    first = goal(ana, patient)
    batch = ana.batch(first)
    ana.post(batch)
    more = goal(ana, patient, "Bus", batch=batch["id"])
    [_, added] = ana.batch(first, more)["changes"]
    sent = [*batch["changes"], added]
    statement = statements.batch(batch["id"], [one["sha256"] for one in sent])
    again = {"id": batch["id"], "sig": sign_raw(ana.tablet.vault.p, statement), "changes": sent}
    receipts = (ana.post(again).json or {})["receipts"]
    assert [told(receipt) for receipt in receipts] == ["applied", "quarantined:id-reused"]
    ana.round()
    assert more["record"] not in ana.records


def test_work_done_before_access_ended_is_released_by_who_answers_for_it(
    office: Office, ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    share(office, marcus, patient)
    change = goal(marcus, patient)
    marcus.clock.advance(minutes=20)
    withdraw(office, marcus, patient)
    marcus.clock.advance(hours=1)
    batch = held_batch(marcus, change)
    [line] = listed(rina)
    assert line["written"] == change["wall"]
    assert "access to this patient ended 2026-11-23 09:20 UTC" in line["changes"][0]["reason"]["text"]
    assert decide(rina, batch["id"])["state"] == "released", "it was written while she had access"
    ana.round()
    assert ana.heads(change["record"], "target")[0]["by"] == marcus.tablet.person
    late = held_batch(marcus, goal(marcus, patient))
    assert decide(rina, late["id"])["state"] == "held", "this one was not"


def test_a_visit_that_was_held_is_received_once_it_is_released(
    office: Office, ana: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    withdraw(office, ana, patient)
    visit = whole_visit(office, ana, patient)
    receipts = (ana.post(*visit.batches).json or {})["receipts"]
    assert {receipt["outcome"] for receipt in receipts} == {"quarantined"}
    share(office, ana, patient)
    for batch in visit.batches:
        decide(rina, batch["id"])
    rina.round()
    assert [head["value"] for head in rina.heads(visit.id, "state")] == ["received"]


def test_the_servers_word_of_one_signature_is_not_said_of_the_next(
    monkeypatch: pytest.MonkeyPatch, office: Office, ana: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    real = planner.plan

    def plan(envelope: Any, origin: Any, lookup: Any) -> Any:
        if origin.server:
            raise KeyError("a fault")
        return real(envelope, origin, lookup)

    visit = whole_visit(office, ana, patient)
    with monkeypatch.context() as faulty:
        faulty.setattr(planner, "plan", plan)
        ana.round(*visit.batches)
    [receive] = [line for line in listed(rina) if line["changes"][0]["kind"] == "visit"]
    rina.round()
    back = event_op("return", rina.saw(visit.id, "state"))
    rina.round(rina.batch(rina.change(visit.id, patient, "visit", back)))
    ana.round()
    visit.sign_anew(also=(("019a0000-0000-7000-8000-00000000000a", "0" * 64),))
    ana.round(visit.batches[-1])
    assert visit.state() == ["signed"], "what its manifest names is not all here"

    refused = decide(rina, receive["batch"])
    assert refused["state"] == "held"
    assert [receipt["reason"]["code"] for receipt in refused["changes"]] == ["not-yet"]
    assert visit.state() == ["signed"]
    assert decide(rina, receive["batch"], "set-aside", why="signed anew")["state"] == "set-aside"


def test_a_batch_about_somebody_elses_patient_is_neither_shown_nor_decided(
    ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    theirs = ana.new_patient("Delgado")
    [of_theirs] = [ana.new_goal(theirs)]
    unseen = held_batch(marcus, goal(marcus, theirs))
    # Claims a patient whom the reviewer sees, about a record of one whom she does not see.
    crossed = held_batch(ana, ana.change(of_theirs, patient, "goal", set_op("target", "Bus")), code="depends")
    mixed = held_batch(marcus, goal(marcus, patient), goal(marcus, theirs))
    lines = {line["batch"]: line for line in listed(rina)}
    assert set(lines) == {mixed["id"]}
    assert (lines[mixed["id"]]["mayDecide"], len(lines[mixed["id"]]["changes"])) == (False, 1)
    for batch in (unseen, crossed, mixed):
        for path, body in (("release", {}), ("set-aside", {"why": "x"})):
            answer = rina.tablet.post(f"/api/quarantine/{batch['id']}/{path}", body)
            absent = rina.tablet.post(f"/api/quarantine/{_NOBODY}/{path}", body)
            assert (answer.status_code, answer.data) == (404, absent.data)


def test_a_batch_of_another_key_stays_held_whoever_releases_it(
    ana: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    batch = {**ana.batch(goal(ana, patient)), "sig": "AAAA"}
    ana.post(batch)
    [receipt] = decide(rina, batch["id"])["changes"]
    assert told(receipt) == "quarantined:bad-signature"


def test_every_decision_is_on_record_with_who_made_it(
    office: Office, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    batch, other = held_batch(marcus, goal(marcus, patient)), held_batch(marcus, goal(marcus, patient))
    decide(rina, batch["id"])
    share(office, marcus, patient)
    decide(rina, batch["id"])
    decide(rina, other["id"], "set-aside", why="Written twice")
    with office.app.app_context(), reading() as connection:
        audit.verify(connection, office.agency)
        rows = connection.exec_driver_sql(
            "SELECT action, person_id, patient_id, detail FROM audit_entries"
            " WHERE action IN ('released', 'release-refused', 'set-aside') ORDER BY number"
        ).all()
    assert [row[0] for row in rows] == ["release-refused", "released", "set-aside"]
    assert {(row[1], row[2]) for row in rows} == {(rina.tablet.person, patient)}
    assert "Written twice" not in str(rows)


def test_the_history_of_a_record_says_who_released_a_change(
    ana: FieldTablet, marcus: FieldTablet, rina: FieldTablet, patient: str, office: Office
) -> None:
    change = goal(marcus, patient)
    batch = held_batch(marcus, change)
    share(office, marcus, patient)
    assert decide(rina, batch["id"])["state"] == "released"
    own = goal(ana, patient)
    ana.deliver(own)
    for record, released in ((change["record"], rina), (own["record"], None)):
        writes = (rina.tablet.get(f"/api/records/{record}/history").json or {})["history"]
        assert writes
        who = None if released is None else {"by": released.tablet.person, "byName": "Rina Patel"}
        told_of = [
            one["released"] and {key: one["released"][key] for key in ("by", "byName")} for one in writes
        ]
        assert told_of == [who] * len(writes)
        assert {one["by"] for one in writes} == {(marcus if released else ana).tablet.person}


def test_two_people_and_the_tablet_at_once_come_one_after_the_other(
    office: Office, marcus: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    sam = at_work(office, marcus.clock, "Sam Lee", "reviewer")
    share(office, sam, patient)
    change = goal(marcus, patient)
    batch = held_batch(marcus, change)
    share(office, marcus, patient)
    with ThreadPoolExecutor(3) as pool:
        decided = [pool.submit(decide, who, batch["id"]) for who in (rina, sam)]
        again = pool.submit(marcus.post, batch)
    assert [one.result()["state"] for one in decided] == ["released", "released"]
    assert len({one.result()["decided"]["by"] for one in decided}) == 1, "one of them decided"
    assert again.result().status_code == 200
    marcus.round()
    assert [head["stamps"] for head in marcus.heads(change["record"], "target")] == [[change["id"]]]
