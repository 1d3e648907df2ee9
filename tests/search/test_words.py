"""Words as they are compared: case and diacritics folded, what is asked is data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.search.words import asked_words, index_words, spans, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Muñoz", ["munoz"]),
        ("Mun\u0303oz", ["munoz"]),
        ("STRASSE Straße", ["strasse"]),
        ("O'Brien", ["o", "brien", "obrien"]),
        ("555-0134", ["555", "0134", "5550134"]),
        ("İstanbul ﬁne", ["istanbul", "fine"]),
        ("Нгуен Ёлкин", ["нгуен", "елкин"]),
        ('"a" AND (b* OR NEAR/2)', ["a", "and", "b", "or", "near", "2", "near2"]),
        ("— … !", []),
    ],
)
def test_words_are_folded_and_a_run_of_several_is_one_too(text: str, words: list[str]) -> None:
    assert index_words([text]) == words


@pytest.mark.parametrize("day", ["6/9/1938", "06/09/1938", "6-9-1938", "1938-06-09", "19380609"])
def test_a_day_is_one_word_however_it_is_written(day: str) -> None:
    assert asked_words(f"born {day}") == ["born", "19380609"]
    assert "19380609" in index_words(["1938-06-09"])


def test_marks_stand_where_words_begin_with_what_was_asked() -> None:
    text = "Señora Muñoz-Lee, 14 Elm St"
    found = [text[start:end] for start, end in spans(text, asked_words("munoz el sen"))]
    assert found == ["Señora", "Muñoz", "Elm"]
    assert [text[start:end] for start, end in spans(text, ["munozl"])] == ["Muñoz-Lee"]
    # Ranges are of code points, wherever combining marks stand.
    combined = "a Mun\u0303oz b"
    assert [combined[start:end] for start, end in spans(combined, ["mun"])] == ["Mun\u0303oz"]


@given(st.text(max_size=80))
def test_every_text_is_found_by_each_of_its_own_words(text: str) -> None:
    asked = asked_words(text)
    assert all(word.isalnum() for word in asked)
    for word in words_of(text):
        assert word.text.isalnum()
        assert 0 <= word.start < word.end <= len(text)
        assert spans(text, [word.text])
