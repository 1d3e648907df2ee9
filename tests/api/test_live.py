"""What moved in the queue is told to open browsers: ids and a number, to those who may see them."""

from __future__ import annotations

import json

import pytest

from server.office import live
from server.store.database import db
from sync.ids import PersonId
from tests.api.conftest import Clock, Office
from tests.api.field_work import FieldTablet, at_work
from tests.api.reviewing import at_desk, get, reviewed_visit
from tests.api.visiting import Visit


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_desk(office, clock)


@pytest.fixture
def visit(office: Office, clock: Clock, rina: FieldTablet) -> Visit:
    ana = at_work(office, clock)
    return reviewed_visit(office, ana, rina, ana.new_patient())


def heard(office: Office, tablet: FieldTablet, after: int | None) -> list[str]:
    """The events of a reading that ends after its first look."""
    with office.app.app_context():
        person = PersonId(tablet.tablet.person)
        reader = live.Reader(db.engine, office.agency, person, lambda: tablet.clock.text, lasts=0.5)
        return list(reader.events(after))


def test_a_reading_goes_on_after_the_number_that_was_told_last(
    office: Office, rina: FieldTablet, visit: Visit
) -> None:
    opened, moved = heard(office, rina, 0)
    assert opened == "id: 0\nevent: open\ndata: {}\n\n"
    head, event, data = moved.strip().split("\n")
    told = json.loads(data.removeprefix("data: "))
    assert (event, told["visits"], told["more"]) == ("event: moved", [visit.id], False)
    assert head == f"id: {told['live']}"
    assert heard(office, rina, told["live"]) == [f"id: {told['live']}\nevent: open\ndata: {{}}\n\n"]
    assert visit.patient not in moved


def test_who_may_not_see_the_visit_hears_only_that_something_moved(
    office: Office, clock: Clock, visit: Visit
) -> None:
    other = at_desk(office, clock, "Maria Chen")
    _, moved = heard(office, other, 0)
    assert visit.id not in moved


def test_a_number_of_a_time_that_a_restore_undid_asks_to_read_anew(rina: FieldTablet, visit: Visit) -> None:
    told = get(rina, "/api/office/live/since?live=999")
    assert (told["more"], told["visits"]) == (True, [visit.id])


def test_live_readers_never_take_all_threads_and_a_person_takes_one() -> None:
    assert [live.places_of(threads) for threads in (1, 2, 4, 8)] == [0, 1, 2, 4]
    places = live.Places(2)
    first, again, mei = (places.take(person) for person in ("rina", "rina", "mei"))
    assert first is not None
    assert again is not None
    assert mei is not None
    assert (first.held(), again.held()) == (False, True)
    assert places.take("ana") is None
    first.leave()
    assert places.take("ana") is None
    again.leave()
    assert places.take("ana") is not None


def test_a_reading_whose_place_was_taken_over_ends(office: Office, rina: FieldTablet, visit: Visit) -> None:
    with office.app.app_context():
        person = PersonId(rina.tablet.person)
        reader = live.Reader(db.engine, office.agency, person, lambda: rina.clock.text, held=lambda: False)
        assert list(reader.events(0)) == ["id: 0\nevent: open\ndata: {}\n\n"]
    assert visit.id


def test_the_stream_is_an_event_stream_and_gives_its_place_back(
    rina: FieldTablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "places_of", lambda _: 1)
    monkeypatch.setattr(live.Reader, "events", lambda *_: iter(["id: 1\n\n"]))
    for _ in range(3):
        answer = rina.tablet.get("/api/office/live")
        assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.text == "id: 1\n\n"
        answer.close()
    monkeypatch.setattr(live.Places, "take", lambda *_: None)
    full = rina.tablet.get("/api/office/live")
    assert (full.status_code, full.headers["Retry-After"]) == (429, "15")
