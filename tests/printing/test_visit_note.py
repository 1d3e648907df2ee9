"""A visit note as a document: what stands in it, how, and what must never stand in it."""

from __future__ import annotations

from server.printing.answers import NO_FORM
from server.printing.shown import NOTICE
from server.printing.signatures import NOT_SIGNED_WORDS
from tests.printing.charts import (
    MANIFEST,
    PHQ_9,
    SHA256,
    SIGNED_AT,
    SOCIAL,
    Json,
    assessment,
    chart,
    chose,
    facts,
    medicine,
    note,
    note_of,
    patient,
    plain,
    printed_note,
    replaced,
    rows,
    section,
    signed,
    visit,
)
from tests.review.charts import VISIT

PRIVATE_WORDS = (
    "hurt",
    "insult",
    "threaten you",
    "scream",
    "Frequently",
    "HITS",
    "private follow-up",
    "Private",
)
HITS = {
    "q95618_5": "Frequently",
    "q95617_7": "Frequently",
    "q95616_9": "Frequently",
    "q95615_1": "Frequently",
}


def test_a_signed_note_says_who_when_by_both_clocks_how_and_over_what() -> None:
    printed = printed_note(patient(), signed())
    assert (printed.mark.state, printed.mark.words) == (
        "signed",
        "Signed by Ana Ruiz, Nov 18, 2026, 11:37 EST.",
    )
    said = {label: value.text for label, value in facts(printed, "Coordinator").items()}
    assert said == {
        "Signed by": "Ana Ruiz",
        "Tablet's clock": "Nov 18, 2026, 11:37 EST",
        "Server's clock": "Nov 18, 2026, 11:39 EST",
        "Whole at the server": "Nov 18, 2026, 11:53 EST",
        "Signed with": "Passkey",
        "SHA-256 of the signed contents": SHA256,
        "Version of the visit's record": "1",
    }
    assert (printed.sha256, printed.hash_words) == (SHA256, "Signed contents")


def test_an_unsigned_note_says_so_and_carries_the_hash_of_its_text() -> None:
    printed = printed_note(patient(), visit(), note("Seen."))
    assert (printed.mark.state, printed.mark.words) == ("not-signed", NOT_SIGNED_WORDS)
    assert section(printed, "Coordinator").lines == (NOT_SIGNED_WORDS,)
    assert (printed.sha256, printed.hash_words) == (printed.text_sha256, "Text as printed")
    assert printed.sha256 != printed_note(patient(), visit(), note("Seen again.")).sha256


def test_a_visit_signed_twice_with_different_contents_is_nobodys_signed_statement() -> None:
    both = {"heads": [{"value": MANIFEST}, {"value": '{"v":2}', "by": "ana"}]}
    printed = printed_note(patient(), signed(manifest=both))
    assert printed.mark.state == "not-settled"
    assert printed.signed_sha256 == ""


def test_different_answers_stand_side_by_side_with_who_gave_them() -> None:
    goal = {
        "id": "goal",
        "kind": "goal",
        "fields": {
            "words": "Walk",
            "target": {"heads": [{"value": "2 a week"}, {"value": "daily", "by": "ana"}]},
        },
    }
    target = facts(printed_note(patient(), visit(), goal), "Goal: Walk")["Target"]
    assert target.text == ""
    assert [(one.text, one.who.split(",")[0]) for one in target.answers] == [
        ("2 a week", "Mei Chen"),
        ("daily", "Ana Ruiz"),
    ]


def test_two_code_statuses_are_called_not_settled_in_the_header() -> None:
    both = {"heads": [{"value": {"code": "dnr"}}, {"value": {"code": "full"}, "by": "ana"}]}
    header = {fact.label: fact.value.text for fact in printed_note(patient(codeStatus=both), visit()).patient}
    assert header["Code status"] == "Not settled: DNR / Full code"


def test_what_nobody_recorded_is_blank_and_stays_in_its_place() -> None:
    printed = printed_note(patient(), visit())
    said = facts(printed, "Visit")
    assert said["Ended"].blank
    assert said["Place"].blank
    assert section(printed, "Note").lines == ("No note was written.",)
    assert section(printed, "Medicines").lines == ("None are recorded.",)


def test_answers_stand_under_their_questions_with_reasons_and_scores() -> None:
    asked = {
        "q44250_9": chose("Several days", "LA6569-3"),
        "q44255_8": {"absent": "asked-declined", "note": "Tired"},
    }
    printed = printed_note(patient(), visit(), assessment(PHQ_9, **asked))
    answers = [row[1] for row in rows(printed, "PHQ-9")]
    assert answers[:2] == ["Several days", "Declined: Tired"]


def test_spanish_and_long_text_are_kept_as_they_were_written() -> None:
    long = "Señora Delgado está mejor; ¿y el corazón?\n\n" + "Palabra larga. " * 6000
    printed = printed_note(patient(), visit(), note(long))
    assert [plain(value) for value in section(printed, "Note").prose] == [long]


def test_two_hundred_medicines_are_all_there() -> None:
    many = [medicine(f"m{place:03}", f"Drug {place}") for place in range(200)]
    assert [row[0] for row in rows(printed_note(patient(), visit(), *many), "Medicines")] == [
        f"Drug {place}" for place in range(200)
    ]


def test_the_last_column_says_what_the_visit_did() -> None:
    dose = {"heads": [{"value": "40 mg", "visit": VISIT}]}
    made = chart(
        patient(),
        visit({"confirmations": [{"record": "b", "words": "Lisinopril", "at": SIGNED_AT}]}),
        medicine("a", "Furosemide", dose=dose),
        medicine("b", "Lisinopril"),
        medicine("c", "Aspirin"),
        {**medicine("d", "Iron"), "visit": VISIT},
    )
    replaced(made, "a", "dose", "20 mg")
    assert [row[-1] for row in rows(note_of(made), "Medicines")] == [
        "Dose was 20 mg",
        "Still right",
        "Not confirmed",
        "New",
    ]


