"""Work that can't be sent leaves a tablet as a sealed file and reaches the office, once (UX.md 4.10)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import NewTablet
from tests.browser.looking import sideways, small_targets, violations
from tests.browser.office import OfficeHands
from tests.browser.server import DOORSTEP, ROOT, Server
from tests.browser.visiting import PHQ_2, VisitHands

pytestmark = pytest.mark.browser

TYPED = "Luz keeps the insulin in the door of the fridge"


def make_key(server: Server, path: Path) -> str:
    """As an administrator: reads the six words off the screen and types them back."""
    making = started(server, "recovery-key", str(path))
    assert making.stdout is not None
    words = [making.stdout.readline(), making.stdout.readline()][1].strip()
    told, failed = making.communicate(f"{words}\n")
    assert making.returncode == 0, told + failed
    return words


def take_in(server: Server, file: Path, key: Path, words: str) -> str:
    taking = started(server, "rescue", str(file), "--key", str(key))
    told, failed = taking.communicate(f"{words}\n")
    assert taking.returncode == 0, told + failed
    return told


def started(server: Server, *arguments: str) -> subprocess.Popen[str]:
    # Without a terminal of its own it reads what is typed from the pipe.
    return subprocess.Popen(
        [DOORSTEP, *arguments],
        env=server.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=ROOT,
    )


def changes_here(server: Server) -> int:
    return int(
        server.rows("SELECT count(*) FROM changes WHERE kind IN ('visit', 'assessment', 'note')")[0][0]
    )


def test_a_days_work_is_rescued_looked_at_and_taken_in_once(
    server: Server, tablets: NewTablet, tmp_path: Path
) -> None:
    key, file = tmp_path / "recovery.key", tmp_path / "ana.dsr"
    words = make_key(server, key)
    tablet = tablets("ana")
    tablet.switch_on()
    ana = VisitHands(tablet, server.origin)
    ana.join(server.link("Ana Ruiz"))
    patient, *_ = ana.patients_today()
    server.stop()
    ana.open_visit(patient)
    ana.start()
    ana.section("Mood")
    for question, choice in PHQ_2.items():
        ana.answer_and_see_it_kept(question, choice)
    ana.section("Note")
    before_note = ana.waiting()
    ana.write_note(TYPED)
    ana.kept_more_than(before_note)
    waiting = ana.waiting()

    ana.pill.click()
    ana.page.get_by_role("link", name="Rescue file").click()
    ana.sees_heading("Rescue file")
    with ana.page.expect_download() as handed:
        ana.press("Save rescue file")
    handed.value.save_as(file)
    assert re.fullmatch(r"doorstep-rescue-\d{8}-\d{4}-[0-9a-f]{8}\.dsr", handed.value.suggested_filename)
    ana.sees(f"{waiting} changes in the file")
    assert violations(ana.page) + small_targets(ana.page) + sideways(ana.page) == []
    assert all(TYPED.encode(coding) not in file.read_bytes() for coding in ("utf-8", "utf-16-le"))
    tablet.pull_the_plug()

    server.start()
    before = changes_here(server)
    assert f"{waiting} held for checking" in take_in(server, file, key, words)
    assert changes_here(server) == before
    desk = tablets("rina", "desktop")
    desk.switch_on()
    rina = OfficeHands(desk, server.origin)
    rina.join(server.link("Rina Patel"))
    rina.held()
    rina.page.get_by_role("button", name=re.compile("^Try again")).last.click()
    taken = rina.page.get_by_role("status").filter(has_text="Taken in by you")
    expect(taken).to_have_count(rina.page.locator("tbody tr").count())
    rescued = changes_here(server)
    assert rescued > before
    assert server.rows("SELECT count(*) FROM changes WHERE text LIKE :typed", typed=f"%{TYPED}%") == [(1,)]

    # The tablet is found again: what it sends is known.
    ana.switch_on_again()
    ana.unlock_by_words()
    ana.all_is_sent()
    expect(ana.page.get_by_text(re.compile("Held for checking [1-9]"))).to_have_count(0)
    assert changes_here(server) == rescued
    assert f"{waiting} were here before" in take_in(server, file, key, words)
