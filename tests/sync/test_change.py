"""Reading a change: what is taken, and what is refused with which reason."""

import json
from typing import Any

import pytest

from sync.change import check, glance, join_address, parse, split_address
from sync.errors import Reason, Refused
from sync.ids import LIBRARY
from sync.kinds import KINDS
from sync.kinds.fields import Rows
from tests.sync.making import add, correct, create, delete, entry, event, put, remove, text_of, uid


def refusal(text: str, *, server: bool = False) -> Reason | None:
    try:
        check(parse(text), server=server)
    except Refused as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(
    "parts",
    [
        {"id": "x"},
        {"id": uid("c1z").upper()},
        {"patient": "nobody"},
        {"visit": "x"},
        {"kind": 3},
        {"schema": True},
        {"wall": "2026-11-23T10:41:05Z"},
        {"wall": "2026-13-23T10:41:05.000Z"},
        {"hlc": "1-2-3"},
        {"needs": {}},
        {"needs": [{"id": "x", "hard": True}]},
        {"needs": [{"id": uid("n"), "hard": 1}]},
        {"needs": [{"id": uid("n")}]},
        {"ops": []},
        {"ops": [1]},
        {"ops": [{"op": "burn"}]},
        {"ops": [{"op": "set", "field": "target"}]},
        {"ops": [{"op": "set", "field": 1, "value": 1}]},
        {"ops": [{"op": "set", "field": "target", "value": "x", "saw": ["t0"]}]},
        {"ops": [{"op": "set", "field": "target", "value": "x", "saw": [uid("a") + "@m0"]}]},
        {"ops": [{"op": "set", "field": "target", "value": "x", "base": 1}]},
        {"ops": [{"op": "set", "field": "target", "value": "x", "why": "so"}]},
        {"ops": [{"op": "set", "field": "target", "value": "x", "why": {"code": 1, "text": ""}}]},
        {"ops": [put("target", "x"), create()]},
        {"ops": [put("target", "x"), put("target", "y")]},
        {"ops": [put("target", "x")], "extra": 1},
    ],
)
def test_a_change_of_the_wrong_shape_is_invalid(parts: dict[str, Any]) -> None:
    raw = {**json.loads(text_of("c1", put("target", "x"))), **parts}
    assert refusal(json.dumps(raw)) is Reason.INVALID


@pytest.mark.parametrize(
    "text", ["", "nonsense", "3", "{}", '{"v":1,"v":1}', "[" * 40 + "]" * 40, '{"v":NaN}']
)
def test_what_is_no_change_is_unreadable(text: str) -> None:
    assert refusal(text) is Reason.UNREADABLE


def test_a_text_beyond_all_measure_is_refused_before_it_is_read() -> None:
    assert refusal(" " * 1_000_001) is Reason.INVALID


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (text_of("c1", put("target", "x")), None),
        (text_of("c1", put("target", None)), None),
        (text_of("c1", put("words", "x", base="y")), None),
        (text_of("c1", put("words", "x"), visit=uid("v")), None),
        (text_of("c1", correct("target", "x")), Reason.INVALID),
        (text_of("c1", entry("target", "x")), Reason.INVALID),
        (text_of("c1", event("burn")), Reason.INVALID),
        (text_of("c1", put("state", "active", "a")), Reason.INVALID),
        (text_of("c1", put("state", "burnt", "a", "b")), Reason.INVALID),
        (text_of("c1", put("state", "active", "a", "b")), None),
        (text_of("c1", put("target/1", "x")), Reason.INVALID),
        (text_of("c1", entry("addenda", None), kind="note"), Reason.INVALID),
        (text_of("c1", entry("addenda", {"text": "x", "more": 1}), kind="note"), Reason.INVALID),
        (text_of("c1", put("name", {"family": "X"}), kind="patient", record="other"), Reason.INVALID),
        (text_of("c1", put("name", {"family": "X"}), kind="patient", record="pat"), None),
        (text_of("c1", put("place", None), kind="visit", record="v", visit=uid("w")), Reason.INVALID),
        (text_of("c1", put("place", None), kind="visit", record="v", visit=uid("v")), None),
        (text_of("c1", put("name", "X"), kind="agency", patient=LIBRARY), Reason.NO_RIGHT),
        (text_of("c1", create(), kind="conflict"), Reason.UNKNOWN_KIND),
        (text_of("c1", create(), patient=LIBRARY), Reason.INVALID),
        (text_of("c1", add("target", "x")), Reason.INVALID),
        (text_of("c1", remove("target", "a")), Reason.INVALID),
        (text_of("c1", delete("a")), None),
        (text_of("c1", delete("a", children=["n"])), None),
        (text_of("c1", delete("a"), kind="patient", record="pat"), Reason.INVALID),
        (text_of("c1", delete("a", field="target")), Reason.INVALID),
        (text_of("c1", put("alive", value=True)), None),
        (text_of("c1", put("alive", value=False)), Reason.INVALID),
    ],
)
def test_what_a_kind_takes_and_refuses(text: str, reason: Reason | None) -> None:
    assert refusal(text) is reason


