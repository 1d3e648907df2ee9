"""Six made-up words that seal a key file, of the kind that open a vault (pwa/src/vault/worker/words.ts)."""

import secrets
import unicodedata

_FIRST, _VOWEL, _LAST = "bdhjlmnprstv", "aeiou", "dlmnrt"
_POSITIONS = (_FIRST, _VOWEL, _FIRST, _VOWEL, _LAST)
_REFUSED = frozenset({"hated", "raped", "raper", "satan", "semen", "tumor"})
_WORDS = 6
"""86 bits: the file is made to lie about for years."""


def make() -> str:
    """Draw six words."""
    return " ".join(_word() for _ in range(_WORDS))


def _word() -> str:
    while True:
        word = "".join(secrets.choice(letters) for letters in _POSITIONS)
        if word not in _REFUSED:
            return word


def letters(typed: str) -> bytes:
    """Give what is stretched: the letters alone, so that capitals, spaces and line breaks don't matter."""
    plain = unicodedata.normalize("NFKC", typed).lower()
    return "".join(letter for letter in plain if "a" <= letter <= "z").encode()
