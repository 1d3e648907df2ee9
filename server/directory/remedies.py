"""What helps against each thing that an import's account says of a row."""

from collections.abc import Mapping
from typing import Final

_AS_TEXT: Final = (
    "In the spreadsheet read that column as text, or take the file as it was published; then import again"
)
_PUBLISHER: Final = "Tell the publisher. Everything else of the row is in"
_FILES: Final = "Add the file or rows that have it, and import again; or tell the publisher"
_BEGINS: Final[Mapping[str, str]] = {
    "no certification number": "Put the number in, and import again; a line of sums or notes may stay out",
    "what stands there is no certification number": _AS_TEXT,
    "a zero was put back before the certification number": "Nothing, if the number is right",
    "no name": "Put the name in, and import again",
    "a name too long to be one": "Look whether a quotation mark or a comma is missing in that row",
    "the name goes over several lines": "Look at that row and the rows below it in a text editor",
    "the row breaks off": "Load the file down again; what stands before the break is in",
    "the row has more cells": "Put what has a comma in it in quotation marks, and import again",
    "stands there twice and differs": "Look which is right, and tell the publisher",
    "stands there twice, word for word": "Nothing: it is in once",
    "stands there twice; its first row": "Take the wrong row out of the file, and import again",
    "a second place has this number": "Look which is right: both are shown",
    "measured, but in no list": "Import the list of the places first, then the measures",
    "the processing date": "Nothing, if the date of the file is right; else mend it and import again",
    "a spreadsheet rounded": _AS_TEXT,
    "no such state": _PUBLISHER,
    "what stands there is no ZIP code": "Mend the ZIP code, and import again: distances are found by it",
    "no such ZIP code": "Mend the ZIP code, and import again: distances are found by it",
    "bad coordinates": _PUBLISHER,
    "what stands under": "Mend that cell, or tell the publisher. Everything else of the row is in",
    "a service without a name": "Put the name in, and import again",
    "a service with an id longer": "The publisher has to give it a shorter id",
    "a service without an id": "The publisher has to give it an id",
    "an organization without an id": "The publisher has to give it an id",
    "a location without an id": "The publisher has to give it an id",
    "its organization is not": _FILES,
    "its place is not": _FILES,
    "its subject is not": _FILES,
    "is about a": _FILES,
    "longer than tablets carry": "Nothing, if what is cut may be asked by phone; or shorten it",
    "a status that is not known": "See whether the service is still given, and tell the publisher",
    "is inside itself": "Tell the publisher. Nothing is lost by it here",
    "nested deeper": "Tell the publisher: what stands deeper is shown by nobody",
    "no object": "Tell the publisher: something stands there in place of a record",
    "neither a service nor an organization": "See whether it is the right file: nothing of it was known",
    "an age that can't be": _PUBLISHER,
    "its youngest age": _PUBLISHER,
    "its assured date": _PUBLISHER,
    "its last": _PUBLISHER,
    "a schedule": "Ask when it is open before somebody is sent there, and tell the publisher",
}


def remedy(reason: str) -> str:
    """What helps, by how a reason begins."""
    return next((what for begin, what in _BEGINS.items() if reason.startswith(begin)), "")
