"""What a person with a tablet of her own could try through the doors that are open to her."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from sync import canonical
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, event_op, set_op, share, told
from tests.api.visiting import Visit, whole_visit


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Rina Patel", "reviewer")


@pytest.fixture
def visit(office: Office, ana: FieldTablet, rina: FieldTablet) -> Visit:
    """A received visit of a patient whom the reviewer may see."""
    made = whole_visit(office, ana, ana.new_patient())
    share(office, rina, made.patient)
    ana.round(*made.batches)
    ana.round()
    return made


def states(tablet: FieldTablet, visit: Visit) -> list[Any]:
    tablet.round()
    return [head["value"] for head in tablet.heads(visit.id, "state")]


def queue(tablet: FieldTablet) -> list[Json]:
    answer = tablet.tablet.get("/api/office/queue")
    assert answer.status_code == 200, answer.text
    return list((answer.json or {})["visits"])


@pytest.fixture
def ended(ana: FieldTablet) -> Visit:
    """A visit that is ended and not signed."""
    made = Visit(ana, ana.new_patient(), {"url": "x", "version": "1"})
    made.begin()
    ana.round(*made.batches)
    ana.deliver(
        ana.change(made.id, made.patient, "visit", event_op("end", ana.saw(made.id, "state")), visit=made.id)
    )
    assert states(ana, made) == ["ended"]
    return made


def test_a_refused_set_is_no_state_to_decide_for(ana: FieldTablet, ended: Visit) -> None:
    shown = ana.saw(ended.id, "state")
    refused = ana.change(ended.id, ended.patient, "visit", set_op("state", "approved", shown), visit=ended.id)
    assert ana.outcomes(refused) == ["quarantined:invalid"]
    decided = set_op("state", "approved", [*shown, refused["id"]])
    change = ana.change(ended.id, ended.patient, "visit", decided, visit=ended.id)
    assert ana.outcomes(change) == ["quarantined:depends"]
    assert states(ana, ended) == ["ended"]


def test_an_event_is_not_built_on_one_that_was_refused(ana: FieldTablet, visit: Visit) -> None:
    """Else a return that she may not make would let her sign the visit anew over the received one."""
    shown = ana.saw(visit.id, "state")
    refused = ana.change(visit.id, visit.patient, "visit", event_op("return", shown), visit=visit.id)
    assert ana.outcomes(refused) == ["quarantined:no-right"]
    again = ana.change(visit.id, visit.patient, "visit", event_op("sign", [refused["id"]]), visit=visit.id)
    assert ana.outcomes(again) == ["quarantined:invalid"]
    assert states(ana, visit) == ["received"]


def test_a_state_that_was_left_behind_is_no_choice(ana: FieldTablet, ended: Visit) -> None:
    past = ana.records[ended.id]["fields"]["state"]["past"]
    [planned] = [stamp for one in past if one["value"] == "planned" for stamp in one["stamps"]]
    decided = set_op("state", "planned", [planned, *ana.saw(ended.id, "state")])
    change = ana.change(ended.id, ended.patient, "visit", decided, visit=ended.id)
    assert ana.outcomes(change) == ["quarantined:invalid"]
    assert states(ana, ended) == ["ended"]


def test_another_patients_assessment_stands_under_no_visit_of_this_one(
    office: Office, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    before = queue(rina)
    other = whole_visit(office, ana, ana.new_patient("Delgado"))
    stray = ana.change(
        ana.id(),
        other.patient,
        "assessment",
        CREATE,
        set_op("visit", visit.id),
        set_op("title", "A stranger's"),
    )
    alarm = ana.change(ana.id(), other.patient, "safety", CREATE, set_op("visit", visit.id))
    assert ana.outcomes(stray) == ["applied"]
    assert ana.outcomes(alarm) == ["applied"]
    share(office, rina, other.patient)
    assert queue(rina) == before


@pytest.mark.parametrize(("state", "urgent"), [("confirm", ["need"]), ("decline", [None])])
def test_an_urgent_need_that_is_not_met_makes_its_visit_urgent(
    ana: FieldTablet, rina: FieldTablet, visit: Visit, state: str, urgent: list[str | None]
) -> None:
    need = ana.change(
        ana.id(),
        visit.patient,
        "need",
        CREATE,
        set_op("urgent", True),
        visit=visit.id,
    )
    assert ana.outcomes(need) == ["applied"]
    assert [line["urgent"] for line in queue(rina)] == [None]
    settled = ana.change(need["record"], visit.patient, "need", event_op(state, [need["id"]]), visit=visit.id)
    assert ana.outcomes(settled) == ["applied"]
    assert [line["urgent"] for line in queue(rina)] == urgent


def test_a_confirmed_need_that_is_not_urgent_leaves_its_visit_as_it_is(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    made = ana.change(ana.id(), visit.patient, "need", CREATE, set_op("urgent", False), visit=visit.id)
    ana.deliver(made)
    ana.deliver(ana.change(made["record"], visit.patient, "need", event_op("confirm", [made["id"]])))
    assert [line["urgent"] for line in queue(rina)] == [None]


def test_needs_without_end_wait_and_what_is_behind_them_applies(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    goal = ana.id()
    endless = ana.change(
        goal,
        patient,
        "goal",
        CREATE,
        needs=[{"id": ana.id(), "hard": False} for _ in range(14_000)],
    )
    many = [ana.batch({**endless, "id": ana.id(), "batch": None}) for _ in range(3)]
    after = ana.change(ana.id(), patient, "goal", CREATE)
    body = gzip.compress(json.dumps(ana.body(*many, ana.batch(after))).encode())
    headers = {**ana.tablet.proof("POST", "/api/sync", body), "Content-Encoding": "gzip"}
    answer = ana.tablet.open("POST", "/api/sync", body, headers)
    assert answer.status_code == 200, answer.text[:500]
    told_all = [told(receipt) for receipt in (answer.json or {})["receipts"]]
    assert told_all == ["waiting"] * 3 + ["applied"]


def test_an_assessment_under_the_id_of_a_conflict_is_held(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    other = {"family": "Okafor", "given": ["Benjamin"]}
    rina.deliver(rina.change(visit.patient, visit.patient, "patient", set_op("name", other)))
    ana.round()
    [conflict] = [record["id"] for record in ana.records.values() if record["kind"] == "conflict"]
    stray = ana.change(conflict, visit.patient, "assessment", set_op("title", "x"))
    assert ana.outcomes(stray) == ["quarantined:invalid"]


ODD: list[tuple[str, str]] = [
    ("quarantined:unreadable", "{"),
    ("quarantined:unreadable", "[" * 100_000),
    ("quarantined:unreadable", '{"a":' * 40 + "1" + "}" * 40),
    ("quarantined:unreadable", '{"v":NaN}'),
    ("quarantined:unreadable", '{"v":1,"x":"\\ud800"}'),
    ("quarantined:unreadable", '{"v":1e999}'),
    ("quarantined:unreadable", '{"v":' + "9" * 6000 + "}"),
    ("quarantined:unreadable", '{"v":1,"v":1}'),
    ("quarantined:unreadable", "\x00"),
    ("quarantined:unreadable", ""),
    ("quarantined:unreadable", "null"),
    ("quarantined:invalid", '{"v":1,"needs":7,"record":[],"id":{}}'),
    ("quarantined:invalid", "x" * 3_000_000),
]


@pytest.mark.parametrize(("outcome", "text"), ODD)
def test_an_odd_text_is_held_and_what_is_behind_it_applies(ana: FieldTablet, outcome: str, text: str) -> None:
    patient = ana.new_patient()
    odd = ana.change(ana.id(), patient, "goal", CREATE)
    after = ana.change(ana.id(), patient, "goal", CREATE)
    answer = ana.post(ana.batch(odd, texts=[text]), ana.batch(after))
    assert answer.status_code == 200, answer.text[:500]
    first, second = (answer.json or {})["receipts"]
    assert (told(first), told(second)) == (outcome, "applied")
    assert first["sha256"] == canonical.sha256(text)
    again = ana.post(ana.batch(odd, texts=[text])).json or {}
    assert told(again["receipts"][0]) == outcome


def test_one_change_twice_in_a_batch_is_held_whole(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    change = ana.change(ana.id(), patient, "goal", CREATE)
    assert set(ana.outcomes(change, change)) == {"quarantined:id-reused"}
