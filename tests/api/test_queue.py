"""The queue: what waits for the office, in which order, by which filters, and who looks at what."""

from __future__ import annotations

from typing import Any

import pytest

from server.review.cli import fill
from server.store.database import db, reading, writing
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, event_op, set_op, share
from tests.api.reviewing import approval, at_desk, get, queue, reviewed_visit
from tests.api.visiting import Visit, stock_phq9


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_desk(office, clock)


@pytest.fixture
def visit(office: Office, ana: FieldTablet, rina: FieldTablet) -> Visit:
    return reviewed_visit(office, ana, rina, ana.new_patient())


def ids(rina: FieldTablet, query: str = "") -> list[str]:
    return [row["visit"]["id"] for row in queue(rina, query)]


def post(tablet: FieldTablet, path: str, body: Json) -> Json:
    answer = tablet.tablet.post(path, body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def test_a_line_says_what_the_office_has_to_know(
    ana: FieldTablet, rina: FieldTablet, clock: Clock, visit: Visit
) -> None:
    clock.advance(hours=1, minutes=30)
    [row] = queue(rina)
    assert row["patient"]["name"] == "Ben Okafor"
    assert row["coordinator"] == {"id": ana.tablet.person, "name": "Ana Ruiz"}
    assert (row["state"], row["stage"], row["rounds"], row["first"]) == ("received", "queue", 0, True)
    assert (row["hours"], row["late"], row["arriving"], row["claim"]) == (1.5, False, None, None)
    clock.advance(hours=7)
    assert ids(rina, "?alert=late") == [visit.id]


def test_urgent_ones_stand_first_then_what_is_due_then_the_oldest(
    office: Office, ana: FieldTablet, rina: FieldTablet, clock: Clock, visit: Visit
) -> None:
    clock.advance(minutes=5)
    later = reviewed_visit(office, ana, rina, visit.patient, visit.form)
    assert ids(rina) == [visit.id, later.id]
    assert ids(rina, "?order=newest") == [later.id, visit.id]
    event = ana.change(ana.id(), visit.patient, "safety", CREATE, set_op("visit", later.id), visit=later.id)
    assert ana.outcomes(event) == ["applied"]
    assert ids(rina) == [later.id, visit.id]
    assert [row["urgent"] for row in queue(rina)] == ["safety", None]
    assert ids(rina, "?alert=urgent") == [later.id]


def test_pages_go_on_where_they_stopped_and_refuse_a_foreign_place(
    office: Office, ana: FieldTablet, rina: FieldTablet, clock: Clock, visit: Visit
) -> None:
    clock.advance(minutes=5)
    later = reviewed_visit(office, ana, rina, visit.patient, visit.form)
    for order in ("due", "oldest", "newest"):
        first = get(rina, f"/api/office/queue?limit=1&order={order}")
        rest = get(rina, f"/api/office/queue?limit=1&order={order}&after={first['next']}")
        assert rest["next"] is None
        assert {first["visits"][0]["visit"]["id"], rest["visits"][0]["visit"]["id"]} == {visit.id, later.id}
    foreign = rina.tablet.get(f"/api/office/queue?order=oldest&after={_place('due', rina)}")
    assert foreign.status_code == 422
    assert rina.tablet.get("/api/office/queue?after=zz").status_code == 422


def test_of_visits_that_moved_those_are_told_that_are_in_the_list(
    office: Office, ana: FieldTablet, rina: FieldTablet, clock: Clock, visit: Visit
) -> None:
    clock.advance(minutes=5)
    later = reviewed_visit(office, ana, rina, visit.patient, visit.form)
    unknown = ana.id()
    assert ids(rina, f"?among={later.id},{unknown}") == [later.id]
    assert ids(rina, f"?among={later.id}&alert=urgent") == []
    for bad in ("", "all", f"{visit.id},", ",".join([visit.id] * 51)):
        assert rina.tablet.get(f"/api/office/queue?among={bad}").status_code == 422


def _place(order: str, rina: FieldTablet) -> str:
    return str(get(rina, f"/api/office/queue?limit=1&order={order}")["next"])


def test_a_visit_moves_through_its_stages(
    ana: FieldTablet, rina: FieldTablet, clock: Clock, visit: Visit
) -> None:
    rina.round()
    entry = {"round": 1, "at": clock.text, "remarks": []}
    ops = [
        {"op": "append", "field": "returns", "value": entry},
        event_op("return", rina.saw(visit.id, "state")),
    ]
    assert rina.outcomes(rina.change(visit.id, visit.patient, "visit", *ops, schema=2)) == ["applied"]
    assert (ids(rina), ids(rina, "?stage=returned")) == ([], [visit.id])
    assert queue(rina, "?stage=returned")[0]["rounds"] == 1
    held = rina.change(
        visit.id, visit.patient, "visit", event_op("approve", rina.saw(visit.id, "state")), schema=2
    )
    assert rina.outcomes(held) == ["quarantined:not-yet"]
    # Nothing is asked of a visit that is only planned.
    planned = ana.id()
    ana.deliver(ana.change(planned, visit.patient, "visit", CREATE, visit=planned, schema=2))
    assert ids(rina) == []


def test_filters_by_person_payer_and_form(ana: FieldTablet, rina: FieldTablet, visit: Visit) -> None:
    coverage = ana.change(ana.id(), visit.patient, "coverage", CREATE, set_op("payer", "Medicare"))
    assert ana.outcomes(coverage) == ["applied"]
    said = get(rina, "/api/office/queue/filters")
    assert [one["words"] for one in said["payers"]] == ["Medicare"]
    assert [one["words"] for one in said["coordinators"]] == ["Ana Ruiz"]
    payer, form = said["payers"][0]["key"], said["forms"][0]["key"]
    for chosen in (f"payer={payer}", f"form={form}", f"coordinator={ana.tablet.person}", "state=received"):
        assert ids(rina, f"?{chosen}") == [visit.id]
    other = "0" * 16
    for missed in (f"payer={other}", f"form={other}", f"coordinator={rina.tablet.person}", "state=signed"):
        assert ids(rina, f"?{missed}") == []


def test_nobody_without_a_grant_sees_a_line_or_hears_of_one(
    office: Office, clock: Clock, visit: Visit
) -> None:
    other = at_desk(office, clock, "Maria Chen")
    assert ids(other) == []
    assert get(other, "/api/office/live/since?live=0")["visits"] == []
    assert get(other, "/api/office/queue/filters") == {"coordinators": [], "payers": [], "forms": []}
    bodies: dict[str, Json] = {"claim": {"takeOver": True}, "release": {}, "approval": {"version": 1}}
    for path, body in bodies.items():
        assert other.tablet.post(f"/api/office/visits/{visit.id}/{path}", body).status_code == 404
    many = other.tablet.post("/api/office/approvals", {"visits": [{"id": visit.id, "version": 1}]})
    assert (many.json or {})["clean"] == []


@pytest.mark.usefixtures("visit")
def test_a_saved_view_counts_what_is_in_it_and_is_its_owners(
    office: Office, clock: Clock, rina: FieldTablet
) -> None:
    made = post(rina, "/api/office/queue/views", {"name": "Mine", "filters": {"alert": "blocks"}})["views"]
    assert [view["name"] for view in made] == [
        "To review", "Urgent", "Late", "Clean", "Returned", "Mine",
    ]  # fmt: skip
    assert [view["count"] for view in made] == [1, 0, 0, 0, 0, 0]
    again = post(rina, "/api/office/queue/views", {"name": "Mine", "filters": {"state": "received"}})
    assert again["views"][-1]["count"] == 1
    assert len(again["views"]) == len(made)
    other = at_desk(office, clock, "Maria Chen")
    assert len(get(other, "/api/office/queue/views")["views"]) == len(made) - 1
    gone = post(rina, f"/api/office/queue/views/{made[-1]['id']}/drop", {})
    assert len(gone["views"]) == len(made) - 1


def test_two_reviewers_learn_of_each_other(
    office: Office, clock: Clock, rina: FieldTablet, visit: Visit
) -> None:
    maria = at_desk(office, clock, "Maria Chen")
    share(office, maria, visit.patient)
    path = f"/api/office/visits/{visit.id}/claim"
    assert post(rina, path, {})["mine"] is True
    told = post(maria, path, {})
    assert (told["mine"], told["holder"]["name"], told["since"]) == (False, "Rina Patel", clock.text)
    assert queue(maria)[0]["claim"]["by"]["name"] == "Rina Patel"
    before = get(rina, "/api/office/live/since?live=0")["live"]
    taken = post(maria, path, {"takeOver": True})
    assert (taken["mine"], taken["takenFrom"]["name"]) == (True, "Rina Patel")
    # She is told: the line moved, and her next claim names who took it.
    moved = get(rina, f"/api/office/live/since?live={before}")
    assert moved["visits"] == [visit.id]
    assert post(rina, path, {})["holder"]["name"] == "Maria Chen"
    # It keeps nobody from writing, and it ends by itself.
    remark = rina.change(rina.id(), visit.patient, "remark", CREATE, set_op("words", "Weight?"))
    assert rina.outcomes(remark) == ["applied"]
    clock.advance(minutes=11)
    assert queue(rina)[0]["claim"] is None
    assert post(rina, path, {})["mine"] is True
    assert post(rina, f"/api/office/visits/{visit.id}/release", {}) == {"released": True}
    assert post(rina, f"/api/office/visits/{visit.id}/release", {}) == {"released": False}


def test_the_lines_made_anew_are_the_lines_that_are_kept(
    office: Office, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    second = Visit(ana, visit.patient, stock_phq9(office, ana.clock))
    second.begin()
    second.sign()
    ana.round(*second.batches)
    rina.deliver(approval(rina, visit))
    kept = lines(office)
    with office.app.app_context():
        assert fill(db.engine, only_new=True) == {}
        with writing() as connection:
            connection.exec_driver_sql("DELETE FROM review_queue")
            connection.exec_driver_sql("DELETE FROM review_counters")
        assert fill(db.engine, only_new=True) == {office.agency: len(kept)}
        assert lines(office) == kept
        assert fill(db.engine, only_new=False) == {office.agency: len(kept)}
    assert lines(office) == kept


def lines(office: Office) -> list[dict[str, Any]]:
    with office.app.app_context(), reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM review_queue ORDER BY visit_id").mappings()
        return [{name: value for name, value in row.items() if name != "moved"} for row in rows]
