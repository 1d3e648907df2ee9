"""Printing over HTTP: who may, what is on record of it, and what the answers carry beside the document."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from server import audit
from server.printing import pdf
from server.printing.signatures import NOT_SIGNED_WORDS
from server.store.database import reading
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, share, stock_library
from tests.api.reviewing import approval, get, reviewed_visit
from tests.api.visiting import Visit, stock_phq9


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    stock_library(office, clock, "agency", name="Kestrel Home Health", timezone="America/New_York")
    return at_work(office, clock)


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Rina Patel", "reviewer")


@pytest.fixture
def visit(office: Office, ana: FieldTablet, rina: FieldTablet) -> Visit:
    """A received visit of a patient whom the reviewer may see."""
    return reviewed_visit(office, ana, rina, ana.new_patient())


def entries(office: Office) -> list[tuple[str, str, Json]]:
    """What is on record as printed: by whom, of which record, and the details."""
    query = "SELECT person_id, record_id, detail FROM audit_entries WHERE action = 'printed' ORDER BY number"
    with office.app.app_context(), reading() as connection:
        rows = connection.exec_driver_sql(query)
        return [(row[0], row[1], json.loads(row[2])) for row in rows]


def part(document: Json, title: str) -> Json:
    return dict(next(one for one in document["sections"] if one["title"] == title))


def test_a_signed_visit_is_printed_with_its_hash_and_its_approval(rina: FieldTablet, visit: Visit) -> None:
    change = approval(rina, visit)
    assert rina.outcomes(change) == ["applied"]
    printed = get(rina, f"/api/office/visits/{visit.id}/note")
    [manifest] = rina.records[visit.id]["fields"]["signature"]["heads"]
    assert (printed["mark"]["state"], printed["agency"]) == ("signed", "Kestrel Home Health")
    assert printed["mark"]["words"] == "Signed by Ana Ruiz, Nov 23, 2026, 04:00 EST."
    assert printed["sha256"] == manifest["value"]["manifestSha256"]
    assert printed["printedBy"] == "Rina Patel"
    approved = next(one for one in part(printed, "Signatures")["parts"] if one["title"] == "Approved")
    [[by, role, when, contents]] = approved["table"]["rows"]
    assert (by["text"], role["text"], when["text"]) == ("Rina Patel", "Reviewer", "Nov 23, 2026, 04:00 EST")
    assert contents["text"] == "What is signed here"


def test_a_visit_under_way_is_printed_as_not_signed(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    under_way = Visit(ana, visit.patient, stock_phq9(office, clock))
    under_way.begin()
    ana.round(*under_way.batches)
    printed = get(rina, f"/api/office/visits/{under_way.id}/note")
    assert printed["mark"] == {"state": "not-signed", "words": NOT_SIGNED_WORDS}


def test_a_plan_of_care_has_sixteen_parts_and_the_goals_of_the_chart(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    ana.new_goal(visit.patient, "Walk to the mailbox")
    printed = get(rina, f"/api/office/patients/{visit.patient}/plan-of-care")
    assert len(printed["sections"]) == 16
    [goal] = part(printed, "14. Goals and interventions")["parts"]
    assert [fact["value"]["text"] for fact in goal["facts"] if fact["label"] == "Target"] == [
        "Walk to the mailbox"
    ]


def test_who_printed_what_is_on_record_before_it_leaves(
    office: Office, rina: FieldTablet, visit: Visit
) -> None:
    note = get(rina, f"/api/office/visits/{visit.id}/note")
    plan = get(rina, f"/api/office/patients/{visit.patient}/plan-of-care")
    assert rina.tablet.get(f"/api/office/visits/{visit.id}/note.pdf").status_code == 200
    who = rina.tablet.person
    signed = {"document": "visit-note", "sha256": note["sha256"], "version": note["version"]}
    planned = {"document": "plan-of-care", "sha256": plan["sha256"], "version": plan["version"]}
    assert entries(office) == [
        (who, visit.id, {**signed, "form": "page"}),
        (who, visit.patient, {**planned, "form": "page"}),
        (who, visit.id, {**signed, "form": "pdf"}),
    ]
    with office.app.app_context(), reading() as connection:
        audit.verify(connection, office.agency)


def test_the_pdf_is_a_file_of_the_same_document_whose_name_says_nothing(
    rina: FieldTablet, visit: Visit
) -> None:
    for path, name in (
        (f"visits/{visit.id}/note", "visit-note"),
        (f"patients/{visit.patient}/plan-of-care", "plan-of-care"),
    ):
        printed = get(rina, f"/api/office/{path}")
        answer = rina.tablet.get(f"/api/office/{path}.pdf")
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.pdf"'
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        [first, *_] = PdfReader(io.BytesIO(answer.data)).pages
        text = " ".join(first.extract_text().split())
        assert printed["sha256"] in text
        assert printed["title"] in text


def test_a_tablet_prints_nothing_and_an_ended_grant_reads_as_absent(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    note = f"/api/office/visits/{visit.id}/note"
    assert ana.tablet.get(note).status_code == 403
    stranger = at_work(office, clock, "Another", "reviewer")
    absent = f"/api/office/visits/{rina.id()}/note"
    answers = [stranger.tablet.get(note), stranger.tablet.get(absent)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].data == answers[1].data
    assert entries(office) == []


def test_the_id_of_something_else_is_no_visit_and_no_patient(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    goal = ana.new_goal(visit.patient)
    for path in (f"visits/{goal}/note", f"patients/{goal}/plan-of-care"):
        assert rina.tablet.get(f"/api/office/{path}").status_code == 404


def test_without_pango_the_page_is_there_and_the_pdf_says_what_to_install(
    rina: FieldTablet, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    known = pdf.environment()
    monkeypatch.setattr(pdf, "environment", lambda: {**known, "PYTHONPATH": str(tmp_path)})
    answer = rina.tablet.get(f"/api/office/visits/{visit.id}/note.pdf")
    problem = answer.json or {}
    assert (answer.status_code, answer.mimetype) == (501, "application/problem+json")
    assert (problem["code"], problem["title"]) == ("pdf-not-installed", "This server cannot make PDFs")
    assert "apt-get install -y libpango-1.0-0" in problem["detail"]
    assert get(rina, f"/api/office/visits/{visit.id}/note")["kind"] == "visit-note"


def test_a_chart_of_another_patient_is_in_no_document(
    office: Office, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    other = ana.new_patient("Delgado")
    share(office, rina, other)
    need = ana.change(ana.id(), other, "need", CREATE, set_op("reason", "Of somebody else"))
    assert ana.outcomes(need) == ["applied"]
    assert "Of somebody else" not in json.dumps(get(rina, f"/api/office/visits/{visit.id}/note"))


def test_the_list_that_a_patient_was_shown_is_printed_and_is_on_record(
    office: Office, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    options, empty = ana.id(), ana.id()
    place = {"facility": "a", "name": "Elm House, Wheeling", "lines": ["Overall: 3 of 5 stars"]}
    shown = {
        "at": "2026-11-18T15:00:00.000Z",
        "order": "The nearest first",
        "filters": "a short stay in a nursing home",
        "how": "screen",
        "places": [place],
    }
    append = {"op": "append", "field": "shown", "value": shown}
    change = ana.change(options, visit.patient, "facility_options", CREATE, append)
    other = ana.change(empty, visit.patient, "facility_options", CREATE, set_op("levelOfCare", "snf"))
    assert [ana.outcomes(one) for one in (change, other)] == [["applied"], ["applied"]]
    path = f"/api/office/options/{options}/places"
    printed = get(rina, path)
    assert part(printed, "1. Elm House, Wheeling")["lines"] == ["Overall: 3 of 5 stars"]
    assert rina.tablet.get(f"{path}.pdf").data.startswith(b"%PDF")
    assert [(what, said["document"], said["form"]) for _, what, said in entries(office)] == [
        (options, "places", "page"),
        (options, "places", "pdf"),
    ]
    # Where nothing was shown there is nothing to print, and a coordinator prints nothing here.
    assert rina.tablet.get(f"/api/office/options/{empty}/places").status_code == 404
    assert ana.tablet.get(path).status_code == 403


def test_a_summary_is_printed_from_a_transition_and_is_on_record(
    office: Office, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    move = ana.id()
    told = set_op("fromFacility", "Saint Bartholomew")
    change = ana.change(move, visit.patient, "transition", CREATE, told)
    assert ana.outcomes(change) == ["applied"]
    path = f"/api/office/transitions/{move}/transfer-summary"
    printed = get(rina, path)
    assert (printed["title"], printed["mark"]["state"]) == ("Transfer summary", "")
    facts = {fact["label"]: fact["value"]["text"] for fact in part(printed, "From")["facts"]}
    assert facts["From: facility"] == "Saint Bartholomew"
    answer = rina.tablet.get(f"/api/office/transitions/{move}/discharge-summary.pdf")
    assert answer.data.startswith(b"%PDF")
    assert [(who, what, said["document"], said["form"]) for who, what, said in entries(office)] == [
        (rina.tablet.person, move, "transfer-summary", "page"),
        (rina.tablet.person, move, "discharge-summary", "pdf"),
    ]
    # What is no transition has no summary, and a coordinator prints nothing.
    assert rina.tablet.get(f"/api/office/transitions/{visit.id}/transfer-summary").status_code == 404
    assert ana.tablet.get(path).status_code == 403
