"""Opening a signed visit by false testimony, in one step or in two, in one batch or in several."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Clock, Office
from tests.api.field_work import FieldTablet, Json, at_work, event_op, set_op, share, told
from tests.api.visiting import Visit, whole_visit


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def visit(office: Office, ana: FieldTablet) -> Visit:
    """A received visit."""
    made = whole_visit(office, ana, ana.new_patient())
    ana.round(*made.batches)
    ana.round()
    return made


def states(tablet: FieldTablet, visit: Visit) -> list[Any]:
    tablet.round()
    return sorted(head["value"] for head in tablet.heads(visit.id, "state"))


def started(tablet: FieldTablet, visit: Visit) -> list[str]:
    """Stamps of the state before the visit was ended: what a liar says that her screen showed."""
    past = tablet.records[visit.id]["fields"]["state"]["past"]
    return [stamp for one in past if one["value"] == "open" for stamp in one["stamps"]]


def change(tablet: FieldTablet, visit: Visit, *ops: Json) -> Json:
    return tablet.change(visit.id, visit.patient, "visit", *ops, visit=visit.id)


def test_a_visit_is_not_opened_by_deciding_between_it_and_an_older_state(
    ana: FieldTablet, visit: Visit
) -> None:
    """First step: an event on a state long gone. Second step: a decision for what it made."""
    lie = change(ana, visit, event_op("end", started(ana, visit)))
    assert ana.outcomes(lie) == ["conflict"]
    assert states(ana, visit) == ["ended", "received"]
    opened = change(ana, visit, set_op("state", "ended", ana.saw(visit.id, "state")))
    assert ana.outcomes(opened) == ["quarantined:no-right"]
    assert states(ana, visit) == ["ended", "received"]
    kept = change(ana, visit, set_op("state", "received", ana.saw(visit.id, "state")))
    assert ana.outcomes(kept) == ["applied"]
    assert states(ana, visit) == ["received"]


def test_nor_within_one_batch(ana: FieldTablet, visit: Visit) -> None:
    lie = change(ana, visit, event_op("end", started(ana, visit)))
    opened = change(ana, visit, set_op("state", "ended", [lie["id"], *ana.saw(visit.id, "state")]))
    assert ana.outcomes(lie, opened) == ["quarantined:depends", "quarantined:no-right"]
    assert states(ana, visit) == ["received"]


def test_nor_in_the_batch_that_signs_it(office: Office, ana: FieldTablet) -> None:
    """Before that batch the visit is sealed nowhere; its right is asked for again as the batch goes on."""
    made = whole_visit(office, ana, ana.new_patient())
    ana.round(*made.batches[:-1])
    ana.round()
    lied_on = ana.saw(made.id, "state")
    signing = change(ana, made, event_op("sign", lied_on))
    lie = change(ana, made, event_op("end", started(ana, made)))
    opened = change(ana, made, set_op("state", "ended", [signing["id"], lie["id"], *lied_on]))
    answer = ana.post(ana.batch(signing, lie, opened)).json or {}
    outcomes = [told(receipt) for receipt in answer["receipts"]]
    assert outcomes == ["quarantined:depends", "quarantined:depends", "quarantined:no-right"]
    assert states(ana, made) == ["ended"]


def test_who_may_return_visits_may_decide_so(office: Office, clock: Clock, visit: Visit) -> None:
    ana = visit.tablet
    ana.outcomes(change(ana, visit, event_op("end", started(ana, visit))))
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    share(office, rina, visit.patient)
    assert states(rina, visit) == ["ended", "received"]
    opened = change(rina, visit, set_op("state", "ended", rina.saw(visit.id, "state")))
    assert rina.outcomes(opened) == ["applied"]
