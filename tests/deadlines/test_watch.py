"""Records of deadlines follow the chart: made once, moved when a date is corrected, met, void, and synced."""

from __future__ import annotations

from sync.deadlines.chart import deadline_id
from sync.ids import RecordId
from tests.api.field_work import event_op, set_op
from tests.deadlines.conftest import Watch

REFERRED = "2026-11-23T08:00:00.000Z"
"""An hour before the tests' clock begins: 3 in the morning in New York."""


def test_a_referral_becomes_a_record_that_reaches_the_tablet(due: Watch) -> None:
    patient = due.patient(referralReceived=REFERRED)
    due.catch_up()
    [found] = due.deadlines(patient)
    assert found["id"] == deadline_id("initial-visit", RecordId(patient), "")
    assert (found["rule"], found["state"], found["due"]) == (
        "initial-visit",
        "open",
        "2026-11-25T08:00:00.000Z",
    )
    assert found["source"] == "42 CFR 484.55(a)(1)"
    assert found["evidence"] == {"record": patient, "fact": "referralReceived", "value": REFERRED}
    due.ana.round()
    assert due.ana.records[found["id"]]["kind"] == "deadline"


def test_the_same_facts_change_nothing_however_often_they_are_read(due: Watch) -> None:
    due.patient(referralReceived=REFERRED)
    assert due.catch_up() > 0
    before = due.deadlines()
    assert due.catch_up() == 0
    due.clock.advance(days=1)
    assert due.catch_up() == 0
    assert due.deadlines() == before


def test_a_corrected_date_moves_the_deadline_and_a_removed_one_voids_it(due: Watch) -> None:
    patient = due.patient(referralReceived=REFERRED)
    due.catch_up()
    due.ana.round()
    saw = due.ana.saw(patient, "referralReceived")
    due.write(patient, patient, "patient", set_op("referralReceived", "2026-11-23T06:00:00.000Z", saw))
    due.catch_up()
    [found] = due.deadlines(patient)
    assert (found["state"], found["due"]) == ("open", "2026-11-25T06:00:00.000Z")
    due.ana.round()
    saw = due.ana.saw(patient, "referralReceived")
    due.write(patient, patient, "patient", set_op("referralReceived", None, saw))
    due.catch_up()
    assert [one["state"] for one in due.deadlines(patient)] == ["void"]
    due.ana.round()
    saw = due.ana.saw(patient, "referralReceived")
    due.write(patient, patient, "patient", set_op("referralReceived", REFERRED, saw))
    due.catch_up()
    assert [one["state"] for one in due.deadlines(patient)] == ["open"]


def test_a_visit_that_begins_meets_it(due: Watch) -> None:
    patient = due.patient(referralReceived=REFERRED)
    due.catch_up()
    due.new(patient, "visit", event_op("start", []), set_op("startedAt", due.clock.text))
    due.catch_up()
    # From the visit on, somebody has to be in touch again.
    assert [(one["rule"], one["state"], one.get("metAt")) for one in due.deadlines(patient)] == [
        ("initial-visit", "met", due.clock.text),
        ("contact-due", "open", None),
    ]


def test_a_call_that_reaches_the_patient_moves_the_day_by_which_she_must_be_called_again(due: Watch) -> None:
    patient = due.patient(startOfCare="2026-11-23")
    due.catch_up()
    before = next(one for one in due.deadlines(patient) if one["rule"] == "contact-due")
    due.clock.advance(days=5)
    for outcome in ("voicemail", "reached"):
        said = (("with", "patient"), ("outcome", outcome), ("at", due.clock.text))
        due.new(patient, "contact_log", *(set_op(field, value) for field, value in said))
    due.catch_up()
    after = next(one for one in due.deadlines(patient) if one["rule"] == "contact-due")
    assert (before["due"], after["due"]) == ("2026-12-08T04:59:59.999Z", "2026-12-13T04:59:59.999Z")
    assert (after["state"], after["evidence"]["fact"]) == ("open", "lastContact")


def test_a_safety_event_is_due_within_the_hour_until_the_office_acknowledges_it(due: Watch) -> None:
    patient = due.patient()
    event = due.new(patient, "safety")
    due.catch_up()
    [found] = due.deadlines(patient)
    assert (found["rule"], found["due"]) == ("urgent-need", "2026-11-23T10:00:00.000Z")
    due.rina.round()
    due.clock.advance(minutes=20)
    saw = due.rina.saw(event, "state")
    due.write(event, patient, "safety", event_op("acknowledge", saw), by=due.rina)
    due.catch_up()
    assert [(one["state"], one.get("metAt")) for one in due.deadlines(patient)] == [("met", due.clock.text)]


