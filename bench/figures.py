"""A measured figure, the table of all of them, and how one family replaces only its own."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
TABLE = HERE / "RESULTS.md"


@dataclass(frozen=True)
class Figure:
    """`name` starts with its family; `goal` is a bound in `unit`, or None where only reported.

    The bound is an upper one, or with `least` a lower one.
    """

    name: str
    value: float
    goal: float | None
    unit: str
    what: str
    least: bool = False

    @property
    def ok(self) -> bool:
        if self.goal is None:
            return True
        return self.value >= self.goal if self.least else self.value <= self.goal

    def entry(self) -> dict[str, object]:
        told: dict[str, object] = {"value": self.value, "goal": self.goal, "ok": self.ok, "unit": self.unit}
        bound: dict[str, object] = {"least": True} if self.least else {}
        return told | bound | {"what": self.what}


def keep(family: str, figures: list[Figure]) -> None:
    """Writes both files; figures of other families stay as they were measured. Raises ValueError for them."""
    strangers = [figure.name for figure in figures if not figure.name.startswith(f"{family}_")]
    if strangers:
        raise ValueError(f"not of family {family}: {', '.join(strangers)}")
    known: dict[str, dict[str, object]] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    others = {name: entry for name, entry in known.items() if not name.startswith(f"{family}_")}
    measured = {figure.name: figure.entry() | {"measured": machine()} for figure in figures}
    merged = dict(sorted((others | measured).items()))
    RESULTS.write_text(json.dumps(merged, indent=2) + "\n")
    TABLE.write_text(table(merged))


def machine() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=HERE
    ).stdout.strip()
    # Whoever reads a slow figure must see whether the machine had other work.
    system = f"{os.cpu_count()} cores at load {os.getloadavg()[0]:.1f}, {platform.system()}"
    return f"{system}, Python {platform.python_version()}, commit {commit}"


def table(entries: dict[str, dict[str, object]]) -> str:
    rows = [
        "# Benchmark results",
        "",
        "Written by `make bench`; `make bench BENCH=NAME` measures one family and replaces only its rows.",
        "Timings on a shared machine are noisy: compare the ratios, which are measured in one run.",
        "",
        "| figure | what | value | goal | met | measured on |",
        "|---|---|---|---|---|---|",
    ]
    for name, entry in entries.items():
        bound = "≥" if entry.get("least") else "≤"
        goal = "" if entry["goal"] is None else f"{bound} {entry['goal']:g} {entry['unit']}"
        met = "yes" if entry["ok"] else "**no**"
        met = "reported" if entry["goal"] is None else met
        value = f"{entry['value']:g} {entry['unit']}"
        rows.append(f"| {name} | {entry['what']} | {value} | {goal} | {met} | {entry['measured']} |")
    return "\n".join(rows) + "\n"
