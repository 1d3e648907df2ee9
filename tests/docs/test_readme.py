"""The README tells the truth: its map captions every folder, and its commands do what it says."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from server.demo.patients import bundles
from tests.browser.server import free_port

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
CAPTION = re.compile(r"^(?P<path>[\w./-]+/)\s+(?P<caption>\S.{7,})$", re.MULTILINE)


def folders() -> list[str]:
    """Each folder that holds a tracked file, generated and vendored ones included."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    found = {
        str(parent) + "/" for line in listed.stdout.splitlines() for parent in PurePosixPath(line).parents
    }
    return sorted(found - {"./"})


def captions() -> dict[str, str]:
    return {match["path"]: match["caption"] for match in CAPTION.finditer(README)}


@pytest.mark.parametrize("folder", folders())
def test_every_folder_has_a_caption(folder: str) -> None:
    assert folder in captions(), f"README's map says nothing of {folder}"


def test_the_map_names_no_folder_that_is_gone() -> None:
    assert set(captions()) - set(folders()) == set()


def commands(language: str) -> list[str]:
    blocks = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("command", [line for line in commands("sh") if line.startswith("make ")])
def test_each_make_command_of_the_readme_exists(command: str) -> None:
    done = subprocess.run(
        ["make", "-n", *shlex.split(command)[1:]], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_each_doorstep_command_of_the_readme_works(tmp_path: Path) -> None:
    environment = {**os.environ, "DOORSTEP_DATA_DIR": str(tmp_path), "DOORSTEP_DEMO": "1"}
    given = [line for line in commands("sh") if line.startswith(".venv/bin/doorstep ")]
    assert given, "the README shows no doorstep command"
    patients = tmp_path / "patients.json"
    patients.write_text(json.dumps(bundles()[0]))
    for command in given:
        words = [str(patients) if word == "patients.json" else word for word in shlex.split(command)]
        done = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def start(environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["make", "run"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def test_make_run_prints_the_address_and_a_link_for_each_person_and_ends_cleanly(tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "DOORSTEP_DATA_DIR": str(tmp_path), "PORT": str(port)}
    running = start(environment)
    assert running.stdout is not None
    printed = []
    for line in running.stdout:
        printed.append(line)
        if "Ctrl-C" in line:
            break
    text = "".join(printed)
    assert f"http://localhost:{port}" in text
    assert len(re.findall(rf"http://localhost:{port}/#/enrol/\S+", text)) == 4
    os.killpg(running.pid, signal.SIGINT)
    rest = running.stdout.read()
    running.stdout.close()
    # make ends itself by the same signal; what matters is that the server went with it, and quietly.
    assert running.wait(timeout=20) in (0, 2, 130, -signal.SIGINT), rest
    assert "Traceback" not in rest
    with socket.socket() as again:
        again.bind(("127.0.0.1", port))


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "DOORSTEP_DATA_DIR": str(tmp_path), "PORT": str(port)}
        running = start(environment)
        printed, _ = running.communicate(timeout=60)
    assert running.returncode != 0
    assert f"Port {port} is taken" in printed
    assert f"PORT={port + 1} make run" in printed
