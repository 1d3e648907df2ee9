"""A full disk, in a real browser (UX.md, check 4): said at once, nothing lost, going on by itself."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.full_disk import Disk, LimitedFiles, SmallFileSystem, may_mount
from tests.browser.server import Server
from tests.browser.tablet import Tablet
from tests.browser.visiting import PHQ_2, VisitHands

pytestmark = pytest.mark.browser

AT_ONCE_MS = 1000
SENTENCE = "Luz keeps the insulin in the door of the fridge and asks her daughter to draw it up. "
LONG = (SENTENCE * 60).strip()
"""More than what is left of the last block of a full file system, which still takes small writes."""

LOCKED = re.compile("^Unlock|can't be opened")

TYPED_AND_TOLD = """words => new Promise(told => {
    const field = document.activeElement;
    const looking = new MutationObserver(() => {
        const alerts = [...document.querySelectorAll('[role=alert]')];
        const banner = alerts.find(one => one.textContent.includes('Not saved.') && one.offsetHeight > 20);
        if (!banner) return;
        looking.disconnect();
        told(performance.now() - typed);
    });
    looking.observe(document, { subtree: true, childList: true, characterData: true });
    const typed = performance.now();
    field.value = words;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
})"""
"""Milliseconds from the keystroke until the page says Not saved."""


def disks() -> list[Callable[[Path], Disk]]:
    """A limit works on every machine; a real full file system where we may mount one."""
    with tempfile.TemporaryDirectory() as folder:
        mounting = may_mount(Path(folder) / "tried")
    return [LimitedFiles, SmallFileSystem] if mounting else [LimitedFiles]


@pytest.fixture(params=disks(), ids=lambda made: str(made.__name__))
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    disk: Disk = request.param(tmp_path / "profile-small")
    yield disk
    disk.close()


@pytest.fixture
def small(disk: Disk, playwright_running: Playwright, tmp_path: Path) -> Iterator[Tablet]:
    """A tablet over that disk."""
    tablet = Tablet(playwright_running, tmp_path / "profile-small", chromium=disk.chromium)
    yield tablet
    tablet.pull_the_plug()
    assert tablet.complaints == []


@pytest.fixture
def ana(server: Server, small: Tablet) -> VisitHands:
    small.switch_on()
    hands = VisitHands(small, server.origin)
    hands.join(server.link("Ana Ruiz"))
    return hands


def everything_said(ana: VisitHands) -> str:
    """What the page shows and what a screen reader finds."""
    labels = "[...document.querySelectorAll('[aria-label]')].map(one => one.ariaLabel).join(' ')"
    return str(ana.page.evaluate(f"document.body.textContent + ' ' + {labels}"))


def test_a_full_disk_is_said_at_once_and_what_was_typed_is_kept_when_there_is_room(
    server: Server, ana: VisitHands, disk: Disk
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    ana.open_visit(patient)
    ana.start()
    ana.section("Note")
    ana.pill_says("^Saved on this tablet")
    before = ana.waiting()
    disk.fill()

    note = ana.page.get_by_label("What you saw and heard")
    note.focus()
    told = ana.page.evaluate(TYPED_AND_TOLD, LONG)
    assert told < AT_ONCE_MS
    ana.pill_says("^Not saved")
    assert "Saved" not in everything_said(ana)
    expect(note).to_have_value(LONG)

    # Care goes on: what is tapped elsewhere stays on the screen too, and waits its turn.
    ana.section("Mood")
    for question, choice in PHQ_2.items():
        ana.answer(question, choice)
    ana.pill_says("^Not saved")
    assert "Saved" not in everything_said(ana)

    disk.make_room()
    ana.pill_says("^Saved on this tablet")
    ana.kept_more_than(before + len(PHQ_2))
    expect(ana.page.get_by_text("Not saved")).to_have_count(0)

    # Full once more, and the app locks meanwhile: what waits does not go with the keys.
    disk.fill()
    question = next(iter(PHQ_2))
    ana.answer(question, "Nearly every day")
    ana.pill_says("^Not saved")
    ana.press_lock()
    # Chromium may not open a torn store before there is room.
    expect(ana.page.get_by_role("heading", level=1, name=LOCKED)).to_be_visible()
    disk.make_room()
    ana.page.reload()
    ana.unlock_by_words()
    expect(ana.question(question).get_by_role("radio", name="Nearly every day")).to_be_checked()
    ana.pill_says("^Saved on this tablet")

    # Kept, not only claimed: it is there after a kill, and the server gets it once.
    ana.tablet.pull_the_plug()
    ana.switch_on_again()
    ana.unlock_by_words()
    ana.section("Note")
    expect(ana.page.get_by_label("What you saw and heard")).to_have_value(LONG)
    server.start()
    ana.all_is_sent()
    notes = server.rows("SELECT text FROM changes WHERE kind = 'note'")
    assert sum(LONG in text for (text,) in notes) == 1
    assessments = server.rows("SELECT text FROM changes WHERE kind = 'assessment'")
    assert sum("answers/" in text for (text,) in assessments) >= len(PHQ_2)
