"""Every kind has its place, or is named in `tests/vectors/places.json` with the reason why not.

The places on the tablet and in the review are held to the same table by `pwa/tests/views/places.test.ts`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.search.parts import SEARCHED
from server.store.database import reading
from sync.deadlines.chart import READS
from sync.kinds import KINDS, Kind, Lane
from sync.lifecycles import LIFECYCLES
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, at_work, share, stock_library

_TABLE = Path(__file__).parents[1] / "vectors" / "places.json"
NONE: dict[str, dict[str, str]] = json.loads(_TABLE.read_text(encoding="utf-8"))["none"]
LEAST = 10
"""Letters of a reason: a dash is none."""
WRITTEN_BY_PEOPLE = sorted(set(KINDS) - NONE["audit"].keys())
BY_THE_OFFICE = "remark"


def has_lifecycle(kind: Kind) -> bool:
    return kind.lifecycle is not None and kind.lifecycle[1].lifecycle in LIFECYCLES


def is_urgent(kind: Kind) -> bool:
    """It leaves first, or a rule finds in it by when something must be done."""
    return kind.lane is Lane.URGENT or kind.urgent_field != "" or kind.name in READS


def is_found(kind: Kind) -> bool:
    return kind.name in SEARCHED


PLACES = {"lifecycle": has_lifecycle, "urgent": is_urgent, "officeSearch": is_found}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_its_place_or_a_reason(name: str, place: str) -> None:
    reason = NONE[place].get(name, "")
    if PLACES[place](KINDS[name]):
        assert reason == "", f"{name} has a place in {place}: the reason why not is stale"
    else:
        assert len(reason) > LEAST, f"{name} has no place in {place}, and no reason is named"


def test_the_table_names_kinds_and_places_that_there_are() -> None:
    assert set(NONE) == {*PLACES, "audit", "tabletSearch", "timeline", "review"}
    assert {name for reasons in NONE.values() for name in reasons} <= KINDS.keys()
    assert all(len(reason) > LEAST for reasons in NONE.values() for reason in reasons.values())


@pytest.mark.parametrize("name", WRITTEN_BY_PEOPLE)
def test_who_wrote_a_record_of_a_kind_stands_in_the_audit_chain(
    office: Office, clock: Clock, name: str
) -> None:
    kind = KINDS[name]
    if kind.library:
        record = stock_library(office, clock, name)
    else:
        ana, rina = at_work(office, clock), at_work(office, clock, "Rina Patel", "reviewer")
        patient = ana.new_patient()
        share(office, rina, patient)
        who = rina if name == BY_THE_OFFICE else ana
        record = patient if name == "patient" else who.id()
        if name != "patient":
            made = who.change(record, patient, name, CREATE, schema=kind.schema)
            assert who.outcomes(made) == ["applied"]
    with office.app.app_context(), reading() as connection:
        rows = connection.exec_driver_sql("SELECT action, patient_id, detail FROM audit_entries").all()
    said = [row for row in rows if record in row.detail or (row.action == "chart-read" and kind.audit_only)]
    assert said, f"nothing in the chain tells of the {name}"
