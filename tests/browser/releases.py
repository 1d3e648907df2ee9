"""A second release of the app, made of the first: one file differs, and the worker's manifest with it."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

from tests.browser.server import ROOT

DIST = ROOT / "pwa" / "dist"
MARK = '<meta name="release" content="two">'


def second_release(folder: Path) -> Path:
    """Copies the built app; its page carries a mark that the first one's has not."""
    built = folder / "release-two"
    shutil.copytree(DIST, built)
    page = built / "index.html"
    before = page.read_bytes()
    after = before.replace(b"<head>", f"<head>{MARK}".encode(), 1)
    assert after != before
    page.write_bytes(after)
    worker = built / "sw.js"
    text = worker.read_text(encoding="utf-8")
    first, second = sha256(before).hexdigest(), sha256(after).hexdigest()
    assert first in text, "the worker's manifest names the page by its hash"
    worker.write_text(text.replace(first, second), encoding="utf-8")
    return built


def half_a_release(folder: Path) -> Path:
    """Copies the built app with a worker that can't keep it whole: one file is not what its manifest says."""
    built = folder / "release-half"
    shutil.copytree(DIST, built)
    chart = next(built.glob("assets/Chart-*.js"))
    worker = built / "sw.js"
    text = worker.read_text(encoding="utf-8")
    right = sha256(chart.read_bytes()).hexdigest()
    assert right in text, "the worker's manifest names the chart by its hash"
    worker.write_text(text.replace(right, sha256(b"").hexdigest()), encoding="utf-8")
    return built
