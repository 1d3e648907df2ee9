"""What the office finds across charts, and what it does not: the same on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from server.search import index
from server.search.cli import fill
from server.search.parts import PRIVATE_NEED
from server.store.database import db, reading, writing
from server.store.models.search import SearchEntry
from tests.api.field_work import CREATE, Json, at_work, event_op, set_op, share, withdraw
from tests.api.reviewing import reviewed_visit
from tests.search.conftest import Desk


def coding(display: str, code: str = "1") -> Json:
    return {"system": "http://snomed.info/sct", "code": code, "display": display}


def test_patients_are_found_by_name_number_birth_date_phone_and_address(desk: Desk) -> None:
    row = desk.ana.id()
    luz = desk.patient(
        "Muñoz Delgado",
        "Luz",
        birthDate="1938-06-09",
        mrn="DS-104471",
        address={"line": ["14 Elm St", "2B"], "city": "Albany", "state": "NY", "postalCode": "12207"},
        **{f"phones/{row}/value": "(518) 555-0134"},
    )
    other = desk.patient("Hall", "Theo", birthDate="1950-12-30", mrn="DS-104472")
    asked = (
        "munoz", "MUÑOZ", "luz del", "delgado luz", "DS-104471", "ds104471", "104471", "6/9/1938",
        "june 9 1938", "1938-06-09", "555-0134", "5550134", "5185550134", "(518) 555",
        "elm st", "albany 12207",
    )  # fmt: skip
    assert {text: desk.found(text) for text in asked} == {text: [luz] for text in asked}
    assert desk.found("Theo 12/30/1950") == [other]
    assert desk.found("DS-10447") == [other, luz]
    assert desk.found("nobody") == []


def test_records_are_found_by_their_own_words_and_narrowed_by_whose_they_are(desk: Desk) -> None:
    luz, ben = desk.patient("Delgado", "Luz", mrn="DS-1"), desk.patient("Okafor", "Ben", mrn="DS-2")
    goals = {one: desk.record("goal", one, words="Walk to the mailbox") for one in (luz, ben)}
    condition = desk.record("condition", luz, code=coding("Congestive heart failure", "42343007"))
    medicine = desk.record("medication", ben, medicine=coding("Furosemide"), asTaken="When ankles swell")
    daughter = desk.record("contact", ben, name={"family": "Okafor", "given": ["Ngozi"]})
    assert set(desk.found("mailbox walk")) == set(goals.values())
    assert desk.found("mail delgado") == [goals[luz]]
    assert desk.found("ds-2 mailbox") == [goals[ben]]
    assert desk.found("heart") == desk.found("42343007") == [condition]
    assert desk.found("furos") == desk.found("swell") == [medicine]
    assert desk.found("ngozi") == [daughter]
    # Whose a record is narrows: it finds no record by itself.
    assert desk.found("delgado") == [luz]


def test_what_was_agreed_written_and_done_is_found(desk: Desk) -> None:
    luz, row = desk.patient("Delgado", "Luz"), desk.ana.id()
    said = {f"decisions/{row}/words": "Zinnia home with help", f"actions/{row}/what": "Order the trapeze"}
    conference = desk.record("conference", luz, purpose="Where she lives after rehab", **said)
    message = desk.record("message", luz, words="The scale came on Thursday")
    task = desk.record("task", luz, what="Fetch the walker")
    call = desk.record("contact_log", luz, name="Nell Osei", words="Asked about the copay")
    event = desk.record("event", luz, what="fall", words="Beside the bathtub")
    need = desk.record("need", luz, domain=coding("Getting around", "transportation-insecurity"))
    action = desk.record("intervention", luz, what="Book the paratransit van")
    found = {
        "rehab": conference, "zinnia": conference, "trapeze": conference, "thursday": message,
        "walker": task, "osei": call, "copay": call, "bathtub": event, "getting around": need,
        "paratransit": action,
    }  # fmt: skip
    assert {text: desk.found(text) for text in found} == {text: [one] for text, one in found.items()}
    desk.ana.round()
    seen = {"stamps": desk.ana.saw(conference, f"decisions/{row}/words"), "entries": [], "children": []}
    gone = {"op": "delete", "field": f"decisions/{row}", "saw": seen}
    desk.write(conference, "conference", luz, gone)
    assert (desk.found("zinnia"), desk.found("trapeze")) == ([], [conference])


def test_what_serves_a_private_need_over_another_record_is_not_found(desk: Desk) -> None:
    luz = desk.patient("Delgado", "Luz")
    need = desk.record("need", luz, domain=coding("Zinnia follow-up", PRIVATE_NEED))
    goal = desk.record("goal", luz, words="Zinnia safe", need=need)
    action = desk.record("intervention", luz, what="Zinnia plan", goal=goal)
    message = desk.record("message", luz, words="Zinnia is worried", about=action)
    desk.record("message", luz, words="Zinnia was told", answers=message)
    desk.record("task", luz, what="Call about Zinnia", about=need)
    assert desk.found("zinnia") == []


def test_what_matched_is_told_with_its_place(desk: Desk) -> None:
    luz = desk.patient("Delgado", "Luz", birthDate="1938-06-09", mrn="DS-1")
    words = f"{'She rested. ' * 30}Señor Muñoz called about the ramp. {'Then tea. ' * 40}"
    note = desk.record("note", luz, text=words)
    [found] = desk.ask("munoz ramp")["found"]
    assert (found["record"], found["kind"], found["title"], found["visit"]) == (note, "note", "Note", None)
    assert found["patient"] == {"id": luz, "name": "Luz Delgado", "birthDate": "1938-06-09", "mrn": "DS-1"}
    [match] = found["matches"]
    assert (match["label"], match["before"], match["after"]) == ("Note", True, True)
    assert [match["text"][start:end] for start, end in match["marks"]] == ["Muñoz", "ramp"]
    [born] = desk.ask("june")["found"]
    assert born["matches"] == [
        {"label": "Born", "text": "1938-06-09", "marks": [[0, 10]], "before": False, "after": False}
    ]


def test_a_note_opens_the_review_of_its_visit_for_whoever_reads_it(desk: Desk) -> None:
    patient = desk.patient()
    visit = reviewed_visit(desk.office, desk.ana, desk.rina, patient)
    note = desk.record("note", patient, text="Threshold rug removed", visit=visit.id)
    assert [(one["record"], one["visit"]) for one in desk.ask("threshold")["found"]] == [(note, visit.id)]
    assert [one["visit"] for one in desk.ask("threshold", desk.ana)["found"]] == [None]


@pytest.mark.parametrize(
    ("question", "finds"),
    [
        ('"mailbox"', True),
        ("'mailbox' --", True),
        ("mailbox) & !walk", True),
        ("-mail* ^walk", True),
        ("mailbox OR porch", False),
        ('NEAR("walk" "mailbox")', False),
        ("words:mailbox", False),
        ("{whose} : mailbox", False),
        ("mailbox | porch", False),
    ],
)
def test_quotes_and_operators_are_words_and_no_syntax(desk: Desk, question: str, *, finds: bool) -> None:
    goal = desk.record("goal", desk.patient("Delgado", "Luz"), words="Walk to the mailbox")
    assert desk.found(question) == ([goal] if finds else [])


def test_too_little_to_look_for_is_refused_without_repeating_it(desk: Desk) -> None:
    for text in ("", " ", "a", "é —", "x" * 201):
        answer = desk.rina.tablet.post("/api/office/search", {"text": text})
        assert (answer.status_code, (answer.json or {})["where"]) == (422, "text")
        assert "é" not in answer.text


def test_nobody_finds_whom_she_may_not_see(desk: Desk) -> None:
    # She sees somebody: that is no reason to see everybody.
    desk.patient("Hall", "Theo")
    hidden = desk.ana.new_patient("Okafor")
    desk.record("goal", hidden, words="Walk to the mailbox")
    assert desk.found("okafor") == desk.found("mailbox") == []
    share(desk.office, desk.rina, hidden)
    assert desk.found("okafor") == [hidden]
    withdraw(desk.office, desk.rina, hidden)
    assert desk.found("okafor") == desk.found("mailbox") == []
    assert desk.found("okafor", desk.ana) == [hidden]


def test_what_was_said_in_private_is_not_found(desk: Desk) -> None:
    luz = desk.patient("Delgado", "Luz")
    secret = "Zinnia"
    assessment = desk.ana.id()
    answer = {"answer": [{"valueString": secret}]}
    desk.write(
        assessment, "assessment", luz, CREATE, set_op("title", secret), set_op("answers/95618-5", answer)
    )
    need = desk.record("need", luz, domain=coding("Private follow-up", PRIVATE_NEED), reason=secret)
    goal = desk.record("goal", luz, words=f"{secret} safe at home", need=need)
    safety = desk.record("safety", luz, trigger={"linkId": "private", "answer": secret})
    desk.write(
        safety,
        "safety",
        luz,
        {"op": "append", "field": "told", "value": {"who": secret, "at": desk.clock.text}},
    )
    assert desk.found(secret) == []
    # It is the need that keeps the goal out, and only as long as it is that need.
    desk.ana.round()
    saw = desk.ana.saw(goal, "need")
    desk.write(goal, "goal", luz, {"op": "set", "field": "need", "value": None, "saw": saw})
    assert desk.found(secret) == [goal]


def test_what_is_taken_back_leaves_and_what_comes_back_returns(desk: Desk) -> None:
    luz = desk.patient("Delgado", "Luz")
    medicine = desk.record("medication", luz, medicine=coding("Furosemide"))
    goal = desk.record("goal", luz, words="Walk to the mailbox")
    assert desk.found("furosemide") == [medicine]
    desk.ana.round()
    seen = {"stamps": desk.ana.saw(medicine, "medicine"), "entries": [], "children": []}
    desk.write(medicine, "medication", luz, {"op": "delete", "field": "", "saw": seen})
    assert desk.found("furosemide") == []
    desk.ana.round()
    desk.write(goal, "goal", luz, event_op("cancel", desk.ana.saw(goal, "state")))
    assert desk.found("mailbox") == []
    wrong = desk.record("condition", luz, code=coding("Gout"), verificationStatus="entered-in-error")
    assert desk.found("gout") == []
    desk.ana.round()
    desk.write(
        wrong,
        "condition",
        luz,
        set_op("verificationStatus", "confirmed", desk.ana.saw(wrong, "verificationStatus")),
    )
    assert desk.found("gout") == [wrong]


def test_both_of_two_different_answers_are_found_until_somebody_decides(desk: Desk) -> None:
    luz = desk.patient("Delgado", "Luz")
    goal = desk.record("goal", luz, target="Mailbox")
    desk.ana.round()
    saw = desk.ana.saw(goal, "target")
    for target in ("Kitchen", "Porch"):
        desk.ana.outcomes(desk.ana.change(goal, luz, "goal", set_op("target", target, saw)))
    assert desk.found("kitchen") == desk.found("porch") == [goal]
    assert desk.found("mailbox") == []


def test_a_held_change_is_not_in_the_index(desk: Desk) -> None:
    luz = desk.patient("Delgado", "Luz")
    marcus = at_work(desk.office, desk.clock, "Marcus Webb")
    change = marcus.change(marcus.id(), luz, "goal", CREATE, set_op("words", "Wheelchair"))
    assert marcus.outcomes(change) == ["quarantined:no-right"]
    assert desk.found("wheelchair") == []


def test_a_new_name_narrows_what_was_written_before(desk: Desk) -> None:
    luz = desk.patient("Delgado", "Luz")
    goal = desk.record("goal", luz, words="Walk to the mailbox")
    assert desk.found("mailbox delgado") == [goal]
    desk.ana.round()
    name = {"family": "Reyes", "given": ["Luz"]}
    desk.write(luz, "patient", luz, set_op("name", name, desk.ana.saw(luz, "name")))
    assert desk.found("mailbox delgado") == []
    assert desk.found("mailbox reyes") == [goal]


def test_pages_go_on_where_they_stopped_and_refuse_a_place_that_is_none(desk: Desk) -> None:
    patients = [desk.patient("Okafor", f"Ben{number}") for number in range(5)]
    goals = [desk.record("goal", patient, words="Okafor's own") for patient in patients[:2]]
    seen: list[str] = []
    after = None
    while True:
        page = desk.ask("okafor", limit=2, after=after)
        seen += [one["record"] for one in page["found"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [*reversed(patients), *reversed(goals)]
    for bad in ("zz", "5b5d", json.dumps([0, "1", "x"]).encode().hex()):
        answer = desk.rina.tablet.post("/api/office/search", {"text": "okafor", "after": bad})
        assert (answer.status_code, (answer.json or {})["where"]) == (422, "after")


def test_a_question_is_in_no_address_no_log_and_no_audit_entry(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    luz = desk.patient("Zebrowski", "Luz")
    assert desk.found("zebrow") == [luz]
    assert desk.rina.tablet.get("/api/office/search?text=zebrow").status_code == 405
    printed = capsys.readouterr()
    assert "zebrow" not in (printed.out + printed.err).lower()
    with desk.office.app.app_context(), reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT action, patient_id, detail FROM audit_entries"
            " WHERE action IN ('chart-found', 'charts-searched') ORDER BY number"
        ).all()
    told = [(row.action, row.patient_id) for row in rows]
    assert told == [("chart-found", luz), ("charts-searched", None)]
    assert "zebrow" not in "".join(row.detail for row in rows)


@pytest.fixture
def entries(desk: Desk) -> Callable[[], set[tuple[str, ...]]]:
    def read() -> set[tuple[str, ...]]:
        with desk.office.app.app_context(), reading() as connection:
            columns = (
                SearchEntry.id,
                SearchEntry.patient_id,
                SearchEntry.kind,
                SearchEntry.whose,
                SearchEntry.words,
            )
            return {tuple(row) for row in connection.execute(select(*columns))}

    return read


def test_the_index_made_anew_is_the_index_that_is_kept(
    desk: Desk, entries: Callable[[], set[tuple[str, ...]]]
) -> None:
    for number in range(30):
        patient = desk.patient("Okafor", f"Ben{number}")
        desk.record("goal", patient, words=f"Walk {number}")
        if number % 7 == 0:
            desk.found("walk")
    assert len(desk.ask("okafor", limit=50)["found"]) == 30
    kept = entries()
    assert len(kept) == 60
    agency = desk.office.agency
    with desk.office.app.app_context():
        assert fill(db.engine, only_new=True) == {}
        assert fill(db.engine, only_new=False) == {agency: 60}
        assert entries() == kept
        with writing() as connection:
            connection.exec_driver_sql("DELETE FROM search_entries")
            connection.exec_driver_sql("DELETE FROM search_marks")
        while index.catch_up_some(db.engine, agency).more:
            continue
        assert index.catch_up_some(db.engine, agency) == index.Portion(0, more=False)
    assert entries() == kept
    assert desk.ask("ben7 walk")["complete"] is True


def test_what_takes_too_long_to_take_in_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        desk.patient("Okafor", f"Ben{number}")
    monkeypatch.setattr("server.search.index._PATIENTS", 1)
    monkeypatch.setattr("server.search.routes._SECONDS", -1.0)
    page = desk.ask("okafor")
    assert (page["complete"], len(page["found"])) == (False, 1)
    monkeypatch.undo()
    page = desk.ask("okafor")
    assert (page["complete"], len(page["found"])) == (True, 4)


def test_the_scheduler_catches_up_every_agency(desk: Desk) -> None:
    from server.search.jobs import catch_up  # noqa: PLC0415 - what the scheduler finds by its name

    luz = desk.patient("Delgado", "Luz")
    with desk.office.app.app_context():
        catch_up()
        with reading() as connection:
            assert not index.is_behind(connection, desk.office.agency)
            assert connection.execute(select(SearchEntry.id)).scalars().all() == [luz]


def test_an_insurance_call_is_found_by_the_office_and_by_the_specialty(desk: Desk) -> None:
    patient = desk.patient()
    ask = desk.record("coverage-check", patient, specialty="cardiology", service="Echo of the heart")
    plan = {"payer": "Bay Health", "plan": "Gold"}
    call = {
        "office": desk.ana.id(),
        "provider": {"name": "Harbor Heart Center", "phone": "617 555 0142"},
        "plan": plan,
        "specialty": "cardiology",
        "at": desk.clock.text,
        "attempt": 1,
        "nameGiven": False,
        "outcome": "voicemail",
        "spokeWith": "Zebulon at the front desk",
    }
    desk.write(ask, "coverage-check", patient, {"op": "append", "field": "calls", "value": call}, v=2)
    for words in ("harbor heart", "cardiology", "echo"):
        assert desk.found(words) == [ask], words
    assert desk.found("zebulon") == []