def test_the_server_writes_what_tablets_only_read() -> None:
    assert refusal(text_of("c1", put("name", "X"), kind="agency", patient=LIBRARY), server=True) is None
    assert refusal(text_of("c1", put("name", "X"), kind="agency"), server=True) is Reason.INVALID


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (
            {"answer": [{"valueCoding": {"system": "http://loinc.org", "code": "LA6568-5", "display": "x"}}]},
            True,
        ),
        ({"answer": [{"valueString": "x"}, {"valueString": "y"}]}, True),
        ({"answer": []}, True),
        ({"absent": "asked-declined"}, True),
        ({"absent": "later", "note": "tired"}, True),
        ({"absent": "because"}, False),
        ({"absent": ["later"]}, False),
        ({"absent": "later", "note": 1}, False),
        ({"answer": [{"valueCoding": {"display": "x"}}]}, False),
        ({"answer": [{"valueDecimal": 1.5}]}, False),
        ({"answer": [{"valueDecimal": "1.5"}]}, True),
        ({"answer": [{"valueString": "x", "valueInteger": 1}]}, False),
        ({"answer": [{"valueMood": "x"}]}, False),
        ({"answer": "x"}, False),
        ("x", False),
    ],
)
def test_what_an_answer_is(value: Any, taken: bool) -> None:  # noqa: FBT001
    text = text_of("c1", put("answers/44250-9", value), kind="assessment")
    assert refusal(text) is (None if taken else Reason.INVALID)


@pytest.mark.parametrize("part", ["value", "unit", "answer"])
def test_a_part_of_a_value_has_no_address_of_its_own(part: str) -> None:
    """A value and its unit are one field: mended apart they would make a third, false dose."""
    assert refusal(text_of("c1", put(f"answers/29463-7/{part}", "70"), kind="assessment")) is Reason.INVALID
    assert refusal(text_of("c1", put(f"dose/{part}", "10 mg"), kind="medication")) is Reason.INVALID


def test_no_kind_keeps_a_unit_beside_its_value() -> None:
    names = [name for kind in KINDS.values() for name in (*kind.fields, *kind.dynamic)]
    rows = [field for kind in KINDS.values() for field in kind.fields.values() if isinstance(field, Rows)]
    names += [part for row in rows for part in row.parts]
    assert names
    assert not [name for name in names if "unit" in name.lower()]


def test_a_reason_names_the_place_and_never_the_value() -> None:
    text = text_of("c1", put("name", {"family": "Delgado", "given": [7]}), kind="patient", record="pat")
    with pytest.raises(Refused) as refused:
        check(parse(text))
    assert refused.value.text == "patient.name has a wrong type at given.0"


