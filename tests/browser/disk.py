"""Reads a profile folder as a thief would: every file, every byte, in the encodings that browsers use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le")


@dataclass(frozen=True)
class Find:
    text: str
    file: Path
    encoding: str


def found_on_disk(folder: Path, texts: Iterable[str]) -> list[Find]:
    """Where any of these texts stands in clear, in a file's bytes or in its name."""
    wanted = [(text, encoding, text.encode(encoding)) for text in texts for encoding in ENCODINGS]
    finds = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        contents = file.read_bytes() + str(file.relative_to(folder)).encode()
        finds += [Find(text, file, encoding) for text, encoding, raw in wanted if raw in contents]
    return finds
