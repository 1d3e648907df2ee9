"""How much a tablet fetches to open the app, and what is fetched beside it to be there offline."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from bench.figures import Figure

DIST = Path(__file__).resolve().parent.parent / "pwa" / "dist"
SHELL_GOAL_KB = 120.0
FORMS = "assets/fhirpath-*.js"
BEHIND_THE_DOOR = ("assets/Inside-*.js", "assets/open-session-*.js", "assets/attending-*.js")
"""What an unlock needs beside the door itself; read while the person looks for her finger or the words."""


def measure() -> list[Figure]:
    return figures_of(DIST)


def figures_of(dist: Path) -> list[Figure]:
    """Raises where the build has no forms chunk: the figure would leave out what it promises to show."""
    shell = opening_files(dist)
    forms = found(dist, FORMS)
    if not forms or forms & shell:
        raise RuntimeError(f"{dist} has no lazily loaded {FORMS}")
    behind = {name for pattern in BEHIND_THE_DOOR for name in found(dist, pattern)}
    today = shell | behind | imported(dist, behind)
    screens = found(dist, "assets/*.js") | found(dist, "assets/*.css")
    screens -= today | forms
    return [
        Figure(
            "shell_gz", kilobytes(dist, shell), SHELL_GOAL_KB, "KB", "what opens the app at Unlock, gzipped"
        ),
        Figure(
            "shell_today_gz",
            kilobytes(dist, today),
            None,
            "KB",
            "that, and what Today takes behind it, gzipped",
        ),
        Figure(
            "shell_screens_gz",
            kilobytes(dist, screens),
            None,
            "KB",
            "lazily loaded, precached: the visit's and the office's screens, gzipped",
        ),
        Figure(
            "shell_forms_gz",
            kilobytes(dist, forms),
            None,
            "KB",
            "lazily loaded, precached: FHIRPath, gzipped",
        ),
    ]


def opening_files(dist: Path) -> set[str]:
    """The page, what it names, what those import at once, the vault's worker and the service worker."""
    named = re.findall(r'(?:src|href)="/(assets/[^"]+)"', (dist / "index.html").read_text())
    first = {"index.html", "sw.js", *named} | found(dist, "assets/*worker*.js")
    return first | imported(dist, first)


def found(dist: Path, pattern: str) -> set[str]:
    return {str(path.relative_to(dist)) for path in dist.glob(pattern)}


def imported(dist: Path, files: set[str]) -> set[str]:
    """The chunks that the given ones import statically, and theirs."""
    chunks: set[str] = set()
    todo = [name for name in files if name.endswith(".js")]
    while todo:
        code = (dist / todo.pop()).read_text()
        for name in re.findall(r'(?:from|import)\s*"\./([^"]+\.js)"', code):
            path = f"assets/{name}"
            if path not in files | chunks and (dist / path).exists():
                chunks.add(path)
                todo.append(path)
    return chunks


def kilobytes(dist: Path, files: set[str]) -> float:
    return round(sum(len(gzip.compress((dist / name).read_bytes(), 9)) for name in files) / 1000, 1)
