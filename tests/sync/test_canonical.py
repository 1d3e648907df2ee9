"""What has no canonical spelling is refused when it is read, whichever way it is looked at."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import canonical
from sync.canonical import MAX_DEPTH, NotCanonical

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats()
    | st.text(st.characters(codec=None), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec=None), max_size=3), inner)
    ),
    max_leaves=12,
)


def refused(work: object) -> bool:
    try:
        canonical.canonical(work)  # type: ignore[arg-type]
    except NotCanonical:
        return True
    return False


@given(value=JSON, escaped=st.booleans())
def test_reading_refuses_exactly_what_cannot_be_spelled(*, value: object, escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    try:
        read = canonical.parse(text)
    except NotCanonical:
        assert refused(value)
    else:
        assert not refused(value)
        assert canonical.canonical(read) == canonical.canonical(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "9007199254740992",
        '{"a":-9007199254740992}',
        "1e999",
        "[-1E400]",
        '"\\ud800"',
        '{"\\u00e9":1,"e\\u0301":2}',
        '{"a":1,"a":2}',
        "NaN",
        "1" * 5000,
        "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2),
        '{"a":' * (MAX_DEPTH + 1) + "1" + "}" * (MAX_DEPTH + 1),
    ],
)
def test_reading_refuses(text: str) -> None:
    with pytest.raises(NotCanonical):
        canonical.parse(text)


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert canonical.parse("[" + ",".join(["[]"] * 100) + "]") == [[]] * 100
    assert canonical.parse("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
