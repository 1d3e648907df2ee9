"""What a killed command leaves of records in clear lies no longer than until the next command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from server.backup.scratch import scratch

WORKS_UNTIL_KILLED = """
import sys, time
from pathlib import Path
from server.backup.scratch import scratch
with scratch(Path(sys.argv[1]), "export") as folder:
    (folder / "chart.json").write_text("of a patient")
    print(folder, flush=True)
    sys.stdin.read()
"""


def fail_in(data: Path) -> None:
    with scratch(data, "backup") as folder:
        assert folder.stat().st_mode & 0o077 == 0
        raise OSError("full")


def test_a_folder_is_private_and_gone_with_the_command_that_fails_too(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"):
        fail_in(tmp_path / "data")
    assert list((tmp_path / "data").iterdir()) == []


def test_what_a_killed_command_left_goes_with_the_next_one_and_what_is_at_work_stays(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", WORKS_UNTIL_KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as at_work:
        assert at_work.stdout is not None
        left = Path(at_work.stdout.readline().strip()) / "chart.json"
        with scratch(tmp_path, "backup"):
            assert left.read_text() == "of a patient"
        at_work.kill()
        at_work.wait()
        assert left.exists()
        with scratch(tmp_path, "restore") as folder:
            assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []
