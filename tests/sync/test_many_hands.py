"""Several tablets that tell the truth, over one record: what each person wrote, in whatever order it arrives.

Hypothesis makes up who writes what, over what was pulled or over what she wrote before, and another order of
arrival in which each tablet's own changes keep theirs. Expectations come from what people saw and typed.

Each person's words are her own: two who write the same are one value, and whoever saw that has seen both
(`sync/DESIGN.md`, limit 4). What then depends on the order is held by a test of its own.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.change import Change
from sync.context import StampFacts
from sync.ids import ChangeId, DeviceId, PersonId, RecordId, Stamp
from sync.reconcile import reconcile
from sync.record import Document, Replaced
from tests.sync.making import at, change_of_text, context, create, entry, put, text_of, uid

ROW = uid("row")
RULES: Mapping[str, tuple[str, str]] = {
    "latest": ("cont", "relation"),
    "review": ("cont", "consent"),
    "text": ("note", "text"),
    "rows": ("cont", f"phones/{ROW}/value"),
    "append": ("note", "addenda"),
    "once": ("pat", "photoConsent"),
}
"""A field of each rule: the record's tag, and the field's address."""
KIND = {"cont": "contact", "note": "note", "pat": "patient"}
PEOPLE = ("ana", "ben", "cai")


@dataclass(frozen=True)
class Step:
    """Somebody writes over her own last value, or (`pulls`) over a screen that shows the field empty."""

    who: str
    word: str
    pulls: bool


STEPS = st.lists(
    st.builds(Step, st.sampled_from(PEOPLE), st.sampled_from(["a", "b", "c", "d"]), st.booleans()),
    min_size=1,
    max_size=7,
)


class Server:
    """One record, and the log of what each write had seen."""

    def __init__(self, rule: str) -> None:
        self.record, self.field = RULES[rule]
        self.rule = rule
        self.replaced: Replaced = {}
        self.log: dict[Stamp, StampFacts] = {}
        self.document: Document | None = None
        self.version = 0
        self.take(change_of_text(self._text("base", create())), "ana", 0)

    def _text(self, tag: str, *ops: Any) -> str:
        owner: dict[str, Any] = {"patient": uid(self.record)} if self.record == "pat" else {}
        return text_of(tag, *ops, kind=KIND[self.record], record=self.record, **owner)

    def written(self, tag: str, value: Any, saw: Sequence[str]) -> Change:
        if self.rule == "append":
            return change_of_text(self._text(tag, entry(self.field, {"text": value})))
        return change_of_text(self._text(tag, put(self.field, value, *saw)))

    def take(self, change: Change, who: str, minute: int) -> None:
        self.version += 1
        given_context = context(
            author=PersonId(uid(who)),
            device=DeviceId(uid("t" + who)),
            effective_at=at(minute),
            version=self.version,
            stamp=self._facts,
        )
        result = reconcile(self.document, self.replaced, change, given_context)
        self.document, self.replaced = result.document, result.replaced
        for write in result.writes:
            facts = StampFacts(given_context.device, self.version, write.value, write.saw)
            self.log[write.stamp] = facts

    def _facts(self, _record: RecordId, _field: str, asked: Stamp) -> StampFacts | None:
        return self.log.get(asked)

    def heads(self) -> list[Any]:
        assert self.document is not None
        return list(self.document["fields"].get(self.field, {"heads": []})["heads"])

    def standing(self) -> list[Any]:
        assert self.document is not None
        if self.rule == "append":
            entries: list[Any] = list(self.document["entries"].get(self.field, []))
            return [kept["value"]["text"] for kept in entries]
        return [head["value"] for head in self.heads()]

    def kept(self) -> set[ChangeId]:
        """Changes whose value can still be found: current, an entry, or in the field's history."""
        assert self.document is not None
        cell: Any = self.document["fields"].get(self.field, {"heads": [], "past": []})
        stamps = {stamp for head in (*cell["heads"], *cell["past"]) for stamp in head["stamps"]}
        entries = {kept["id"] for kept in self.document["entries"].get(self.field, [])}
        return {ChangeId(stamp.partition("@")[0]) for stamp in stamps | entries}


@dataclass(frozen=True)
class Written:
    """A change on a tablet, with the tags that stood on the screen when its form was opened."""

    who: str
    tag: str
    word: Any
    saw: tuple[str, ...]
    minute: int


