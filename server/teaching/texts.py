"""The teaching texts that every tablet carries, read from the committed files."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from sync import canonical
from sync.kinds.material import LANGUAGES

Json = dict[str, Any]

HERE: Final = Path(__file__).resolve().parent
VERSION: Final = "1.0"
"""Goes up with every change of words: what was given to a patient is named by it."""


@cache
def _written(language: str) -> str:
    return (HERE / f"texts-{language}.json").read_text(encoding="utf-8")


def materials() -> list[Json]:
    """Fields of kind `material`, one for each text and language. The hash is over what the patient reads."""
    return [_material(text, language) for language in LANGUAGES for text in json.loads(_written(language))]


def _material(text: Json, language: str) -> Json:
    read = {name: text[name] for name in ("title", "parts", "ask")}
    return {
        **text,
        "language": language,
        "version": VERSION,
        "sha256": canonical.sha256(canonical.canonical_bytes(read)),
    }


def plain(material: Json) -> str:
    """Everything that a patient reads of a text, as sentences."""
    lines = [f"{material['title']}."]
    for part in material["parts"]:
        lines += [f"{part['heading']}.", *part["lines"]]
    return " ".join([*lines, material["ask"]])
