"""A signed visit is received when all that its manifest names is here; its scores are the server's own."""

from __future__ import annotations

import pytest

from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, event_op, set_op, share, told, withdraw
from tests.api.photographing import PHOTO, bring, digest
from tests.api.visiting import SCORE, Visit, scored_case, stock_phq9, whole_visit


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def visit(office: Office, ana: FieldTablet) -> Visit:
    return whole_visit(office, ana, ana.new_patient())


def test_a_visit_delivered_whole_is_received(visit: Visit, ana: FieldTablet) -> None:
    receipts = ana.round(*visit.batches)
    assert {told(receipt) for receipt in receipts} == {"applied"}
    assert visit.state() == ["received"]
    [head] = ana.heads(visit.id, "state")
    assert head["by"] == "system"


def test_a_signature_that_comes_first_waits_for_its_visit(visit: Visit, ana: FieldTablet) -> None:
    *middle, signing = visit.batches[3:]
    receipts = ana.round(*visit.batches[:3], signing)
    assert [told(receipt) for receipt in receipts[-2:]] == ["waiting", "waiting"]
    assert visit.state() == ["open"]
    ana.round(*middle)
    assert visit.state() == ["received"]


def test_a_visit_that_lacks_something_is_not_received(office: Office, ana: FieldTablet) -> None:
    visit = Visit(ana, ana.new_patient(), stock_phq9(office, ana.clock))
    visit.begin()
    visit.sign(also=((ana.id(), "0" * 64),))
    ana.round(*visit.batches)
    assert visit.state() == ["signed"]


@pytest.mark.parametrize(
    "spoil", [{"manifestSha256": "0" * 64}, {"signature": "AAAA"}, {"credential": "AAAA"}]
)
def test_a_visit_whose_signature_does_not_fit_is_not_received(
    office: Office, ana: FieldTablet, spoil: dict[str, str]
) -> None:
    visit = Visit(ana, ana.new_patient(), stock_phq9(office, ana.clock))
    visit.begin()
    visit.sign(spoil=spoil)
    ana.round(*visit.batches)
    assert visit.state() == ["signed"]


def test_delivered_twice_it_is_received_once(visit: Visit, ana: FieldTablet) -> None:
    ana.round(*visit.batches)
    ana.round(*visit.batches)
    assert visit.state() == ["received"]
    cell = ana.records[visit.id]["fields"]["state"]
    assert [past["value"] for past in cell["past"]].count("received") == 0


@pytest.mark.parametrize(
    ("lacks", "told_so", "came_to"),
    [(False, "applied", "received"), (True, "quarantined:not-yet", "returned")],
)
def test_a_return_is_taken_back_only_where_all_was_here(
    office: Office, clock: Clock, ana: FieldTablet, *, lacks: bool, told_so: str, came_to: str
) -> None:
    visit = Visit(ana, ana.new_patient(), stock_phq9(office, clock))
    visit.begin()
    visit.sign(also=((ana.id(), "0" * 64),) if lacks else ())
    ana.round(*visit.batches)
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    share(office, rina, visit.patient)
    for event, outcome in (("return", "applied"), ("recall", told_so)):
        rina.round()
        op = event_op(event, rina.saw(visit.id, "state"))
        assert rina.outcomes(rina.change(visit.id, visit.patient, "visit", op)) == [outcome]
    assert visit.state() == [came_to]


@pytest.fixture
def photographed(office: Office, ana: FieldTablet) -> Visit:
    visit = Visit(ana, ana.new_patient(), stock_phq9(office, ana.clock))
    visit.begin()
    visit.photo(PHOTO)
    visit.sign(attachments=(digest(PHOTO),))
    return visit


def test_a_visit_is_received_when_the_bytes_of_its_photo_are_in(
    photographed: Visit, ana: FieldTablet
) -> None:
    receipts = ana.round(*photographed.batches)
    assert {told(receipt) for receipt in receipts} == {"applied"}
    assert photographed.state() == ["signed"]
    bring(ana, photographed.patient, PHOTO)
    assert photographed.state() == ["received"]