def day(rule: str, steps: Sequence[Step]) -> list[Written]:
    """What each person writes: over what was pulled, or over what she wrote before."""
    mine: dict[str, str] = {}
    done: list[Written] = []
    for number, step in enumerate(steps):
        tag = f"w{number}"
        word = step.word == "a" if rule == "once" else f"{step.who} {step.word}"
        saw = (mine[step.who],) if step.who in mine and not step.pulls else ()
        done.append(Written(step.who, tag, word, saw, number + 1))
        mine[step.who] = tag
    return done


def after(rule: str, written: Sequence[Written]) -> Server:
    server = Server(rule)
    for one in written:
        server.take(server.written(one.tag, one.word, one.saw), one.who, one.minute)
    return server


def shuffled(written: Sequence[Written], noise: random.Random) -> list[Written]:
    """Another order of arrival, in which what is built on something comes behind it."""
    queues = {who: [one for one in written if one.who == who] for who in PEOPLE}
    order: list[Written] = []
    while any(queues.values()):
        who = noise.choice([name for name, queue in queues.items() if queue])
        order.append(queues[who].pop(0))
    return order


FEW = settings(max_examples=40, deadline=None)


def key(values: Sequence[Any]) -> list[str]:
    return sorted(map(str, values))


@pytest.mark.parametrize("rule", RULES)
@FEW
@given(steps=STEPS, noise=st.randoms(use_true_random=False))
def test_nothing_that_anybody_wrote_disappears_whatever_the_order(
    rule: str, steps: list[Step], noise: random.Random
) -> None:
    written = day(rule, steps)
    for order in (written, shuffled(written, noise)):
        server = after(rule, order)
        assert {ChangeId(uid(one.tag)) for one in written} <= server.kept()
        assert server.standing()


@pytest.mark.parametrize("rule", RULES)
@FEW
@given(steps=STEPS, noise=st.randoms(use_true_random=False))
def test_the_order_of_arrival_is_irrelevant_to_what_stands(
    rule: str, steps: list[Step], noise: random.Random
) -> None:
    written = day(rule, steps)
    first, second = after(rule, written), after(rule, shuffled(written, noise))
    assert key(first.standing()) == key(second.standing())


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "append"])
@FEW
@given(steps=STEPS, noise=st.randoms(use_true_random=False))
def test_what_everybody_wrote_alike_is_one_value_and_no_conflict(
    rule: str, steps: list[Step], noise: random.Random
) -> None:
    alike = [Written(one.who, one.tag, True, one.saw, one.minute) for one in day("once", steps)]
    if rule != "once":
        alike = [Written(one.who, one.tag, "alike", one.saw, one.minute) for one in alike]
    assert len(after(rule, shuffled(alike, noise)).standing()) == 1


@pytest.mark.parametrize("rule", ["review", "text", "once"])
@FEW
@given(steps=STEPS, noise=st.randoms(use_true_random=False))
def test_the_last_word_of_each_who_saw_nobody_else_stands(
    rule: str, steps: list[Step], noise: random.Random
) -> None:
    """No machine chooses between two people: each one's last value is on the screen until one decides."""
    written = day(rule, [Step(step.who, step.word, pulls=False) for step in steps])
    standing = after(rule, shuffled(written, noise)).standing()
    last = {one.who: one.word for one in written}
    wanted = {one.word for one in written} if rule == "once" else set(last.values())
    assert set(map(str, standing)) == set(map(str, wanted))


@FEW
@given(steps=STEPS, noise=st.randoms(use_true_random=False))
def test_of_an_administrative_fact_the_latest_word_stands(steps: list[Step], noise: random.Random) -> None:
    for rule in ("latest", "rows"):
        written = day(rule, steps)
        assert after(rule, shuffled(written, noise)).standing() == [written[-1].word]


def test_who_saw_a_value_has_seen_it_from_everybody_who_wrote_it() -> None:
    """Limit 4: Ben writes b, then a instead; Ana b too. What stands hangs on whether hers came between."""
    ben, instead = Written("ben", "w0", "b", (), 1), Written("ben", "w1", "a", ("w0",), 2)
    ana = Written("ana", "w2", "b", (), 3)
    assert key(after("review", [ben, instead, ana]).standing()) == ["a", "b"]
    between = after("review", [ben, ana, instead])
    assert between.standing() == ["a"]
    assert ChangeId(uid("w2")) in between.kept(), "in history under her name: nothing disappears"
