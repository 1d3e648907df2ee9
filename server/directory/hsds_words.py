"""Rows of a service's tables as the words that are shown of it."""

import re
from collections.abc import Mapping
from typing import Final

from server.directory.facility_rows import phone
from server.directory.hsds_tables import Json, Words
from server.directory.values import phone_use

_DRAWN: Final = re.compile(r"\s*(\{|\[|(multi)?polygon\b)", re.IGNORECASE)
_STATUSES: Final = frozenset({"active", "inactive", "defunct", "temporarily closed"})


def status(words: str) -> str | None:
    """A service's status; None where it is none of those that there are."""
    said = re.sub(r"[\s_-]+", " ", words).strip().lower()
    return said if said in _STATUSES or said == "" else None


_LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English",
    "eng": "English",
    "es": "Spanish",
    "spa": "Spanish",
    "español": "Spanish",
    "zh": "Chinese",
    "vi": "Vietnamese",
    "tl": "Tagalog",
    "ar": "Arabic",
    "fr": "French",
    "ko": "Korean",
    "ru": "Russian",
    "de": "German",
    "ht": "Haitian Creole",
    "pt": "Portuguese",
    "so": "Somali",
    "ne": "Nepali",
    "hi": "Hindi",
    "pl": "Polish",
    "ase": "American Sign Language",
}


def texts(rows: list[Words], *names: str) -> list[str]:
    """The first of these names that a row has, of each row, none twice. An area's outline is no word."""
    found: list[str] = []
    for row in rows:
        word = next((row[name] for name in names if name in row and not _DRAWN.match(row[name])), "")
        if word and word not in found:
            found.append(word)
    return found


def numbers(rows: list[Words]) -> list[Json]:
    found: list[Json] = []
    for row in rows:
        number = phone(row.get("number", ""))
        extension = row.get("extension")
        said = {
            "number": f"{number} ext. {extension}" if number and extension else number,
            "note": row.get("description") or phone_use(row.get("type", "")),
        }
        if number and said not in found:
            found.append(said)
    return found


def languages(rows: list[Words]) -> list[str]:
    found: list[str] = []
    for row in rows:
        word = row.get("name") or row.get("language", "")
        code = row.get("code", "").lower()
        named = _LANGUAGES.get(word.lower()) or word or _LANGUAGES.get(code) or _LANGUAGES.get(code[:2], code)
        if named and named not in found:
            found.append(named)
    return found


def fees(row: Words, options: list[Words]) -> str:
    names = ("option", "amount", "currency", "amount_description")
    said = [" ".join(filter(None, (each.get(name) for name in names))) for each in options]
    return "; ".join(filter(None, (row.get("fees_description") or row.get("fees"), *said)))
