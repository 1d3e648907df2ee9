"""A photo, from the tablet's camera offline to a desktop: kept through a kill, sent last, never in clear."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.looking import sideways, small_targets, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

HEADER = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
LEFT_HEEL = re.compile(r"^Left heel · 3\.2 . 1\.5 cm$")
SENT_WITHIN = 60_000
PICTURES = os.environ.get("DOORSTEP_PICTURES", "")
"""Where to put a picture of each screen of this test, for whoever wants to look at them."""


def found_in(folder: Path, raw: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and raw in path.read_bytes()]


def telling_parts(photo: bytes) -> list[bytes]:
    """Parts that nothing else is made of: the test picture is mostly one colour, and packs into patterns."""
    parts = [photo[at : at + 64] for at in range(0, len(photo) - 64, 64)]
    telling = [part for part in parts if len(set(part)) >= 30]
    assert len(telling) >= 2
    return [photo[:40], *telling[:3], *telling[-3:]]


def look(hands: VisitHands | OfficeHands, name: str) -> None:
    """The screen as it stands in four sizes: measured, and pictured if asked for."""
    page = hands.page
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == [], (name, size)
        assert sideways(page) == [], (name, size)
        if not isinstance(hands, OfficeHands):
            assert small_targets(page) == [], (name, size)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{size}.png", full_page=True)
    width, height = SIZES[hands.tablet.size]
    page.set_viewport_size({"width": width, "height": height})


def ask_for_consent(ana: VisitHands) -> None:
    ana.section("Note")
    ana.page.get_by_role("button", name=re.compile("^Add photos")).click()
    ana.page.get_by_role("radio", name=re.compile(r"^\S+ agrees$")).click()


def take(ana: VisitHands) -> None:
    ana.page.wait_for_function("() => (document.querySelector('video')?.videoWidth ?? 0) > 0")
    ana.page.get_by_role("button", name=re.compile("^Take the photo")).click()


def keep_left_heel(ana: VisitHands) -> None:
    ana.radio("Where on the body", "Heel")
    ana.radio("Which side", "Left")
    ana.page.get_by_label(re.compile("^Length, if measured")).fill("3.2")
    ana.page.get_by_label(re.compile("^Width, if measured")).fill("1.5")
    ana.page.get_by_role("button", name=re.compile("^Keep: photo")).click()
    expect(ana.page.get_by_role("img", name=LEFT_HEEL)).to_be_visible()


def test_a_photo_survives_a_kill_and_reaches_the_office(
    server: Server, ana: VisitHands, rina: OfficeHands, tmp_path: Path
) -> None:
    patient, *_ = ana.patients_today()
    family = patient.split(",", maxsplit=1)[0].title()
    ana.open_visit(patient)
    ana.start()
    ana.answer_briefly()
    server.stop()
    ask_for_consent(ana)
    take(ana)
    look(ana, "photo-taken")
    keep_left_heel(ana)
    ana.sees("Photo 1 of 1 saved on this tablet, sent last.")
    ana.tablet.pull_the_plug()
    shutil.copytree(
        ana.tablet.profile, tmp_path / "at-the-kill", symlinks=True, ignore_dangling_symlinks=True
    )
    ana.switch_on_again()
    ana.unlock_by_words()
    ana.sees_heading("Note")
    expect(ana.page.get_by_role("img", name=LEFT_HEEL)).to_be_visible()
    ana.sees("Photo 1 of 1 saved on this tablet, sent last.")
    look(ana, "photo-kept")
    ana.write_up("A pressure mark on the left heel.")
    ana.sign_by_words()
    ana.sees("Visit received: not yet")
    server.start()
    received = ana.page.get_by_text(re.compile(r"^Visit received \d.*\.$"))
    expect(received).to_be_visible(timeout=SENT_WITHIN)
    ana.sees(re.compile(r"The office has all \d+ answers, 1 photo and 2 signatures\."))
    ana.sees("1 photo on the server.")
    look(ana, "photo-received")

    rina.look_again()
    rina.open_visit_of(family)
    shown = rina.page.get_by_role("img", name=LEFT_HEEL)
    rina.comes(shown)
    assert shown.evaluate("(image) => image.naturalWidth") > 0
    rina.sees(re.compile("agreed$"))
    look(rina, "photo-in-the-office")

    [stored] = [path for path in (server.data / "attachments").rglob("*") if path.is_file()]
    photo = stored.read_bytes()
    assert photo.startswith(HEADER)
    rina.tablet.pull_the_plug()
    ana.tablet.pull_the_plug()
    for raw in telling_parts(photo):
        assert found_in(server.data, raw) == [stored], "the scan can find"
        for profile in (tmp_path / "at-the-kill", ana.tablet.profile, rina.tablet.profile):
            assert found_in(profile, raw) == []


def test_without_agreement_there_is_no_camera(ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Note")
    ana.page.get_by_role("button", name=re.compile("^Add photos")).click()
    look(ana, "photo-consent")
    ana.page.get_by_role("radio", name="No photos today").click()
    ana.sees(re.compile("does not want photos today"))
    expect(ana.page.get_by_role("button", name=re.compile("^Take"))).to_have_count(0)
    ana.page.get_by_role("button", name=re.compile("^Change")).click()
    ana.page.get_by_role("radio", name=re.compile(r"^\S+ agrees$")).click()
    ana.sees(re.compile("agreed to photos today"))
    take(ana)
    expect(ana.page.get_by_role("button", name="Retake")).to_be_visible()
    ana.page.get_by_role("button", name="Retake").click()
    expect(ana.page.get_by_role("button", name=re.compile("^Take the photo"))).to_be_visible()
    look(ana, "photo-camera")
    ana.page.get_by_role("button", name="Leave without a photo").click()
    expect(ana.page.locator("video")).to_have_count(0)


def test_with_a_network_it_leaves_by_itself_before_signing(ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ask_for_consent(ana)
    take(ana)
    keep_left_heel(ana)
    ana.sees("1 photo on the server.", within=SENT_WITHIN)


def test_a_photo_is_taken_back_before_signing_and_its_bytes_go_too(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ask_for_consent(ana)
    take(ana)
    keep_left_heel(ana)
    ana.sees("1 photo on the server.", within=SENT_WITHIN)
    shown = ana.page.get_by_role("img", name=LEFT_HEEL)
    remove = ana.page.get_by_role("button", name=re.compile("^Remove this photo"))
    remove.click()
    expect(shown).to_have_count(0)
    look(ana, "photo-removed")
    ana.page.get_by_role("button", name="Undo", exact=True).click()
    expect(shown).to_be_visible()
    ana.pill_says("^Safe on the server")
    server.stop()
    before = ana.waiting()
    remove.click()
    expect(shown).to_have_count(0)
    # Leaving the section ends the time to undo it.
    ana.section("Plan")
    ana.kept_more_than(before)
    server.start()
    ana.pill_says("^Safe on the server")
    ana.section("Note")
    expect(shown).to_have_count(0)
    assert server.rows("SELECT sha256 FROM attachments") == []
    assert not [path for path in (server.data / "attachments").rglob("*") if path.is_file()]
