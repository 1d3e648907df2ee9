"""The five public Synthea bundles, where ../shared is (the run says whether it is)."""

import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.ehr.account import account
from server.ehr.bundle import read_file
from server.ehr.changes import Maker, plan
from server.ehr.mapping import map_bundle
from sync.change import check, parse

PUBLIC = Path(__file__).resolve().parents[3] / "shared" / "data" / "patients"
FILES = sorted(PUBLIC.glob("*.json")) if PUBLIC.is_dir() else []
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Counted in the files: one insurer still billed, active conditions and medicines, open goals and plans.
EXPECTED = {
    "synthea-Andy_Schaden": {"condition": 5, "medication": 3, "goal": 5, "plan": 2},
    "synthea-Annmarie_Doyle": {"condition": 3},
    "synthea-Caridad_Olivares": {"condition": 5},
    "synthea-Emilia_Palomino": {"condition": 1, "plan": 1},
    "synthea-Eugenia_Schuster": {"condition": 4, "plan": 1},
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_public_bundle_becomes_a_chart(path: Path) -> None:
    content = read_file(path)
    chart = map_bundle(content, "2026-11-23")
    planned = plan(chart, {}, Maker(NOW, os.urandom, "0000abcd"))
    for change in planned.changes:
        check(parse(json.dumps(change)))
    kinds = Counter(change["kind"] for change in planned.changes)
    assert kinds == {"patient": 1, "coverage": 1, **EXPECTED[path.stem]}
    taken, left = sum(planned.taken.values()), sum(chart.left.values())
    assert taken + left == len(content["entry"])
    assert account(path.name, chart, planned).startswith(f"{path.name}: 1 patient, ")
    again = plan(map_bundle(content, "2026-11-23"), planned.known, Maker(NOW, os.urandom, "0000abcd"))
    assert again.changes == []