def test_bytes_that_came_before_the_signature_count(photographed: Visit, ana: FieldTablet) -> None:
    bring(ana, photographed.patient, PHOTO)
    ana.round(*photographed.batches)
    assert photographed.state() == ["received"]


def test_another_patients_photo_does_not_stand_for_a_visits_own(
    photographed: Visit, ana: FieldTablet
) -> None:
    bring(ana, ana.new_patient("Hall"), PHOTO)
    ana.round(*photographed.batches)
    assert photographed.state() == ["signed"]


def test_a_photo_after_signing_is_an_addendum_in_its_own_record(
    photographed: Visit, ana: FieldTablet
) -> None:
    ana.round(*photographed.batches)
    bring(ana, photographed.patient, PHOTO)
    [photo] = [record for record in ana.records.values() if record["kind"] == "attachment"]
    edit = set_op("caption", "Left heel", [])
    change = ana.change(photo["id"], photographed.patient, "attachment", edit, visit=photographed.id)
    assert ana.outcomes(change) == ["addendum"]


def test_a_held_visit_keeps_its_photos(office: Office, ana: FieldTablet, photographed: Visit) -> None:
    withdraw(office, ana, photographed.patient)
    receipts = ana.round(*photographed.batches)
    assert {told(receipt) for receipt in receipts} == {"quarantined:no-right", "quarantined:depends"}
    bring(ana, photographed.patient, PHOTO)
    marcus = at_work(office, ana.clock, "Marcus Webb")
    share(office, marcus, photographed.patient)
    path = f"/api/attachments/{photographed.patient}/{digest(PHOTO)}"
    assert marcus.tablet.get(path).data == PHOTO


def test_scores_are_derived_by_the_server(visit: Visit, ana: FieldTablet) -> None:
    ana.round(*visit.batches)
    expected = scored_case()["expected"]["scores"][SCORE]
    found = ana.records[visit.assessment]["derived"]["scores"][SCORE]
    assert found == {"title": "PHQ-9", **expected}


def test_answers_of_two_people_make_no_score(
    office: Office, clock: Clock, visit: Visit, ana: FieldTablet
) -> None:
    signing = visit.batches.pop()
    marcus = at_work(office, clock, "Marcus Webb")
    share(office, marcus, visit.patient)
    ana.round(*visit.batches[:3])
    field, value = next(iter(scored_case()["input"]["answers"].items()))
    other = {"absent": "asked-declined"}
    assert other != value
    stray = set_op(f"answers/{field}", other)
    marcus.deliver(marcus.change(visit.assessment, visit.patient, "assessment", stray))
    ana.round(*visit.batches[3:], signing)
    assert ana.records[visit.assessment]["derived"] == {}
    assert any(record["kind"] == "conflict" and record["open"] for record in ana.records.values())


def test_an_edit_after_signing_becomes_an_addendum(visit: Visit, ana: FieldTablet) -> None:
    ana.round(*visit.batches)
    edit = set_op("title", "PHQ-9 again", ana.saw(visit.assessment, "title"))
    change = ana.change(visit.assessment, visit.patient, "assessment", edit, visit=visit.id)
    assert ana.outcomes(change) == ["addendum"]
    ana.round()
    assert ana.heads(visit.assessment, "title")[0]["value"] == "PHQ-9"
    assert len(ana.records[visit.assessment]["entries"]["corrections"]) == 1


def test_a_note_is_sealed_by_the_visit_it_was_made_in(visit: Visit, ana: FieldTablet) -> None:
    note = ana.id()
    ana.round(*visit.batches)
    made = ana.change(note, visit.patient, "note", CREATE, set_op("text", "x"), visit=visit.id)
    assert ana.outcomes(made) == ["applied"]