def test_addresses_are_escaped_like_a_json_pointer() -> None:
    address = join_address("answers", "a/b~c")
    assert address == "answers/a~1b~0c"
    assert split_address(address) == ("answers", "a/b~c")


def test_a_glance_reads_what_a_useless_text_still_says() -> None:
    found = glance(text_of("c1", {"op": "burn"}, kind="weather"))
    assert (found.record, found.patient, found.kind) == (uid("goal"), uid("pat"), "weather")
    assert glance("{").record is None
    assert glance("[]").patient is None
    assert glance(json.dumps({"record": 1, "patient": "x", "kind": "k" * 50})).kind is None


@pytest.mark.parametrize(
    "ops",
    [
        [{"op": "add", "field": "read"}],
        [{"op": "add", "field": "read", "value": None}],
        [{"op": "add", "field": "read", "value": "p", "saw": []}],
        [add("read", "p", "other")],
        [add("read", "p", "c1.0")],
        [add("read", "p", "c1.1000")],
        [add("read", "p", "c1@m1")],
        [add("read", "p"), add("read", "q")],
        [{"op": "remove", "field": "read"}],
        [{"op": "remove", "field": "read", "saw": "a"}],
        [{"op": "remove", "field": "read", "saw": [uid("a")] * 2001}],
        [remove("read", "a"), remove("read", "b")],
        [{"op": "delete"}],
        [{"op": "delete", "saw": []}],
        [{"op": "delete", "saw": {"stamps": [], "entries": []}}],
        [{"op": "delete", "saw": {"stamps": [], "entries": [], "children": ["x"]}}],
        [{"op": "delete", "saw": {"stamps": [], "entries": [], "children": []}, "value": False}],
        [delete("a"), put("text", "x")],
        [delete("a", field="read/x")],
        [put("x" * 301, "x")],
        [put("text", "x")] * 501,
    ],
)
def test_what_is_no_addition_removal_or_deletion(ops: list[Any]) -> None:
    assert refusal(text_of("c1", *ops, kind="note")) is Reason.INVALID


def test_a_list_of_what_was_seen_may_be_as_long_as_the_clause_says() -> None:
    assert refusal(text_of("c1", remove("read", *["a"] * 2000), kind="note")) is None


def test_a_row_is_deleted_beside_edits_of_other_rows() -> None:
    row, other = f"phones/{uid('row')}", f"phones/{uid('other')}"
    both = [delete("a", field=row), put(f"{other}/value", "1")]
    assert refusal(text_of("c1", *both, kind="contact")) is None
    same = [delete("a", field=row), put(f"{row}/value", "1")]
    assert refusal(text_of("c1", *same, kind="contact")) is Reason.INVALID


WHY = {"code": "no-capacity", "text": ""}


@pytest.mark.parametrize("name", ["reject", "hold", "fail", "cancel"])
def test_what_came_of_a_referral_says_why(name: str) -> None:
    said = {**event(name), "why": WHY}
    assert refusal(text_of("c1", said, kind="referral")) is None
    assert refusal(text_of("c1", event(name), kind="referral")) is Reason.INVALID
    empty = {**event(name), "why": {"code": " ", "text": ""}}
    assert refusal(text_of("c1", empty, kind="referral")) is Reason.INVALID


@pytest.mark.parametrize("name", ["send", "accept", "start", "complete", "void"])
def test_a_referral_that_goes_on_needs_no_reason(name: str) -> None:
    assert refusal(text_of("c1", event(name), kind="referral")) is None


def test_a_need_closes_only_with_its_outcome_in_the_same_change() -> None:
    assert refusal(text_of("c1", put("outcome", "met"), event("close"), kind="need")) is None
    assert refusal(text_of("c1", event("close"), kind="need")) is Reason.INVALID
    assert refusal(text_of("c1", put("outcome", None), event("close"), kind="need")) is Reason.INVALID
    assert refusal(text_of("c1", event("confirm"), kind="need")) is None
