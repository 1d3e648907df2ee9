"""What people say of a running deadline when they close care, in the office's records of deadlines."""

from __future__ import annotations

from tests.api.field_work import CREATE, FieldTablet, event_op, set_op
from tests.deadlines.conftest import Watch

RECEIVED = "2026-11-23T08:00:00.000Z"
ROW = "019a0000-0000-8000-8000-0000000000ff"
"""The same wherever it is made: a row is of the deadline's names."""


def closes(due: Watch, patient: str, fate: str, *, owner: str = "", by: FieldTablet | None = None) -> str:
    """Close the care with a word about the first visit; give the record of the episode."""
    tablet = by or due.ana
    episode = tablet.id()
    row = f"left/{ROW}"
    said = [set_op(f"{row}/record", patient), set_op(f"{row}/rule", "initial-visit")]
    said += [set_op(f"{row}/anchor", ""), set_op(f"{row}/fate", fate)]
    if owner:
        said.append(set_op(f"{row}/owner", owner))
    ops = (CREATE, set_op("reason", "goals-met"), *said, event_op("close", []))
    due.write(episode, patient, "episode", *ops, by=tablet)
    due.clock.advance(minutes=5)
    due.catch_up()
    return episode


def first_visit(due: Watch, patient: str) -> dict[str, object]:
    return next(one for one in due.deadlines(patient) if one["rule"] == "initial-visit")


def running(due: Watch) -> str:
    patient = due.patient(referralReceived=RECEIVED)
    due.catch_up()
    assert first_visit(due, patient)["state"] == "open"
    due.clock.advance(minutes=5)
    return patient


def test_a_first_visit_that_no_longer_applies_runs_no_more(due: Watch) -> None:
    patient = running(due)
    closes(due, patient, "ended")
    assert first_visit(due, patient)["state"] == "void"


def test_opened_again_it_runs_again(due: Watch) -> None:
    patient = running(due)
    episode = closes(due, patient, "done")
    assert first_visit(due, patient)["state"] == "met"
    due.write(episode, patient, "episode", event_op("reopen", due.seen(episode)))
    due.catch_up()
    assert first_visit(due, patient)["state"] == "open"


def test_two_who_say_different_things_end_nothing_and_both_words_stand(due: Watch) -> None:
    patient = running(due)
    hers = closes(due, patient, "ended")
    his = closes(due, patient, "handed-over", owner=due.rina.tablet.person, by=due.rina)
    assert first_visit(due, patient)["state"] == "open"
    due.ana.tablet.sign_in()
    due.ana.round()
    said = [due.ana.records[one]["fields"][f"left/{ROW}/fate"]["heads"][0]["value"] for one in (hers, his)]
    assert said == ["ended", "handed-over"]


def test_what_runs_is_hers_to_whom_it_is_handed_until_the_office_gives_it_to_another(due: Watch) -> None:
    patient, rina, ana = running(due), due.rina.tablet.person, due.ana.tablet.person
    closes(due, patient, "handed-over", owner=rina)
    found = first_visit(due, patient)
    assert (found["state"], found["owner"]) == ("open", rina)
    record = str(found["id"])
    due.clock.advance(minutes=5)
    due.write(record, patient, "deadline", set_op("owner", ana, due.seen(record, "owner")))
    due.catch_up()
    assert first_visit(due, patient)["owner"] == ana


def test_the_deadline_of_a_referral_that_is_handed_over_is_hers(due: Watch) -> None:
    patient, rina = due.patient(), due.rina.tablet.person
    ops = (set_op("service", "Meals"), set_op("target", {"name": "Kitchen"}), set_op("priority", "routine"))
    consent = due.new(patient, "consent", set_op("to", {"name": "Kitchen"}), set_op("agreed", value=True))
    referral = due.new(patient, "referral", *ops)
    sent = {"at": RECEIVED, "how": "phone", "to": "Kitchen", "what": [], "consent": consent}
    seen = due.seen(referral)
    due.write(
        referral,
        patient,
        "referral",
        {"op": "append", "field": "sent", "value": sent},
        event_op("send", seen),
    )
    due.catch_up()
    [before] = due.deadlines(patient)
    assert before["rule"] == "referral-answer"
    assert before.get("owner") != rina
    due.clock.advance(minutes=5)
    due.write(referral, patient, "referral", set_op("owner", rina))
    due.catch_up()
    [after] = due.deadlines(patient)
    assert (after["id"], after["owner"]) == (before["id"], rina)