def test_people_own_and_put_off_a_deadline_by_ordinary_changes_and_write_nothing_else_of_it(
    due: Watch,
) -> None:
    patient = due.patient(referralReceived=REFERRED)
    due.catch_up()
    due.rina.round()
    [found] = due.deadlines(patient)
    rina, record = due.rina, found["id"]
    snooze = {"until": "2026-11-24T14:00:00.000Z", "reason": "Family asked for Tuesday"}
    due.write(
        record,
        patient,
        "deadline",
        set_op("owner", due.ana.tablet.person),
        set_op("snooze", snooze),
        by=rina,
    )
    [found] = due.deadlines(patient)
    assert (found["owner"], found["snooze"]) == (due.ana.tablet.person, snooze)
    for op in (
        set_op("due", "2027-11-24T14:00:00.000Z", rina.saw(record, "due")),
        event_op("meet", rina.saw(record, "state")),
    ):
        change = rina.change(record, patient, "deadline", op)
        assert rina.outcomes(change) == ["quarantined:no-right"]


def test_nobody_but_the_watch_makes_a_deadline(due: Watch) -> None:
    patient = due.patient()
    change = due.rina.change(due.rina.id(), patient, "deadline", {"op": "create"})
    assert due.rina.outcomes(change) == ["quarantined:no-right"]


def test_the_agencys_record_carries_the_federal_holidays_to_the_tablets(due: Watch) -> None:
    due.catch_up()
    due.ana.round()
    [agency] = [one for one in due.ana.records.values() if one["kind"] == "agency"]
    [head] = agency["fields"]["holidays"]["heads"]
    # Thanksgiving, Independence Day kept on a Friday, New Year's Day, a day in two years
    assert {"2026-11-26", "2026-07-03", "2027-01-01", "2028-07-04"} <= set(head["value"])
    assert "2026-11-27" not in head["value"]


def test_a_new_day_begins_a_new_period_of_care(due: Watch) -> None:
    patient = due.patient(startOfCare="2026-09-25")
    due.catch_up()
    [first] = (one for one in due.deadlines(patient) if one["rule"] == "recertification")
    # Day 59 of a care that began on September 25 is today: its last moment in New York
    assert (first["anchor"], first["due"]) == ("period-1", "2026-11-24T04:59:59.999Z")
    due.clock.advance(days=1)
    due.catch_up()
    periods = [one for one in due.deadlines(patient) if one["rule"] == "recertification"]
    assert [(one["anchor"], one["state"]) for one in periods] == [
        ("period-1", "open"),
        ("period-2", "open"),
    ]


def test_an_agency_that_changes_its_limits_has_every_deadline_counted_anew(due: Watch) -> None:
    patient = due.patient()
    due.new(patient, "safety")
    due.catch_up()
    due.set_agency(deadlineLimits={"urgentNeedHours": 3})
    due.catch_up()
    assert [one["due"] for one in due.deadlines(patient)] == ["2026-11-23T12:00:00.000Z"]


def test_a_chart_that_no_rule_can_read_keeps_no_other_from_being_read(due: Watch) -> None:
    due.patient(orderedStart="9999-12-31")
    patient = due.patient(referralReceived=REFERRED)
    due.catch_up()
    assert [one["patient"] for one in due.deadlines()] == [patient]


def test_an_urgent_message_is_due_within_the_hour_until_somebody_else_has_seen_it(due: Watch) -> None:
    patient = due.patient()
    message = due.new(patient, "message", set_op("words", "She fell this morning."), set_op("urgent", True))
    due.new(patient, "message", set_op("words", "The scale came."))
    due.catch_up()
    [found] = due.deadlines(patient)
    assert (found["rule"], found["state"], found["due"]) == (
        "urgent-need",
        "open",
        "2026-11-23T10:00:00.000Z",
    )
    due.rina.round()
    due.clock.advance(minutes=20)
    seen = {"op": "append", "field": "seen", "value": {"at": due.clock.text}}
    due.write(message, patient, "message", seen, by=due.rina)
    due.catch_up()
    assert [(one["state"], one.get("metAt")) for one in due.deadlines(patient)] == [("met", due.clock.text)]
