"""Long lists of ids in portions: a database takes only so many values in one statement."""

from collections.abc import Collection, Iterator
from typing import TypeVar

_T = TypeVar("_T")
MOST_VALUES = 5_000


def portions(ids: Collection[_T]) -> Iterator[list[_T]]:
    """Give the ids, as many at a time as one statement surely takes."""
    wanted = list(ids)
    for start in range(0, len(wanted), MOST_VALUES):
        yield wanted[start : start + MOST_VALUES]
