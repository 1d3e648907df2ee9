"""Appended entries are never edited: a slip is taken back by one more entry of the same name, which names the
moment that stands in what it takes back. Both are kept, and neither is a claim any more.

The tablet reads them by the same rule (`tests/vectors/taken-back.json`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

Said = Mapping[str, Any]


def stands(said: Sequence[Said], of: str) -> list[bool]:
    """Tell of each entry, in order, whether it stands; `of` is the part that says of whom it is."""
    gone = {(one.get(of), one["takesBack"]) for one in said if one.get("takesBack")}
    return [not one.get("takesBack") and (one.get(of), one.get("at")) not in gone for one in said]
