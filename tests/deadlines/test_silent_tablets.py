"""A tablet with unsent work that is silent: found by its last contact, told by the ladder, put off."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from server.config import Settings
from server.deadlines import mail, post, push, silent_tablets
from server.identity import service
from server.store.database import reading
from tests.api.conftest import Office
from tests.api.field_work import FieldTablet, Json, at_work
from tests.deadlines.conftest import Watch

MORNING = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""10:00 in New York."""


@pytest.fixture
def admin(due: Watch) -> FieldTablet:
    return at_work(due.office, due.clock, "Grace Lindqvist", "administrator")


@pytest.fixture
def silent(due: Watch, admin: FieldTablet) -> Watch:
    """Ana's tablet says that it has 14 to send, at 10:00 in the morning, and is not heard of again."""
    assert admin
    due.clock.moment = MORNING
    due.ana.tablet.sign_in()
    assert due.ana.post(unsent=14).status_code == 200
    return due


def tell(due: Watch) -> int:
    with due.office.app.app_context():
        return silent_tablets.tell(due.office.agency, due.clock.moment)


def told(office: Office) -> list[tuple[str, list[str]]]:
    """Each step as the audit log has it."""
    asked = "SELECT detail FROM audit_entries WHERE action = 'silent-tablet.told' ORDER BY number"
    with office.app.app_context(), reading() as connection:
        found = [json.loads(row[0]) for row in connection.exec_driver_sql(asked)]
    return [(one["to"], one["people"]) for one in found]


def listed(who: FieldTablet) -> list[Json]:
    who.tablet.sign_in()
    answer = who.tablet.get("/api/office/deadlines/tablets")
    assert answer.status_code == 200, answer.text
    return list((answer.json or {})["tablets"])


def waiting(due: Watch) -> int:
    due.rina.tablet.sign_in()
    return int((due.rina.tablet.get("/api/office/counts").json or {})["deadlines"])


def test_it_is_told_step_by_step_each_step_once(silent: Watch, admin: FieldTablet) -> None:
    ana, rina = str(silent.ana.tablet.person), str(silent.rina.tablet.person)
    silent.clock.advance(hours=23, minutes=59)
    assert (tell(silent), listed(silent.rina), waiting(silent)) == (0, [], 0)
    silent.clock.advance(minutes=1)
    assert (tell(silent), tell(silent)) == (1, 0)
    [row] = listed(silent.rina)
    assert (row["tablet"]["id"], row["person"]["name"], row["unsent"]) == (
        silent.ana.tablet.device,
        "Ana Ruiz",
        14,
    )
    assert (row["since"], row["due"]) == ("2026-11-23T15:00:00.000Z", "2026-11-24T15:00:00.000Z")
    assert (row["step"], row["snooze"], waiting(silent)) == ("coordinator", None, 1)
    silent.clock.advance(hours=4)
    assert tell(silent) == 1
    # Two days of downtime, and a clock that had been put back: what was missed is told, nothing twice.
    silent.clock.advance(hours=-2)
    assert tell(silent) == 0
    silent.clock.advance(hours=48)
    assert (tell(silent), tell(silent)) == (1, 0)
    assert told(silent.office) == [
        ("coordinator", [ana]),
        ("reviewer", [rina]),
        ("supervisor", [str(admin.tablet.person)]),
    ]


def test_at_night_nobody_is_woken(silent: Watch) -> None:
    silent.clock.moment = MORNING.replace(hour=3, day=24)
    silent.ana.tablet.sign_in()
    assert silent.ana.post(unsent=14).status_code == 200
    silent.clock.advance(hours=24)
    assert tell(silent) == 0, "22:00 in New York"
    silent.clock.advance(hours=9)
    assert tell(silent) == 1, "7:00"


def test_a_contact_ends_it_and_the_next_silence_is_told_anew(silent: Watch) -> None:
    silent.clock.advance(hours=25)
    assert tell(silent) == 1
    silent.ana.tablet.sign_in()
    assert silent.ana.post(unsent=3).status_code == 200
    assert (tell(silent), listed(silent.rina)) == (0, [])
    silent.clock.advance(hours=25)
    assert tell(silent) == 1
    silent.ana.tablet.sign_in()
    assert silent.ana.post(unsent=0).status_code == 200
    silent.clock.advance(hours=100)
    assert (tell(silent), listed(silent.rina)) == (0, [])
    assert [step for step, _ in told(silent.office)] == ["coordinator", "coordinator"]


