"""Properties of the rules, over schedules that Hypothesis makes up. A failure found becomes a vector."""

import random
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sync.change import Change
from sync.ids import DeviceId
from sync.reconcile import reconcile
from sync.record import Document, Replaced, heads
from tests.sync.making import add, at, change_of_text, context, correct, create, put, remove, text_of, uid

FIELDS = {
    "relation": ("contact", "latest"),
    "consent": ("contact", "review"),
    "photoConsent": ("patient", "once"),
}
WORDS = st.sampled_from(["a", "b", "c", "d"])


class Place:
    """One record on a server that keeps a log of stamps."""

    def __init__(self, kind: str, fields: Sequence[Any] = ()) -> None:
        self.kind = kind
        self.replaced: Replaced = {}
        first = text_of("base", create(), *fields, kind=kind, record="r", **self._owner())
        self.document = self._applied(None, change_of_text(first), 0)

    def _owner(self) -> dict[str, Any]:
        return {"patient": uid("r")} if self.kind == "patient" else {}

    def take(self, tag: str, op: Any, *, minute: int = 1, device: str = "tab") -> None:
        change = change_of_text(text_of(tag, op, kind=self.kind, record="r", **self._owner()))
        self.document = self._applied(self.document, change, minute, device)

    def _applied(
        self, document: Document | None, change: Change, minute: int, device: str = "tab"
    ) -> Document:
        given = context(effective_at=at(minute), device=DeviceId(uid(device)))
        result = reconcile(document, self.replaced, change, given)
        assert result.document is not None
        self.replaced = result.replaced
        return result.document

    def standing(self, name: str) -> set[tuple[frozenset[str], Any]]:
        return {(frozenset(head["stamps"]), head["value"]) for head in heads(self.document, name)}

    def values(self, name: str) -> list[Any]:
        return [head["value"] for head in heads(self.document, name)]

    def remembered(self, name: str) -> set[str]:
        cell = self.document["fields"][name]
        return {stamp for head in (*cell["heads"], *cell["past"]) for stamp in head["stamps"]}


@given(st.sampled_from(["relation", "consent"]), st.integers(2, 6), st.booleans())
def test_equal_values_never_conflict(name: str, people: int, there: bool) -> None:  # noqa: FBT001
    place = Place("contact", [put(name, "same")] if there else [])
    for person in range(people):
        place.take(f"p{person}", put(name, "same"), minute=person, device=f"t{person}")
    assert place.values(name) == ["same"]


@given(st.integers(2, 6))
def test_equal_consents_never_conflict(people: int) -> None:
    place = Place("patient")
    for person in range(people):
        place.take(f"p{person}", put("photoConsent", value=True), device=f"t{person}")
    assert place.values("photoConsent") == [True]


@given(st.lists(st.tuples(WORDS, st.sets(st.integers(0, 7)), st.integers(0, 9)), min_size=1, max_size=8))
def test_nothing_disappears(edits: list[tuple[str, set[int], int]]) -> None:
    """Whatever anybody claims to have seen: each value is current or history, and one is current."""
    for name in ("relation", "consent"):
        place = Place("contact")
        for number, (value, saw, minute) in enumerate(edits):
            seen = [f"e{other}" for other in sorted(saw) if other < number]
            place.take(f"e{number}", put(name, value, *seen), minute=minute)
            assert place.values(name)
        assert place.remembered(name) == {uid(f"e{number}") for number in range(len(edits))}


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.sets(st.integers(0, 7))), min_size=1, max_size=8))
def test_no_consent_is_replaced_but_by_a_correction_that_saw_it(
    edits: list[tuple[bool, bool, set[int]]],
) -> None:
    place = Place("patient")
    for number, (value, is_correction, saw) in enumerate(edits):
        seen = [f"e{other}" for other in sorted(saw) if other < number]
        before = place.standing("photoConsent") if number else set()
        make = correct if is_correction else put
        place.take(f"e{number}", make("photoConsent", value, *seen))
        after = place.remembered("photoConsent"), {one for one, _ in place.standing("photoConsent")}
        for stamps, _ in before:
            stands = any(stamps <= now for now in after[1])
            assert stands or (is_correction and not stamps.isdisjoint({uid(tag) for tag in seen}))
            assert stamps <= after[0]


@given(st.permutations(range(5)), st.lists(WORDS, min_size=5, max_size=5))
def test_the_order_of_independent_edits_is_irrelevant_to_what_stands(
    order: list[int], values: list[str]
) -> None:
    for name in ("relation", "consent"):
        straight, shuffled = Place("contact"), Place("contact")
        for place, sequence in ((straight, list(range(5))), (shuffled, order)):
            for number in sequence:
                place.take(f"e{number}", put(name, values[number]), minute=number)
        assert sorted(straight.values(name)) == sorted(shuffled.values(name))
        # Which stamps of an equal, replaced value stand beside the latest depends on what it met first.
        assert name == "relation" or straight.standing(name) == shuffled.standing(name)


@given(st.permutations([(person, step) for person in range(3) for step in range(3)]))
def test_chains_of_edits_that_arrive_in_any_order_leave_each_persons_last(
    order: list[tuple[int, int]],
) -> None:
    """Each person edits her own value three times; all saw the same base. Late links are superseded."""
    place = Place("contact", [put("consent", "base")])
    for person, step in order:
        saw = "base" if step == 0 else f"p{person}s{step - 1}"
        place.take(f"p{person}s{step}", put("consent", f"{person}-{step}", saw), device=f"t{person}")
    assert set(place.values("consent")) == {"0-2", "1-2", "2-2"}


@given(st.permutations(range(4)), st.integers(0, 3))
def test_edits_of_different_fields_never_meet(order: list[int], first: int) -> None:
    names = ["relation", "consent", "role", "legalRepresentative"]
    place = Place("contact", [put(names[first], "base")])
    for number in order:
        saw = ["base"] if number == first else []
        place.take(f"e{number}", put(names[number], str(number), *saw))
    assert [place.values(name) for name in names] == [["0"], ["1"], ["2"], ["3"]]


SET_EDITS = st.lists(st.tuples(WORDS, st.sets(st.integers(0, 6))), min_size=1, max_size=7)


@given(SET_EDITS, st.randoms(use_true_random=False))
def test_a_set_is_what_was_added_and_nobody_removed_who_saw_it(
    edits: list[tuple[str, set[int]]], noise: random.Random
) -> None:
    """Each person adds an item and removes earlier ones that she saw: the order of arrival is irrelevant."""
    gone = {other for number, (_, saw) in enumerate(edits) for other in saw if other < number}
    wanted = sorted(word for number, (word, _) in enumerate(edits) if number not in gone)
    steps = [(f"a{number}", add("whoAnswered", word)) for number, (word, _) in enumerate(edits)]
    steps += [
        (f"r{number}", remove("whoAnswered", *(f"a{other}" for other in seen)))
        for number, (_, saw) in enumerate(edits)
        if (seen := sorted(other for other in saw if other < number))
    ]
    noise.shuffle(steps)
    place = Place("visit")
    for tag, op in steps:
        place.take(tag, op)
    kept = place.document["entries"].get("whoAnswered", [])
    assert sorted(str(entry["value"]) for entry in kept) == wanted
