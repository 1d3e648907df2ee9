"""What an organisation was sent, on paper: as it was chosen, while the patient agrees, and on record."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from server.store.database import reading
from server.store.models.audit import AuditEntry
from tests.api.field_work import at_work, event_op, set_op
from tests.deadlines.conftest import Watch

Json = dict[str, Any]
KITCHEN = {"name": "Elm Street Kitchen"}
WHAT = [
    {"part": "patient", "title": "Who it is for", "lines": ["Name: Luz Delgado", "Born: Jun 9, 1938"]},
    {"part": "asked", "title": "What is asked", "lines": ["Service: Meals at home", "How soon: Urgent"]},
    {"part": "contacts", "title": "People around", "lines": ["Mara Delgado, daughter"]},
]


@pytest.fixture
def referred(due: Watch) -> tuple[str, str, str]:
    """A patient, what she agreed to, and a referral that was sent."""
    patient = due.patient()
    consent = due.new(patient, "consent", set_op("to", KITCHEN), set_op("agreed", True))
    sent = {"at": due.clock.text, "how": "fax", "to": KITCHEN["name"], "what": WHAT, "consent": consent}
    entry = {"op": "append", "field": "sent", "value": sent}
    return (
        patient,
        consent,
        due.new(patient, "referral", set_op("target", KITCHEN), entry, event_op("send", [])),
    )


def printed(due: Watch, referral: str, path: str = "packet") -> Any:
    due.rina.tablet.sign_in()
    return due.rina.tablet.get(f"/api/office/referrals/{referral}/{path}")


def test_it_says_what_was_chosen_and_nothing_else(due: Watch, referred: tuple[str, str, str]) -> None:
    patient, _, referral = referred
    due.new(patient, "medication", set_op("medicine", {"code": "x", "display": "Furosemide 40 mg"}))
    answer = printed(due, referral)
    assert answer.status_code == 200, answer.text
    page = answer.json
    assert [(fact["label"], fact["value"]["text"]) for fact in page["patient"]] == [
        ("Name", "Luz Delgado"),
        ("Born", "Jun 9, 1938"),
    ]
    assert [section["title"] for section in page["sections"]] == ["What is asked", "People around"]
    assert "Elm Street Kitchen, by fax" in page["mark"]["words"]
    assert "Furosemide" not in answer.text


def test_the_pdf_says_the_same_and_who_printed_it_is_on_record(
    due: Watch, referred: tuple[str, str, str]
) -> None:
    patient, _, referral = referred
    answer = printed(due, referral, "packet.pdf")
    assert answer.status_code == 200, answer.text
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    for word in ("Luz Delgado", "Meals at home", "Mara Delgado, daughter", "Kestrel Home Health"):
        assert word in text
    with due.office.app.app_context(), reading() as connection:
        rows = connection.execute(select(AuditEntry.action, AuditEntry.patient_id, AuditEntry.record_id))
        assert ("printed", patient, referral) in [tuple(row) for row in rows]


def test_who_took_the_agreement_back_is_heard(due: Watch, referred: tuple[str, str, str]) -> None:
    patient, consent, referral = referred
    due.ana.round()
    seen = [
        stamp for head in due.ana.records[consent]["fields"]["agreed"]["heads"] for stamp in head["stamps"]
    ]
    due.write(consent, patient, "consent", set_op("agreed", False, seen))
    answer = printed(due, referral)
    assert (answer.status_code, answer.json["code"]) == (409, "not-agreed")


def test_two_answers_about_sharing_are_no_agreement(due: Watch, referred: tuple[str, str, str]) -> None:
    patient, consent, referral = referred
    # Written without having seen the first answer.
    change = due.rina.change(consent, patient, "consent", set_op("agreed", False))
    assert due.rina.outcomes(change) == ["conflict"]
    assert printed(due, referral).status_code == 409


def test_a_second_asking_with_another_answer_is_no_agreement(
    due: Watch, referred: tuple[str, str, str]
) -> None:
    patient, _, referral = referred
    due.new(patient, "consent", set_op("to", {"name": "elm street kitchen "}), set_op("agreed", False))
    assert printed(due, referral).status_code == 409


def test_an_agreement_that_is_over_is_none(due: Watch, referred: tuple[str, str, str]) -> None:
    patient, consent, referral = referred
    due.write(consent, patient, "consent", set_op("until", "2026-11-22"))
    assert printed(due, referral).status_code == 409


def test_nothing_is_printed_of_what_was_not_sent_nor_for_a_stranger(
    due: Watch, referred: tuple[str, str, str]
) -> None:
    patient, _, referral = referred
    draft = due.new(patient, "referral", set_op("target", KITCHEN))
    assert printed(due, draft).status_code == 404
    stranger = at_work(due.office, due.clock, "Stranger", "reviewer")
    assert stranger.tablet.get(f"/api/office/referrals/{referral}/packet").status_code == 404
    assert due.ana.tablet.get(f"/api/office/referrals/{referral}/packet").status_code == 403
