"""Bundles made by hand, and word after collection whether the public ones are here."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from server.ehr.chart import Chart, Item
from server.ehr.mapping import map_bundle

PUBLIC = Path(__file__).resolve().parents[3] / "shared" / "data" / "patients"
TODAY = "2026-11-23"

Json = dict[str, Any]


def pytest_report_collectionfinish() -> str:
    found = "collected" if PUBLIC.is_dir() else "left out: ../shared/data/patients is not here"
    return f"import of public patient bundles: {found}"


@pytest.fixture
def patient() -> Json:
    """The least that makes a patient."""
    return {
        "resourceType": "Patient",
        "id": "p1",
        "name": [{"family": "Okafor", "given": ["Ruth"]}],
        "birthDate": "1941-02-03",
    }


@pytest.fixture
def read() -> Callable[..., Chart]:
    """Map resources (or whole entries) as one bundle."""

    def run(*resources: Json, type_: str = "collection", **envelope: Any) -> Chart:
        entries = [each if "resource" in each else {"resource": each} for each in resources]
        content = {"resourceType": "Bundle", "type": type_, "entry": entries, **envelope}
        return map_bundle(json.loads(json.dumps(content), parse_float=Decimal), TODAY)

    return run


@pytest.fixture
def one() -> Callable[[Chart, str], Item]:
    """The only item of a kind."""

    def find(chart: Chart, kind: str) -> Item:
        found = [item for item in chart.items if item.kind == kind]
        assert len(found) == 1, [item.kind for item in chart.items]
        return found[0]

    return find
