"""What goes wrong with a referral: two answers, an end of the plan, a death. Nothing is lost or chosen."""

from __future__ import annotations

from tests.api.field_work import event_op, set_op
from tests.deadlines.conftest import Watch
from tests.referrals.test_board import WHY, agree, board, move, refer, shown


def test_two_people_who_heard_different_answers_are_both_on_record(due: Watch) -> None:
    """Ana heard yes and Rina no, unseen by each other: both calls stay, the state is asked."""
    patient = due.patient()
    agree(due, patient)
    referral = refer(due, patient)
    move(due, patient, referral, "send")
    seen = due.seen(referral)
    due.rina.tablet.sign_in()
    due.rina.round()
    said = {
        event: {"at": due.clock.text, "how": "phone", "spokeWith": who, "said": words, "event": event}
        for event, who, words in (("accept", "Jo", "We come on Monday"), ("reject", "Mara", "We are full"))
    }
    heard = [{"op": "append", "field": "answers", "value": said[event]} for event in ("accept", "reject")]
    due.write(referral, patient, "referral", heard[0], event_op("accept", seen))
    second = due.rina.change(
        referral, patient, "referral", heard[1], {**event_op("reject", seen), "why": WHY}
    )
    assert due.rina.outcomes(second) == ["conflict"]
    [line] = board(due, "different")["referrals"]
    answers = [entry["value"] for entry in line["referral"]["entries"]["answers"]]
    assert sorted(one["said"] for one in answers) == ["We are full", "We come on Monday"]
    states = [head["value"] for head in line["referral"]["fields"]["state"]["heads"]]
    assert sorted(states) == ["accepted", "rejected"]
    assert (shown(due, "accepted"), shown(due, "closed")) == ([], [])


def test_a_plan_that_ended_leaves_the_referral_to_whoever_made_it(due: Watch) -> None:
    """Nobody cancels it behind her back: an organisation was asked, and has to be told."""
    patient = due.patient()
    agree(due, patient)
    action = due.new(patient, "intervention", set_op("what", "Meals"), set_op("kind", "referral"))
    referral = refer(due, patient, set_op("intervention", action))
    move(due, patient, referral, "send")
    due.write(action, patient, "intervention", event_op("stop", due.seen(action)))
    assert shown(due, "requested") == [referral]
    move(due, patient, referral, "cancel", why={"code": "plan-ended", "text": "The plan ended"})
    [line] = board(due, "closed")["referrals"]
    assert line["referral"]["fields"]["state"]["heads"][0]["why"]["code"] == "plan-ended"


def test_an_answer_about_somebody_who_died_meanwhile_is_taken(due: Watch) -> None:
    patient = due.patient()
    agree(due, patient)
    referral = refer(due, patient)
    move(due, patient, referral, "send")
    seen = due.seen(referral)
    due.write(patient, patient, "patient", set_op("deceased", "2026-11-23"))
    due.write(referral, patient, "referral", event_op("accept", seen))
    assert shown(due, "accepted") == [referral]
    due.clock.advance(days=30)
    assert (shown(due, "no-answer"), shown(due, "accepted")) == ([], [referral])
    due.catch_up()
    open_ = [one for one in due.deadlines(patient) if one["state"] == "open" and one["subject"] == referral]
    assert open_ == []