def test_a_tablet_that_was_removed_is_silent_for_good(silent: Watch, admin: FieldTablet) -> None:
    silent.clock.advance(hours=25)
    admin.tablet.sign_in()
    path = f"/api/office/tablets/{silent.ana.tablet.device}/revoke"
    assert admin.tablet.post(path, {"reason": "lost"}).status_code == 200
    assert (tell(silent), listed(admin)) == (0, [])


def test_it_is_put_off_with_a_reason_until_then_and_for_this_silence_alone(
    silent: Watch, admin: FieldTablet
) -> None:
    silent.clock.advance(hours=25)
    assert tell(silent) == 1
    path = f"/api/office/deadlines/tablets/{silent.ana.tablet.device}/put-off"
    until = "2026-11-27T15:00:00.000Z"
    silent.rina.tablet.sign_in()
    for bad in ({"until": until}, {"until": until, "reason": ""}, {"until": "soon", "reason": "On leave"}):
        assert silent.rina.tablet.post(path, bad).status_code == 422
    past = {"until": silent.clock.text, "reason": "On leave"}
    assert silent.rina.tablet.post(path, past).status_code == 422
    off = silent.rina.tablet.post(path, {"until": until, "reason": "On leave, tablet in the safe"})
    assert off.status_code == 200, off.text
    silent.clock.advance(hours=48)
    assert tell(silent) == 0
    [row] = listed(admin)
    assert row["snooze"] == {
        "until": until,
        "reason": "On leave, tablet in the safe",
        "by": silent.rina.tablet.person,
        "byName": "Rina Patel",
    }
    [board] = [
        one
        for one in (admin.tablet.get("/api/office/tablets").json or {})["tablets"]
        if one["id"] == silent.ana.tablet.device
    ]
    assert (board["silent"]["due"], board["silent"]["step"]) == (row["due"], "coordinator")
    silent.clock.advance(hours=48)
    assert tell(silent) == 1
    with silent.office.app.app_context(), reading() as connection:
        kept = connection.exec_driver_sql("SELECT detail FROM audit_entries").all()
    assert not [row for row in kept if "safe" in row[0]], "the audit log takes no words of people"
    # A tablet that is not silent can't be put off, nor one that does not exist.
    for other in (silent.rina.tablet.device, silent.ana.id()):
        silent.rina.tablet.sign_in()
        body = {"until": "2026-12-24T09:00:00.000Z", "reason": "x"}
        answer = silent.rina.tablet.post(f"/api/office/deadlines/tablets/{other}/put-off", body)
        assert answer.status_code == 404


def test_it_goes_out_with_the_same_mail_and_the_same_push(silent: Watch, settings: Settings) -> None:
    with silent.office.app.app_context():
        service.set_email(service.find_person("Ana Ruiz"), "ana@example.org")
    silent.clock.advance(hours=25)
    assert tell(silent) == 1
    with silent.office.app.app_context():
        letter = mail.claim(silent.clock.moment)
        assert letter is not None
        assert (letter.address, letter.deadlines) == ("ana@example.org", 1)
        text = post.written(replace(settings, mail_from="doorstep@example.org"), letter).as_string()
        assert "14" not in text.split("Open Doorstep")[0].split("\n\n", 1)[1]
        assert push.claim(silent.clock.moment) is None, "she switched it on nowhere"


@pytest.mark.parametrize(("hours", "after"), [(48, 48), (None, 24), ("x", 24)])
def test_the_agency_sets_after_how_many_hours(silent: Watch, hours: Any, after: int) -> None:
    silent.set_agency(deadlineLimits={"silentTabletHours": hours})
    silent.clock.advance(hours=after, minutes=-1)
    assert tell(silent) == 0
    silent.clock.advance(minutes=1)
    assert tell(silent) == 1