def test_what_was_added_after_signing_stands_apart_from_what_was_signed() -> None:
    answers = assessment(
        PHQ_9,
        {
            "corrections": [
                {"field": "answers/44250-9", "value": chose("Not at all"), "why": {"text": "Misheard"}}
            ]
        },
        q44250_9=chose("Several days"),
    )
    printed = printed_note(patient(), signed(), note("Seen.", "Her son called."), answers)
    added = section(printed, "Added after signing")
    assert [plain(part.prose[0]) for part in added.parts] == ["Her son called."]
    [row] = rows(printed, "Added after signing")
    assert row[0] == "Little interest or pleasure in doing things"
    assert row[1] == "Not at all. Misheard"


def test_approvals_name_who_as_what_when_and_which_contents() -> None:
    approval = {"round": 1, "role": "cosigner", "contentSha256": SHA256, "at": "2026-11-18T16:55:00.000Z"}
    printed = printed_note(patient(), signed({"approvals": [approval]}))
    assert rows(printed, "Approved") == [
        ["Mei Chen", "Supervisor", "Nov 18, 2026, 11:55 EST", "What is signed here"]
    ]
    other = printed_note(patient(), signed({"approvals": [{**approval, "contentSha256": "ab" * 32}]}))
    assert rows(other, "Approved")[0][3] == f"Other contents, SHA-256 {'ab' * 32}"
    assert section(printed_note(patient(), signed()), "Approved").lines == ("Not approved yet.",)


def test_a_patient_who_could_not_sign_is_said_with_the_reason_and_the_statement() -> None:
    signature = {
        "by": {"name": "Luz Delgado", "relation": "Self"},
        "method": "could-not",
        "reason": "Hand in plaster",
        "statement": "I had a visit today.",
        "at": SIGNED_AT,
    }
    said = facts(printed_note(patient(), signed(patientSignature=signature)), "Patient")
    assert said["How"].text == "Could not sign"
    assert (said["Why not signed"].text, said["Statement"].text) == (
        "Hand in plaster",
        "I had a visit today.",
    )


def safety(**trigger: str) -> Json:
    steps = {
        "steps/1": {"done": True, "at": SIGNED_AT},
        "steps/2": {"done": True, "value": "no", "at": SIGNED_AT},
    }
    fields = {"visit": VISIT, "trigger": trigger, "state": "open", **steps}
    told = {"told": [{"who": "Dr Lee", "how": "phone", "at": SIGNED_AT, "note": "Will call back"}]}
    return {
        "id": f"safety-{trigger['linkId']}",
        "kind": "safety",
        "visit": VISIT,
        "fields": fields,
        "entries": told,
    }


def test_safety_steps_stand_with_who_was_told() -> None:
    printed = printed_note(
        patient(), visit(), safety(linkId="44260-8", display="Item 9", answer="Several days")
    )
    said = {label: value.text for label, value in facts(printed, "Safety steps").items()}
    assert said["Because"] == '"Several days" to "Item 9"'
    assert said["Told: Dr Lee"] == "phone, Nov 18, 2026, 11:37 EST, Will call back"


# what must not stand on paper


def texts_of(*records: Json) -> list[str]:
    return list(printed_note(*records).texts())


def private_chart() -> list[Json]:
    hits = {link_id: chose(display) for link_id, display in HITS.items()}
    correction = {"field": "answers/95618-5", "value": chose("Never")}
    need = {
        "domain": {"code": "intimate-partner-violence", "display": "Partner violence"},
        "state": "confirmed",
    }
    asked = {"domain": {"code": "other", "display": "Safe at home"}, "from": [{"linkId": "95618-5"}]}
    return [
        patient(),
        signed(),
        assessment(SOCIAL, {"corrections": [correction]}, q88122_7=chose("Often true"), **hits),
        safety(linkId="private", display="Answered in private"),
        {"id": "need", "kind": "need", "fields": need},
        {"id": "asked", "kind": "need", "fields": asked},
        {"id": "goal", "kind": "goal", "fields": {"words": "Sleep at my sister's", "need": "need"}},
        {"id": "act", "kind": "intervention", "fields": {"what": "Call the hotline", "goal": "goal"}},
    ]


def test_nothing_asked_in_private_is_printed_nor_what_follows_from_it() -> None:
    printed = printed_note(*private_chart())
    assert "Often true" in [row[1] for row in rows(printed, "Social needs (AHC HRSN core)")]
    said = [text for text in printed.texts() if text != NOTICE]
    hints = (*PRIVATE_WORDS, "in private", "Dr Lee", "violence", "Safe at home", "sister", "hotline", "Never")
    assert [text for text in said for hint in hints if hint in text] == []


def test_a_copy_does_not_tell_by_its_sentence_whether_private_questions_were_asked() -> None:
    assert printed_note(patient(), visit()).notes == printed_note(*private_chart()).notes == (NOTICE,)


def test_answers_of_a_form_that_is_not_there_are_not_printed_for_nobody_knows_which_are_private() -> None:
    unknown = {**SOCIAL, "version": "9.9.9"}
    texts = texts_of(
        patient(),
        visit(),
        assessment(unknown, q88122_7=chose("Often true"), **dict.fromkeys(HITS, chose("Frequently"))),
    )
    assert NO_FORM in texts
    assert "Often true" not in texts
    assert "Frequently" not in texts
