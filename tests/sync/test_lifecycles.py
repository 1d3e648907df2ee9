"""One test a cell of every lifecycle: what the table says is what an event does to a record."""

from typing import Any

import pytest

from sync.context import Context
from sync.errors import Reason, Refused
from sync.kinds import KINDS
from sync.kinds.fields import Rule
from sync.lifecycles import LIFECYCLES, NO, SEALED, Lifecycle
from sync.receipt import Outcome
from sync.reconcile import reconcile
from sync.record import Document, heads, value
from tests.sync.making import BEN, OFFICE, change_of_text, context, create, event, stamp, text_of

CELLS = [
    (table.name, state, name, outcome)
    for table in LIFECYCLES.values()
    if table.name != "conflict"
    for state, row in table.table.items()
    for name, outcome in row.items()
]


def record_in(state: str, lifecycle: str) -> Document:
    made = reconcile(None, {}, change_of_text(text_of("s0", create(), kind=lifecycle)), context()).document
    assert made is not None
    made["fields"]["state"]["heads"][0]["value"] = state
    return made


def sent_event(name: str, kind: str, *saw: str) -> Any:
    return change_of_text(text_of("e1", event(name, *saw), kind=kind))


def elsewhere() -> Context:
    return context(author=BEN, device=OFFICE)


@pytest.mark.parametrize(("lifecycle", "state", "name", "outcome"), CELLS)
def test_an_event_on_the_state_that_was_seen(lifecycle: str, state: str, name: str, outcome: str) -> None:
    document = record_in(state, lifecycle)
    change = sent_event(name, lifecycle, "s0")
    if outcome == NO:
        with pytest.raises(Refused) as refused:
            reconcile(document, {}, change, context())
        assert refused.value.reason is Reason.INVALID
        return
    result = reconcile(document, {}, change, context())
    assert result.document is not None
    assert value(result.document, "state") == outcome
    assert result.outcome is Outcome.APPLIED


@pytest.mark.parametrize(("lifecycle", "state", "name", "outcome"), CELLS)
def test_an_event_that_meets_a_state_nobody_had_seen(
    lifecycle: str, state: str, name: str, outcome: str
) -> None:
    """The author saw the first state; somebody else moved on to `state` meanwhile."""
    table = LIFECYCLES[lifecycle]
    meant = table.after(table.initial, name)
    if meant is None:
        return
    result = reconcile(record_in(state, lifecycle), {}, sent_event(name, lifecycle), elsewhere())
    states = {head["value"] for head in heads(result.document, "state")}
    if state == meant:
        assert (states, result.outcome) == ({state}, Outcome.APPLIED)
    elif outcome == NO:
        assert (states, result.outcome) == ({state, meant}, Outcome.CONFLICT)
    else:
        assert (states, result.outcome) == ({outcome}, Outcome.MERGED)
        assert heads(result.document, "state")[0]["stamps"] == [stamp("e1@m1")]


@pytest.mark.parametrize("table", LIFECYCLES.values(), ids=lambda table: table.name)
def test_every_state_can_be_reached_and_every_event_is_of_use(table: Lifecycle) -> None:
    reached = {table.initial}
    for _ in table.states:
        reached |= {after for state in reached for after in table.table[state].values() if after != NO}
    assert reached == set(table.states)
    assert {name for row in table.table.values() for name, after in row.items() if after != NO} == set(
        table.events
    )


def test_every_state_field_has_its_table_and_every_table_its_kind() -> None:
    named = {value.lifecycle for kind in KINDS.values() for value in kind.fields.values() if value.lifecycle}
    assert named | {"conflict"} == set(LIFECYCLES)
    for kind in KINDS.values():
        for field in kind.fields.values():
            assert (field.rule is Rule.LIFECYCLE) == bool(field.lifecycle)


def test_an_incomplete_table_does_not_load() -> None:
    with pytest.raises(ValueError, match="lacks or adds an event"):
        Lifecycle("x", "a", {"a": "A"}, {"go": "Go"}, {"a": {}})
    with pytest.raises(ValueError, match="unknown state"):
        Lifecycle("x", "a", {"a": "A"}, {"go": "Go"}, {"a": {"go": "b"}})
    with pytest.raises(ValueError, match="are not its states"):
        Lifecycle("x", "a", {"a": "A"}, {"go": "Go"}, {})


def test_what_is_sealed_are_states_of_a_visit() -> None:
    assert set(LIFECYCLES["visit"].states) > SEALED
    assert "returned" not in SEALED
