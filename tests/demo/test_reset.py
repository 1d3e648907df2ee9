"""`doorstep reset-demo` takes the demo away, and nothing that is not the demo."""

import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.browser.server import DOORSTEP, free_port


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "letters.txt").write_text("not ours")
    assert doorstep(tmp_path, "demo", "--empty").returncode == 0
    return tmp_path


def doorstep(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DOORSTEP_DATA_DIR": str(data),
        "DOORSTEP_DEMO": "1",
        "DOORSTEP_PORT": str(free_port()),
    }
    return subprocess.run(
        [DOORSTEP, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_reset_takes_the_demos_database_and_leaves_every_other_file(data: Path) -> None:
    done = doorstep(data, "reset-demo")
    assert done.returncode == 0, done.stderr
    assert not (data / "doorstep.sqlite3").exists()
    assert (data / "letters.txt").read_text() == "not ours"


def test_a_reset_of_nothing_is_no_error(tmp_path: Path) -> None:
    assert doorstep(tmp_path, "reset-demo").returncode == 0


def test_a_reset_refuses_a_database_with_another_agency(data: Path) -> None:
    engine = create_engine(f"sqlite:///{data / 'doorstep.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE agencies SET demo = 0"))
    engine.dispose()
    refused = doorstep(data, "reset-demo")
    assert refused.returncode != 0
    assert "not the demo" in refused.stderr
    assert (data / "doorstep.sqlite3").exists()


def test_a_reset_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "doorstep.sqlite3").write_text("somebody's words, and not a database at all")
    refused = doorstep(tmp_path, "reset-demo")
    assert refused.returncode != 0
    assert (tmp_path / "doorstep.sqlite3").exists()
