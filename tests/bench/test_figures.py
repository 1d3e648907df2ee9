"""The bench's own promises: families keep out of each other's rows, and a missed goal is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as command
from bench import figures, shell
from bench.figures import Figure, keep


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Results go to a folder of the test's own."""
    monkeypatch.setattr(figures, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(figures, "TABLE", tmp_path / "RESULTS.md")
    return tmp_path


def results(kept: Path) -> dict[str, dict[str, Any]]:
    return dict(json.loads((kept / "results.json").read_text()))


def rows(kept: Path) -> list[str]:
    return [line for line in (kept / "RESULTS.md").read_text().splitlines() if line.startswith("| ")]


def test_a_family_replaces_only_its_own_figures(kept: Path) -> None:
    keep("sync", [Figure("sync_old", 3.0, None, "x", "gone after the next run")])
    keep("shell", [Figure("shell_gz", 99.0, 120.0, "KB", "the shell")])
    before = results(kept)["shell_gz"]
    keep("sync", [Figure("sync_new", 2.0, None, "x", "new")])
    assert results(kept).keys() == {"shell_gz", "sync_new"}
    assert results(kept)["shell_gz"] == before


def test_a_family_whose_name_begins_like_another_is_left_alone(kept: Path) -> None:
    keep("sync", [Figure("sync_a", 1.0, None, "x", "a")])
    keep("syncing", [Figure("syncing_b", 1.0, None, "x", "b")])
    keep("sync", [])
    assert results(kept).keys() == {"syncing_b"}


def test_a_figure_of_another_family_is_refused_before_anything_is_written(kept: Path) -> None:
    with pytest.raises(ValueError, match="device_start"):
        keep("sync", [Figure("device_start", 1.0, None, "ms", "in the wrong family")])
    assert not (kept / "results.json").exists()


@pytest.mark.parametrize(
    ("value", "goal", "ok"),
    [(120.1, 120.0, False), (120.0, 120.0, True), (0.0, 120.0, True), (9e9, None, True)],
)
def test_a_figure_over_its_goal_is_not_ok(kept: Path, value: float, goal: float | None, ok: bool) -> None:  # noqa: FBT001
    keep("shell", [Figure("shell_gz", value, goal, "KB", "the shell")])
    entry = results(kept)["shell_gz"]
    assert (entry["value"], entry["goal"], entry["ok"], entry["unit"]) == (value, goal, ok, "KB")


def test_the_table_says_met_not_met_or_only_reported(kept: Path) -> None:
    keep(
        "shell",
        [
            Figure("shell_b", 130.5, 120.0, "KB", "too large"),
            Figure("shell_a", 80.0, 120.0, "KB", "small enough"),
            Figure("shell_c", 156.0, None, "KB", "no goal"),
        ],
    )
    header, first, second, third = (line.split(" | ")[:5] for line in rows(kept))
    assert header == ["| figure", "what", "value", "goal", "met"]
    assert first == ["| shell_a", "small enough", "80 KB", "≤ 120 KB", "yes"]
    assert second == ["| shell_b", "too large", "130.5 KB", "≤ 120 KB", "**no**"]
    assert third == ["| shell_c", "no goal", "156 KB", "", "reported"]


def test_each_figure_says_where_it_was_measured(kept: Path) -> None:
    keep("shell", [Figure("shell_a", 80.0, 120.0, "KB", "small enough")])
    assert "commit " in results(kept)["shell_a"]["measured"]
    assert "at load " in results(kept)["shell_a"]["measured"]


def test_the_command_measures_one_family_and_refuses_an_unknown_one(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = [Figure("shell_gz", 130.0, 120.0, "KB", "the shell")]
    monkeypatch.setitem(command.FAMILIES, "shell", lambda: measured)
    assert command.main(["shell"]) == 0
    assert "shell_gz: 130 KB (goal 120, NOT met)" in capsys.readouterr().out
    assert results(kept).keys() == {"shell_gz"}
    assert command.main(["weather"]) == 2
    assert "no such family: weather; there are shell, device, sync" in capsys.readouterr().out


def built(dist: Path, **files: str) -> Path:
    """A build with one entry; keyword `a_js` is assets/a.js."""
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text('<script src="/assets/index-1.js"></script>')
    (dist / "sw.js").write_text("the service worker")
    for name, code in files.items():
        (dist / "assets" / ".".join(name.rsplit("_", 1)).replace("_", "-")).write_text(code)
    return dist


def test_the_shell_is_what_the_page_imports_at_once_and_no_more(tmp_path: Path) -> None:
    dist = built(
        tmp_path / "dist",
        index_1_js='import{a}from"./shared-1.js";import("./Visit-1.js")',
        shared_1_js='import"./deeper-1.js"',
        deeper_1_js="",
        Visit_1_js='import{b}from"./shared-1.js"',
        fhirpath_1_js="",
        vault_worker_1_js="",
    )
    assert shell.opening_files(dist) == {
        "index.html",
        "sw.js",
        "assets/index-1.js",
        "assets/shared-1.js",
        "assets/deeper-1.js",
        "assets/vault-worker-1.js",
    }
    assert [figure.name for figure in shell.figures_of(dist)] == [
        "shell_gz",
        "shell_today_gz",
        "shell_screens_gz",
        "shell_forms_gz",
    ]


def test_a_build_that_loads_the_forms_at_once_is_not_measured_as_if_it_did_not(tmp_path: Path) -> None:
    dist = built(tmp_path / "dist", index_1_js='import{a}from"./fhirpath-1.js"', fhirpath_1_js="")
    with pytest.raises(RuntimeError, match="fhirpath"):
        shell.figures_of(dist)


@pytest.mark.parametrize(("value", "ok"), [(5.9, False), (6.0, True), (7.0, True)])
def test_a_figure_under_the_least_that_is_asked_is_not_ok(kept: Path, value: float, ok: bool) -> None:  # noqa: FBT001
    keep("sync", [Figure("sync_times", value, 6.0, "x", "times as fast as a peer", least=True)])
    assert results(kept)["sync_times"]["ok"] is ok
    assert "≥ 6 x" in rows(kept)[-1]
