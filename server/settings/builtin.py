"""The packs that come with the program, from their committed files."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]
HERE: Final = Path(__file__).resolve().parent / "packs"
HOME_HEALTH: Final = "home-health"
"""What holds where an agency has chosen nothing: the program as it always was."""
BUILT_IN: Final = (
    HOME_HEALTH,
    "acute",
    "children",
    "psychiatric",
    "primary-care",
)


@cache
def _text(code: str) -> str:
    return (HERE / f"{code}.json").read_text(encoding="utf-8")


def pack(code: str) -> Json:
    """One of them, a fresh copy. Raises KeyError for any other code."""
    if code not in BUILT_IN:
        raise KeyError(code)
    found: Json = json.loads(_text(code))
    return found


def packs() -> dict[str, Json]:
    """All of them by code, in the order of a screen."""
    return {code: pack(code) for code in BUILT_IN}
