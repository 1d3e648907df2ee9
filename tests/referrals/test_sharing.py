"""What left without the patient's agreement is taken like all saved work, and told to author and office."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import update

from server.referrals import lines
from server.store.database import reading, writing
from server.store.models.referrals import ReferralLine
from sync.record import Document
from tests.api.field_work import CREATE, event_op, set_op
from tests.deadlines.conftest import Watch
from tests.referrals.test_board import KITCHEN, agree, board, shown

Json = dict[str, Any]
RULE = "unagreed-sharing"


def send(due: Watch, patient: str, consent: str) -> str:
    """A referral as the app sends it, from a tablet whose own look found nothing amiss."""
    entry = {"at": due.clock.text, "how": "fax", "to": KITCHEN["name"], "what": [], "consent": consent}
    referral = due.ana.id()
    due.write(
        referral,
        patient,
        "referral",
        CREATE,
        set_op("target", KITCHEN),
        {"op": "append", "field": "sent", "value": entry},
        event_op("send", []),
    )
    return referral


def told(due: Watch, patient: str) -> list[Json]:
    due.catch_up()
    return [one for one in due.deadlines(patient) if one["rule"] == RULE]


def packet(due: Watch, referral: str) -> int:
    due.rina.tablet.sign_in()
    return int(due.rina.tablet.get(f"/api/office/referrals/{referral}/packet").status_code)


def test_what_was_agreed_is_in_nobodys_way(due: Watch) -> None:
    patient = due.patient()
    referral = send(due, patient, agree(due, patient))
    assert (shown(due, "unagreed"), told(due, patient), packet(due, referral)) == ([], [], 200)


def test_it_is_taken_shown_first_told_to_its_author_and_its_paper_stays(due: Watch) -> None:
    # Past the quiet hours of the night.
    due.clock.advance(hours=5)
    patient = due.patient()
    referral = send(due, patient, agree(due, patient, answer=False))
    # Taken: it stands in its own lane as well, with what it says that it sent.
    assert shown(due, "requested") == [referral]
    [line] = board(due, "unagreed")["referrals"]
    assert (line["referral"]["id"], line["unagreed"]) == (referral, True)
    assert line["referral"]["entries"]["sent"][0]["value"]["to"] == KITCHEN["name"]
    [deadline] = told(due, patient)
    assert (deadline["subject"], deadline["owner"]) == (referral, due.ana.tablet.person)
    assert (deadline["state"], deadline["due"]) == ("open", due.clock.text)
    assert packet(due, referral) == 409
    # Both hear of it at once: the ladder has no step between its author and the office.
    due.tell()
    [deadline] = told(due, patient)
    assert {step["to"] for step in deadline["steps"]} >= {"coordinator", "reviewer"}


def test_no_answer_at_all_is_no_agreement(due: Watch) -> None:
    patient = due.patient()
    referral = send(due, patient, due.ana.id())
    assert shown(due, "unagreed") == [referral]


def test_a_no_that_arrives_after_it_but_was_said_before_it_counts(due: Watch) -> None:
    patient = due.patient()
    consent = agree(due, patient)
    before = due.clock.text
    due.clock.advance(minutes=10)
    referral = send(due, patient, consent)
    assert shown(due, "unagreed") == []
    # Rina heard a no before it was sent, and her computer was away since.
    late = due.rina.change(consent, patient, "consent", set_op("agreed", False), wall=before)
    due.rina.tablet.sign_in()
    assert due.rina.outcomes(late) == ["conflict"]
    assert shown(due, "unagreed") == [referral]


def test_the_patients_agreement_afterwards_mends_it(due: Watch) -> None:
    patient = due.patient()
    referral = send(due, patient, due.ana.id())
    assert [one["state"] for one in told(due, patient)] == ["open"]
    due.clock.advance(minutes=10)
    agree(due, patient)
    [deadline] = told(due, patient)
    assert (deadline["state"], deadline["metAt"]) == ("met", due.clock.text)
    assert (shown(due, "unagreed"), packet(due, referral)) == ([], 200)


def test_what_was_done_about_it_is_written_down_and_its_paper_still_stays(due: Watch) -> None:
    patient = due.patient()
    referral = send(due, patient, due.ana.id())
    done = {"at": due.clock.text, "what": "Told the patient and the kitchen; they destroyed the fax"}
    due.write(referral, patient, "referral", {"op": "append", "field": "mended", "value": done})
    assert [one["state"] for one in told(due, patient)] == ["met"]
    assert (shown(due, "unagreed"), packet(due, referral)) == ([], 409)


def test_lines_of_before_are_made_anew_from_the_charts(due: Watch) -> None:
    """As the upgrade does it that brought the column."""
    patient = due.patient()
    referral = send(due, patient, due.ana.id())
    with due.office.app.app_context():
        with writing() as connection:
            connection.execute(update(ReferralLine).values(unagreed=False))
        assert shown(due, "unagreed") == []
        due.ana.round()
        with writing() as connection:
            lines.keep(connection, due.office.agency, [cast(Document, due.ana.records[referral])])
        with reading() as connection:
            [row] = connection.execute(ReferralLine.__table__.select()).mappings()
    assert row["unagreed"] is True
