"""Words as they are compared: without case, without diacritics. Whatever is asked is words and no syntax."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LONGEST: Final = 60
"""Characters of a word that count: what is longer is found by its beginning."""
MOST_WORDS: Final = 12
"""Words of a question that count."""
_CHUNK: Final = re.compile(r"\S+")
_ASCII_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_US_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_ISO_DAY: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


@dataclass(frozen=True)
class Word:
    """One folded word and where it stands in its text, in code points."""

    text: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """Give the words of a text, and as one word those that no blank parts: `O'Brien`, `555-0134`."""
    for chunk in _CHUNK.finditer(text):
        parts = list(_parts(chunk.group(), chunk.start()))
        yield from parts
        if len(parts) > 1:
            yield Word("".join(part.text for part in parts)[:LONGEST], parts[0].start, parts[-1].end)


def _parts(chunk: str, offset: int) -> Iterator[Word]:
    if chunk.isascii():
        for found in _ASCII_WORD.finditer(chunk):
            yield Word(found.group().lower()[:LONGEST], offset + found.start(), offset + found.end())
        return
    start = 0
    folded = ""
    for place, character in enumerate(f"{chunk} "):
        said = _folded(character)
        # A mark of its own belongs to the letter before it.
        if said is None and folded:
            continue
        if said:
            start = place if not folded else start
            folded += said
        elif folded:
            yield Word(folded[:LONGEST], offset + start, offset + place)
            folded = ""


@lru_cache(maxsize=4096)
def _folded(character: str) -> str | None:
    """Give what a character is compared by: nothing for what parts words, None for a mark."""
    if unicodedata.category(character).startswith("M"):
        return None
    plain = unicodedata.normalize("NFKD", character).casefold()
    return "".join(one for one in unicodedata.normalize("NFKD", plain) if one.isalnum())


def index_words(texts: Iterable[str]) -> list[str]:
    """Give each word of these texts once, in order."""
    return list(dict.fromkeys(word.text for text in texts for word in words_of(text)))


def asked_words(question: str) -> list[str]:
    """Give the words that somebody asks for, each the beginning of a word; a written day is one word."""
    plain = _ISO_DAY.sub(lambda day: f" {day[1]}{day[2]}{day[3]} ", question)
    plain = _US_DAY.sub(lambda day: f" {day[3]}{day[1]:0>2}{day[2]:0>2} ", plain)
    found = [word.text for chunk in _CHUNK.finditer(plain) for word in _parts(chunk.group(), 0)]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def spans(text: str, asked: Sequence[str]) -> list[tuple[int, int]]:
    """Give where words of a text begin with asked ones: ranges in code points, in order, none in another."""
    hit = [(word.start, word.end) for word in words_of(text) if word.text.startswith(tuple(asked))]
    found: list[tuple[int, int]] = []
    # A word before the run that it stands in: what was asked for is marked, and no more.
    for start, end in sorted(hit, key=lambda span: span[1] - span[0]):
        if all(end <= other or start >= stop for other, stop in found):
            found.append((start, end))
    return sorted(found)
