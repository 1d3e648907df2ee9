"""The board of transitions: lanes by what is late, lines that follow the records, only of one's patients."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.field_work import CREATE, at_work, set_op, withdraw
from tests.deadlines.conftest import Watch

Json = dict[str, Any]
STEP = set_op("nextStep", "Call the ward")


def lane(due: Watch, name: str, **query: object) -> Json:
    asked = "".join(f"&{key}={value}" for key, value in query.items())
    answer = due.rina.tablet.get(f"/api/office/transitions?lane={name}{asked}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def opened(due: Watch, patient: str, *ops: Json) -> str:
    record = due.ana.id()
    due.write(record, patient, "transition", CREATE, *ops)
    return record


def owned(due: Watch) -> Json:
    return set_op("owner", due.ana.tablet.person)


def ids(page: Json) -> list[str]:
    return [line["transition"]["id"] for line in page["transitions"]]


def stamps(due: Watch, record: str, field: str) -> list[str]:
    due.ana.round()
    found = due.ana.records[record]["fields"].get(field, {"heads": []})["heads"]
    return [stamp for head in found for stamp in head["stamps"]]


def test_each_transition_stands_in_one_lane_and_follows_its_record(due: Watch) -> None:
    patient = due.patient()
    asks = opened(due, patient, owned(due))
    going = opened(due, patient, owned(due), STEP, set_op("nextDue", "2026-11-25"))
    late = opened(due, patient, owned(due), STEP, set_op("nextDue", "2026-11-20"))
    assert (ids(lane(due, "asks")), ids(lane(due, "open")), ids(lane(due, "late"))) == (
        [asks],
        [going],
        [late],
    )
    assert lane(due, "over")["counts"] == {"late": 1, "asks": 1, "open": 1, "over": 0}
    [line] = lane(due, "late")["transitions"]
    assert [(one["rule"], one["due"]) for one in line["late"]] == [
        ("transition-next", "2026-11-21T04:59:59.999Z")
    ]
    assert line["ownerNames"] == ["Ana Ruiz"]
    assert [one["name"] for one in line["mayOwn"]] == ["Ana Ruiz", "Rina Patel"]

    # What is done about it moves it at once: nobody waits for the watch.
    due.write(asks, patient, "transition", STEP, by=due.rina)
    called_off = {"op": "event", "field": "state", "event": "cancel", "saw": stamps(due, late, "state")}
    due.write(late, patient, "transition", called_off)
    assert lane(due, "late")["counts"] == {"late": 0, "asks": 0, "open": 2, "over": 1}
    assert ids(lane(due, "over")) == [late]


def test_whose_owner_has_left_asks_whose_it_is_now(due: Watch) -> None:
    patient = due.patient()
    hers = opened(due, patient, owned(due), STEP, set_op("nextDue", "2026-11-25"))
    over = opened(due, patient, owned(due), STEP)
    called_off = {"op": "event", "field": "state", "event": "cancel", "saw": stamps(due, over, "state")}
    due.write(over, patient, "transition", called_off)
    assert ids(lane(due, "open")) == [hers]

    admin = at_work(due.office, due.clock, "Grace Lindqvist", "administrator")
    assert admin.tablet.post(f"/api/office/people/{due.ana.tablet.person}/end", {}).status_code == 200
    [line] = lane(due, "asks")["transitions"]
    assert (line["transition"]["id"], line["ownersLeft"]) == (hers, [due.ana.tablet.person])
    assert [one["name"] for one in line["mayOwn"]] == ["Rina Patel"]
    assert lane(due, "open")["counts"] == {"late": 0, "asks": 1, "open": 0, "over": 1}
    # A tablet learns of it by the list of people, with the day.
    other = at_work(due.office, due.clock, "Bea Ono")
    other.round()
    assert other.records[due.ana.tablet.person]["fields"]["left"]["heads"][0]["value"] == due.clock.text

    saw = [stamp for head in line["transition"]["fields"]["owner"]["heads"] for stamp in head["stamps"]]
    due.write(hers, patient, "transition", set_op("owner", due.rina.tablet.person, saw), by=due.rina)
    assert ids(lane(due, "open")) == [hers]
    assert lane(due, "open")["transitions"][0]["ownersLeft"] == []


def test_what_is_missing_for_a_day_is_late(due: Watch) -> None:
    record = opened(due, due.patient())
    assert ids(lane(due, "asks")) == [record]
    due.clock.advance(hours=25)
    due.rina.tablet.sign_in()
    [line] = lane(due, "late")["transitions"]
    assert [one["rule"] for one in line["late"]] == ["transition-step"]
    assert line["ownerNames"] == []


def test_nothing_is_late_of_a_patient_who_died(due: Watch) -> None:
    patient = due.patient()
    record = opened(due, patient, owned(due), STEP, set_op("nextDue", "2026-11-20"))
    assert ids(lane(due, "late")) == [record]
    due.write(patient, patient, "patient", set_op("deceased", "2026-11-22"))
    assert (ids(lane(due, "late")), ids(lane(due, "open"))) == ([], [record])
    [line] = lane(due, "open")["transitions"]
    assert line["patient"]["died"] == "2026-11-22", "whoever reads the line is not to call there unknowing"


def test_pages_go_on_where_the_last_one_ended(due: Watch) -> None:
    patient = due.patient()
    days = ["2026-11-17", "2026-11-18", "2026-11-18", "2026-11-18", "2026-11-19"]
    made = [opened(due, patient, owned(due), STEP, set_op("nextDue", day)) for day in days]
    found: list[str] = []
    page = lane(due, "late", limit=2)
    while True:
        found += ids(page)
        if page["next"] is None:
            break
        page = lane(due, "late", limit=2, before=page["next"])
    assert found[0] == made[0]
    assert found[-1] == made[-1]
    assert sorted(found) == sorted(made)


@pytest.mark.parametrize("name", ["late", "over"])
def test_a_board_shows_only_patients_of_the_reader(due: Watch, name: str) -> None:
    patient = due.patient()
    opened(due, patient, owned(due), STEP, set_op("nextDue", "2026-11-20"))
    withdraw(due.office, due.rina, patient)
    assert lane(due, name)["transitions"] == []
    assert lane(due, name)["counts"] == {"late": 0, "asks": 0, "open": 0, "over": 0}
