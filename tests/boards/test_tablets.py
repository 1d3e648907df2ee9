"""The board of tablets: what each said, what of it lies here and is in no chart, and ending its access."""

from __future__ import annotations

import json

from server.store.database import reading
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op


def board(admin: FieldTablet) -> dict[str, Json]:
    answer = admin.tablet.get("/api/office/tablets")
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in (answer.json or {})["tablets"]}


def test_the_board_says_what_a_tablet_told_and_what_of_it_waits_here(office: Office, clock: Clock) -> None:
    ana, marcus = at_work(office, clock), at_work(office, clock, "Marcus Webb")
    admin = at_work(office, clock, "Grace Lindqvist", "administrator")
    patient = ana.new_patient()
    waits = ana.change(ana.id(), patient, "goal", CREATE, needs=[{"id": ana.id(), "hard": True}])
    assert ana.post(ana.batch(waits), unsent=14).status_code == 200
    said = clock.text
    held = marcus.change(marcus.id(), patient, "goal", CREATE, set_op("words", "Walk"))
    assert marcus.outcomes(held) == ["quarantined:no-right"]
    clock.advance(hours=3)
    tablets = board(admin)
    hers, his = tablets[str(ana.tablet.device)], tablets[str(marcus.tablet.device)]
    assert (hers["unsent"], hers["lastContact"], hers["revoked"]) == (14, said, None)
    assert (hers["waiting"], hers["waitingSince"], hers["held"], hers["twoPasts"]) == (1, said, 0, None)
    assert (his["waiting"], his["waitingSince"], his["held"]) == (0, None, 1)
    assert his["person"]["name"] == "Marcus Webb"


def test_access_is_ended_with_a_reason_that_the_audit_log_keeps(office: Office, clock: Clock) -> None:
    ana = at_work(office, clock)
    admin = at_work(office, clock, "Grace Lindqvist", "administrator")
    path = f"/api/office/tablets/{ana.tablet.device}/revoke"
    for bad in ({}, {"reason": "She dropped it"}):
        answer = admin.tablet.post(path, bad)
        assert (answer.status_code, (answer.json or {})["where"]) == (422, "reason")
    assert board(admin)[str(ana.tablet.device)]["revoked"] is None
    assert admin.tablet.post(path, {"reason": "stolen"}).json == {"revoked": clock.text}
    assert board(admin)[str(ana.tablet.device)]["revoked"] == clock.text
    with office.app.app_context(), reading() as connection:
        asked = "SELECT person_id, detail FROM audit_entries WHERE action = 'tablet.revoked'"
        [row] = connection.exec_driver_sql(asked).all()
    assert (row.person_id, json.loads(row.detail)["reason"]) == (admin.tablet.person, "stolen")
