"""People, as the administrator looks after them: who works here, inviting, ending, moving patients."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server import audit
from server.identity import service
from server.store.database import reading
from server.store.models.identity import Person
from server.verify.checks import verify_snapshot
from tests.api.conftest import Clock, Office, found_agency
from tests.api.field_work import (
    CREATE,
    FieldTablet,
    Json,
    at_work,
    event_op,
    set_op,
    share,
)
from tests.api.reviewing import reviewed_visit

LATER = "2026-11-30T05:00:00.000Z"


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


@pytest.fixture
def admin(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Grace Lindqvist", "administrator")


def said(answer: TestResponse) -> Json:
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def refused(answer: TestResponse) -> tuple[int, Any]:
    return answer.status_code, (answer.json or {})["code"]


def listed(admin: FieldTablet, **asked: Any) -> list[Json]:
    return list(said(admin.tablet.post("/api/office/people", asked))["people"])


def one(admin: FieldTablet, person: str) -> Json:
    return said(admin.tablet.get(f"/api/office/people/{person}"))


def invite(admin: FieldTablet, name: str = "Bea Ono", **other: Any) -> Json:
    asked = {"id": admin.id(), "name": name, "role": "coordinator", **other}
    return said(admin.tablet.post("/api/office/people/invite", asked))


def end(admin: FieldTablet, person: str) -> TestResponse:
    return admin.tablet.post(f"/api/office/people/{person}/end", {})


def move(admin: FieldTablet, person: str, to: str, *patients: str, **more: Any) -> TestResponse:
    return split(admin, person, {to: patients}, **more)


def split(admin: FieldTablet, person: str, whom: Mapping[str, Sequence[str]], **more: Any) -> TestResponse:
    """Who gets which patients."""
    shares = [{"to": to, "patients": list(patients)} for to, patients in whom.items()]
    body = {"shares": shares, "reason": "She is ill", **more}
    return admin.tablet.post(f"/api/office/people/{person}/move", body)


def got(answer: TestResponse) -> Json:
    """What the one who got patients got."""
    [moved] = said(answer)["moved"]
    return {name: count for name, count in moved.items() if name != "to"}


def counted(moved: Json) -> tuple[int, int]:
    return moved["patients"], moved["visits"]


def trail(office: Office, *actions: str) -> list[tuple[str, str, Json]]:
    """Entries of these acts in order: act, who acted, detail."""
    with office.app.app_context(), reading() as connection:
        audit.verify(connection, office.agency)
        rows = connection.exec_driver_sql(
            "SELECT action, person_id, detail FROM audit_entries ORDER BY number"
        )
        return [(row[0], row[1], json.loads(row[2])) for row in rows if row[0] in actions]


# who works here


def test_the_list_says_of_each_how_far_she_has_come(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet
) -> None:
    ana.new_patient()
    invite(admin)
    office.person("Cam Ito")
    ana.post(unsent=2)
    by_name = {row["name"]: row for row in listed(admin)}
    assert list(by_name) == ["Ana Ruiz", "Bea Ono", "Cam Ito", "Grace Lindqvist"]
    assert {name: row["state"] for name, row in by_name.items()} == {
        "Ana Ruiz": "active",
        "Bea Ono": "invited",
        "Cam Ito": "not-invited",
        "Grace Lindqvist": "active",
    }
    hers = by_name["Ana Ruiz"]
    assert (hers["patients"], hers["passkeys"], hers["tablets"]) == (1, 1, 1)
    assert (hers["touched"], hers["lastContact"]) == (clock.text, clock.text)
    assert by_name["Bea Ono"]["linkUntil"] == "2026-11-24T09:00:00.000Z"
    clock.advance(hours=25)
    admin.tablet.sign_in()
    assert {row["state"] for row in listed(admin, text="bea")} == {"not-invited"}


def test_people_are_found_by_parts_of_names_and_listed_in_pages(office: Office, admin: FieldTablet) -> None:
    for name in ("Bo Lind", "bo Ärlig", "Cam Ito", "Cam Ito Jr"):
        office.person(name)
    assert [row["name"] for row in listed(admin, text="LIND")] == ["Bo Lind", "Grace Lindqvist"]
    assert [row["name"] for row in listed(admin, text="jr cam")] == ["Cam Ito Jr"]
    assert listed(admin, text="nobody") == []
    paged: list[str] = []
    after = None
    while True:
        page = said(admin.tablet.post("/api/office/people", {"limit": 2, "after": after}))
        paged += [row["name"] for row in page["people"]]
        after = page["next"]
        if after is None:
            break
    assert paged == ["Bo Lind", "bo Ärlig", "Cam Ito", "Cam Ito Jr", "Grace Lindqvist"]


def test_one_person_comes_with_her_tablets_and_whom_she_may_see_by_two_identifiers(
    admin: FieldTablet, ana: FieldTablet
) -> None:
    patient = ana.new_patient()
    ana.post(unsent=2)
    hers = one(admin, ana.tablet.person)
    [access] = hers["access"]
    assert access["patient"] == {"id": patient, "name": "Ben Okafor", "birthDate": "", "mrn": ""}
    [tablet] = hers["devices"]
    assert (tablet["id"], tablet["unsent"], tablet["passkeys"]) == (ana.tablet.device, 2, 1)
    assert (hers["unsent"], hers["last"]) == (2, False)
    assert one(admin, admin.tablet.person)["last"] is True


def test_of_another_agency_nobody_is_there(
    app: Flask, clock: Clock, admin: FieldTablet, ana: FieldTablet
) -> None:
    stranger = at_work(found_agency(app, clock), clock, "Stranger")
    nobody = ana.id()
    patient = ana.new_patient()
    for who in (stranger.tablet.person, nobody):
        answers = [
            admin.tablet.get(f"/api/office/people/{who}"),
            admin.tablet.post(f"/api/office/people/{who}/link", {}),
            end(admin, who),
            move(admin, who, ana.tablet.person, patient),
            move(admin, ana.tablet.person, who, patient),
        ]
        assert {refused(answer) for answer in answers} == {(404, "not-found")}
        assert len({answer.data for answer in answers}) == 1
    assert [row["name"] for row in listed(admin)] == ["Ana Ruiz", "Grace Lindqvist"]
    assert stranger.post().status_code == 200


# inviting


def test_somebody_invited_joins_by_the_link_and_is_known_by_name_on_every_tablet(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet
) -> None:
    issued = invite(admin)
    assert (issued["expires"], len(issued["typed"])) == ("2026-11-24T09:00:00.000Z", 9)
    code = issued["link"].removeprefix("http://localhost:8000/#/enrol/")
    bea = FieldTablet(office.tablet().enrol(code), clock)
    assert bea.tablet.person == issued["person"]
    ana.round()
    name = ana.records[issued["person"]]["fields"]["name"]["heads"]
    assert [(head["value"], head["by"]) for head in name] == [("Bea Ono", admin.tablet.person)]
    [added] = trail(office, "person.added")[-1:]
    assert added[1:] == (admin.tablet.person, {"person": issued["person"], "role": "coordinator"})
    [(_, by, _)] = trail(office, "invite.issued")[-1:]
    assert by == admin.tablet.person


def test_asking_twice_adds_one_person_and_only_the_newest_link_is_good(
    office: Office, admin: FieldTablet
) -> None:
    who = admin.id()
    first, second = (invite(admin, id=who) for _ in range(2))
    third = said(admin.tablet.post(f"/api/office/people/{who}/link", {}))
    assert len(listed(admin, text="Bea")) == 1
    for issued, status in ((first, 410), (second, 410), (third, 200)):
        assert office.tablet().ask("/api/enrol/begin", {"invite": issued["typed"]}).status_code == status


def test_an_id_that_is_taken_is_refused(admin: FieldTablet, ana: FieldTablet) -> None:
    patient = ana.new_patient()
    for taken in (ana.tablet.person, patient):
        asked = {"id": taken, "name": "Bea Ono", "role": "coordinator"}
        answer = admin.tablet.post("/api/office/people/invite", asked)
        assert (answer.status_code, (answer.json or {})["where"]) == (422, "id")
    for name in ("", " ", "Bea\nOno", " Bea"):
        asked = {"id": admin.id(), "name": name, "role": "coordinator"}
        answer = admin.tablet.post("/api/office/people/invite", asked)
        assert (answer.status_code, (answer.json or {})["where"]) == (422, "name")
    assert [row["name"] for row in listed(admin)] == ["Ana Ruiz", "Grace Lindqvist"]


def test_a_new_link_adds_a_tablet_and_ends_none(office: Office, clock: Clock, admin: FieldTablet) -> None:
    ana = at_work(office, clock)
    issued = said(admin.tablet.post(f"/api/office/people/{ana.tablet.person}/link", {}))
    assert one(admin, ana.tablet.person)["linkUntil"] == issued["expires"]
    second = office.tablet().enrol(issued["typed"])
    assert second.person == ana.tablet.person
    hers = one(admin, ana.tablet.person)
    assert (hers["tablets"], hers["passkeys"], hers["linkUntil"]) == (2, 2, None)
    ana.round()
    assert ana.tablet.person in ana.records, (
        "whom the operator added without a name in the library has one now"
    )
    assert ana.post().status_code == 200


# the end of an employment


def test_an_ended_persons_next_request_is_refused_and_what_is_unsent_is_held(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet
) -> None:
    patient = ana.new_patient()
    said(admin.tablet.post(f"/api/office/people/{ana.tablet.person}/link", {}))
    written = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Walk"))
    assert said(end(admin, ana.tablet.person)) == {"ended": clock.text}
    assert refused(ana.tablet.get(f"/api/records/{patient}/all")) == (403, "revoked")
    assert ana.outcomes(written) == ["quarantined:revoked"]
    hers = one(admin, ana.tablet.person)
    assert (hers["state"], hers["ended"], hers["linkUntil"]) == ("ended", clock.text, None)
    assert [(has["patient"]["id"], has["running"]) for has in hers["access"]] == [(patient, False)]
    assert [tablet["revoked"] for tablet in hers["devices"]] == [clock.text]
    assert [row["name"] for row in listed(admin)] == ["Grace Lindqvist"]
    assert [row["name"] for row in listed(admin, left=True)] == ["Ana Ruiz"]
    ended = trail(office, "tablet.revoked", "access.ended", "person.ended")
    assert [action for action, _, _ in ended] == ["tablet.revoked", "access.ended", "person.ended"]
    assert {by for _, by, _ in ended} == {admin.tablet.person}
    assert ended[0][2]["reason"] == "person-left"


def test_ending_twice_is_once_and_her_link_is_known_no_more(
    office: Office, clock: Clock, admin: FieldTablet
) -> None:
    issued = invite(admin)
    first = said(end(admin, issued["person"]))
    clock.advance(hours=1)
    assert said(end(admin, issued["person"])) == first
    assert len(trail(office, "person.ended")) == 1
    assert office.tablet().ask("/api/enrol/begin", {"invite": issued["typed"]}).status_code == 404
    assert refused(admin.tablet.post(f"/api/office/people/{issued['person']}/link", {})) == (404, "not-found")


def test_the_last_administrator_who_can_sign_in_is_not_ended(
    office: Office, clock: Clock, admin: FieldTablet
) -> None:
    office.person("Not Joined", "administrator")
    assert refused(end(admin, admin.tablet.person)) == (409, "last-administrator")
    other = at_work(office, clock, "Omar Diaz", "administrator")
    assert one(admin, admin.tablet.person)["last"] is False
    assert said(end(other, admin.tablet.person)) == {"ended": clock.text}
    assert refused(admin.tablet.get("/api/office/tablets")) == (403, "revoked")
    assert refused(end(other, other.tablet.person)) == (409, "last-administrator")
    assert other.post().status_code == 200


# moving patients


def granted(tablet: FieldTablet) -> list[str]:
    tablet.tablet.sign_in()
    tablet.round()
    return sorted(tablet.granted)


def test_her_patients_become_a_colleagues_and_their_charts_arrive_and_leave(
    office: Office, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    first, second = sorted([ana.new_patient(), ana.new_patient("Delgado")])
    marcus.round()
    moved = got(move(admin, ana.tablet.person, marcus.tablet.person, first, second))
    assert counted(moved) == (2, 0)
    assert (granted(ana), granted(marcus)) == ([], [first, second])
    assert {first, second} <= set(marcus.records)
    assert not {first, second} & set(ana.records)
    assert one(admin, marcus.tablet.person)["access"][0]["reason"] == "She is ill"
    again = got(move(admin, ana.tablet.person, marcus.tablet.person, first, second))
    assert counted(again) == (0, 0), "a second press"
    acts = trail(office, "access.given", "access.ended")
    assert [(action, detail["person"]) for action, _, detail in acts] == [
        ("access.ended", ana.tablet.person),
        ("access.given", marcus.tablet.person),
    ] * 2


def test_one_bad_id_moves_nobody(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    mine, his = ana.new_patient(), marcus.new_patient()
    bea = at_work(office, clock, "Bea Ono")
    for bad in (his, ana.id()):
        answer = move(admin, ana.tablet.person, bea.tablet.person, mine, bad)
        assert refused(answer) == (404, "not-found")
    assert (granted(ana), granted(bea)) == ([mine], [])
    assert trail(office, "access.given", "access.ended") == []


def test_what_somebody_had_when_she_left_can_be_given_to_a_colleague_afterwards(
    clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    first, shared, ended = (ana.new_patient() for _ in range(3))
    admin.tablet.post(f"/api/office/access/{marcus.tablet.person}/{shared}/give", {"reason": "cover"})
    visit = planned(ana, shared, "2026-11-24T14:00:00.000Z")
    admin.tablet.post(f"/api/office/access/{ana.tablet.person}/{ended}/end", {})
    clock.advance(hours=1)
    end(admin, ana.tablet.person)
    clock.advance(hours=1)
    assert refused(move(admin, ana.tablet.person, marcus.tablet.person, ended)) == (404, "not-found")
    had = [access["patient"]["id"] for access in one(admin, ana.tablet.person)["access"]]
    assert sorted(had) == sorted([first, shared])
    moved = got(move(admin, ana.tablet.person, marcus.tablet.person, *had))
    assert counted(moved) == (1, 1)
    assert granted(marcus) == sorted(had)
    assert coordinator(marcus, visit) == [marcus.tablet.person]
    again = got(move(admin, ana.tablet.person, marcus.tablet.person, *had))
    assert counted(again) == (0, 0)


def test_for_a_time_her_patients_go_and_come_back_by_the_clock(
    clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    begins = "2026-11-24T05:00:00.000Z"
    for _ in range(2):
        said(
            move(admin, ana.tablet.person, marcus.tablet.person, patient, **{"from": begins, "until": LATER})
        )
    assert (granted(ana), granted(marcus)) == ([patient], [])
    clock.advance(days=1)
    assert (granted(ana), granted(marcus)) == ([], [patient])
    clock.advance(days=6)
    assert (granted(ana), granted(marcus)) == ([patient], [])


def test_a_move_gives_nothing_for_longer_than_she_had_it(
    clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    path = f"/api/office/access/{ana.tablet.person}/{patient}/give"
    said(admin.tablet.post(path, {"until": "2026-11-25T09:00:00.000Z", "reason": "cover"}))
    got(move(admin, ana.tablet.person, marcus.tablet.person, patient, until=LATER))
    [his] = one(admin, marcus.tablet.person)["access"]
    assert his["ends"] == "2026-11-25T09:00:00.000Z"
    clock.advance(days=8)
    assert (granted(ana), granted(marcus)) == ([], [])


def test_patients_go_to_somebody_else_of_the_same_role_and_to_a_time_that_is_one(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    for to, more, where in (
        (ana.tablet.person, {}, "to"),
        (rina.tablet.person, {}, "to"),
        (admin.tablet.person, {}, "to"),
        (marcus.tablet.person, {"until": "2026-11-22T09:00:00.000Z"}, "until"),
        (marcus.tablet.person, {"reason": ""}, "reason"),
    ):
        answer = move(admin, ana.tablet.person, to, patient, **more)
        assert (answer.status_code, (answer.json or {})["where"]) == (422, where)
    end(admin, marcus.tablet.person)
    assert refused(move(admin, ana.tablet.person, marcus.tablet.person, patient)) == (404, "not-found")
    assert granted(ana) == [patient]


def planned(tablet: FieldTablet, patient: str, start: str) -> str:
    visit = tablet.id()
    ops = [
        CREATE,
        set_op("coordinator", tablet.tablet.person),
        set_op("scheduledFor", {"start": start, "end": start}),
    ]
    assert tablet.outcomes(tablet.change(visit, patient, "visit", *ops, schema=2)) == ["applied"]
    return visit


def coordinator(tablet: FieldTablet, visit: str) -> list[Any]:
    return [head["value"] for head in tablet.heads(visit, "coordinator")]


def test_planned_visits_of_that_time_go_along_and_one_that_was_begun_does_not(
    tmp_path: Path, office: Office, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    within = planned(ana, patient, "2026-11-24T14:00:00.000Z")
    after = planned(ana, patient, "2026-12-02T14:00:00.000Z")
    begun = planned(ana, patient, "2026-11-23T14:00:00.000Z")
    ana.round()
    start = event_op("start", ana.saw(begun, "state"))
    assert ana.outcomes(ana.change(begun, patient, "visit", start, schema=2)) == ["applied"]
    moved = got(move(admin, ana.tablet.person, marcus.tablet.person, patient, until=LATER))
    assert counted(moved) == (1, 1)
    marcus.round()
    assert coordinator(marcus, within) == [marcus.tablet.person]
    assert coordinator(marcus, after) == coordinator(marcus, begun) == [ana.tablet.person]
    invite(admin)
    end(admin, ana.tablet.person)
    with office.app.app_context(), reading() as connection:
        [report] = verify_snapshot(connection, tmp_path)
        assert report.findings == [], "what the office wrote is on record and can be replayed"


def test_a_returned_visit_goes_to_whoever_has_the_patient_now_and_she_signs_it(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    """Its author left: a colleague finds it returned to her, mends it and signs it herself."""
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    visit = reviewed_visit(office, ana, rina, ana.new_patient())
    share(office, marcus, visit.patient)
    rina.round()
    back = rina.change(
        visit.id, visit.patient, "visit", event_op("return", rina.saw(visit.id, "state")), schema=2
    )
    assert rina.outcomes(back) == ["applied"]
    end(admin, ana.tablet.person)
    author = said(rina.tablet.get(f"/api/office/visits/{visit.id}/review"))["author"]
    assert (author["gone"], author["since"]) == ("left", clock.text)
    assert author["reassignTo"] == [{"id": marcus.tablet.person, "name": "Marcus Webb"}]
    rina.round()
    given = rina.change(
        visit.id,
        visit.patient,
        "visit",
        set_op("coordinator", marcus.tablet.person, rina.saw(visit.id, "coordinator")),
        schema=2,
    )
    assert rina.outcomes(given) == ["applied"]
    author = said(rina.tablet.get(f"/api/office/visits/{visit.id}/review"))["author"]
    assert (author["name"], author["gone"]) == ("Marcus Webb", None)
    marcus.round()
    assert coordinator(marcus, visit.id) == [marcus.tablet.person]
    visit.tablet = marcus
    visit.sign_anew()
    assert {receipt["outcome"] for receipt in marcus.round(visit.batches[-1])} == {"applied"}
    assert visit.state() == ["received"]


@pytest.mark.parametrize("role", ["coordinator", "reviewer"])
def test_nobody_but_an_administrator_looks_after_people(
    office: Office, clock: Clock, ana: FieldTablet, role: str
) -> None:
    caller = at_work(office, clock, "Curious", role)
    who = ana.tablet.person
    new = {"id": ana.id(), "name": "Bea Ono", "role": "administrator"}
    for answer in (
        caller.tablet.post("/api/office/people", {}),
        caller.tablet.get(f"/api/office/people/{who}"),
        caller.tablet.post("/api/office/people/invite", new),
        caller.tablet.post(f"/api/office/people/{who}/link", {}),
        end(caller, who),
        move(caller, who, caller.tablet.person, ana.id()),
    ):
        assert refused(answer) == (403, "forbidden")


def test_a_person_whom_the_operator_added_is_looked_after_the_same_way(
    office: Office, admin: FieldTablet
) -> None:
    added: Person = office.person("Cam Ito")
    with office.app.app_context():
        service.issue_invite(added)
    assert one(admin, added.id)["state"] == "invited"
