"""How much a tablet fetches to open the app, and what the lazily loaded forms chunk adds to it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from bench.figures import Figure

DIST = Path(__file__).resolve().parent.parent / "pwa" / "dist"
SHELL_GOAL_KB = 120.0


def measure() -> list[Figure]:
    html = (DIST / "index.html").read_text()
    first = {"index.html", *re.findall(r'(?:src|href)="/(assets/[^"]+)"', html)}
    first |= imported(first)
    workers = {str(path.relative_to(DIST)) for path in DIST.glob("assets/*worker*.js")}
    shell = first | workers | {"sw.js"}
    lazy = {str(path.relative_to(DIST)) for path in DIST.glob("assets/*.js")} - shell
    return [
        Figure(
            "shell_gz",
            kilobytes(shell),
            SHELL_GOAL_KB,
            "KB",
            "app shell gzipped, without the lazy forms chunk",
        ),
        Figure(
            "shell_lazy_gz", kilobytes(lazy), None, "KB", "lazily loaded chunks gzipped (precached, FHIRPath)"
        ),
    ]


def imported(files: set[str]) -> set[str]:
    """The chunks that the given ones import statically, and theirs."""
    found: set[str] = set()
    todo = [name for name in files if name.endswith(".js")]
    while todo:
        code = (DIST / todo.pop()).read_text()
        for name in re.findall(r'(?:from|import)\s*"\./([^"]+\.js)"', code):
            path = f"assets/{name}"
            if path not in files | found and (DIST / path).exists():
                found.add(path)
                todo.append(path)
    return found


def kilobytes(files: set[str]) -> float:
    return round(sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in files) / 1000, 1)
