"""Weaving prose: what was typed is there, nothing else is, and the cost is bounded."""

import random
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from sync.rules.words import hunks_of, merge, tokens

WORDS = st.lists(st.sampled_from(["a", "b", "c", "pain", "\n"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_hunks_lead_from_one_text_to_the_other_and_never_touch(old: str, new: str) -> None:
    before, after = tokens(old), tokens(new)
    hunks = hunks_of(before, after)
    woven, place = [], 0
    for hunk in hunks:
        assert hunk.start > place or place == 0
        woven += [*before[place : hunk.start], *hunk.words]
        place = hunk.end
    assert [*woven, *before[place:]] == after


@given(WORDS, WORDS)
def test_one_persons_edit_alone_is_taken_as_it_is(base: str, edited: str) -> None:
    assert merge(base, edited, base) == edited
    assert merge(base, base, edited) == edited


@given(WORDS, WORDS, WORDS)
def test_it_does_not_matter_whose_edit_is_whose(base: str, ours: str, theirs: str) -> None:
    assert merge(base, ours, theirs) == merge(base, theirs, ours)


@given(WORDS, WORDS, WORDS)
def test_every_word_that_either_wrote_is_there(base: str, ours: str, theirs: str) -> None:
    woven = merge(base, ours, theirs)
    if woven is None:
        return
    found = woven.split()
    for word in {*ours.split(), *theirs.split()}:
        added = [text.split().count(word) - base.split().count(word) for text in (ours, theirs)]
        if all(count >= 0 for count in added):
            assert found.count(word) - base.split().count(word) == sum(added)


def test_a_long_text_is_woven_within_a_bounded_time() -> None:
    """100,000 characters, also where nothing of them is alike."""
    noise = random.Random(5)  # noqa: S311
    words = [noise.choice(["pain", "walk", "sleep", "a", "b"]) for _ in range(20_000)]
    base = " ".join(words)
    edited = [*words]
    for place in range(100, 8_000, 400):
        edited[place] = "new"
    later = " ".join([*words[:15_000], "here", *words[15_000:]])
    foreign = " ".join(noise.choice(["x", "walk", "y", "a", "z"]) for _ in range(20_000))
    begun = process_time()
    woven = merge(base, " ".join(edited), later)
    assert woven is not None
    assert woven.split().count("new") == len(range(100, 8_000, 400))
    assert "here" in woven
    assert merge(base, foreign, later) is None
    assert process_time() - begun < 4
