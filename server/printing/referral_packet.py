"""What an organisation was sent, word for word as it was chosen: nothing is looked up in the chart again.

A chart that changed since, and what is in it besides, is no part of this paper.
"""

from collections.abc import Iterable
from typing import Final, cast

from server.printing.model import UNSIGNABLE, Fact, Mark, Printing, Printout, Section, Value
from server.printing.words import Speaker
from server.review.reading import (
    Doc,
    Json,
    entries_of,
    heads_of,
    list_of,
    object_of,
    settled,
    text_field,
    text_of,
)
from sync.kinds.referral import WAYS
from sync.record import Document
from sync.sharing import is_for

KIND: Final = "referral"
_PATIENT: Final = "patient"
_DECIDES: Final = ("agreed", "scope", "until", "to")


def referral_packet(referral: Doc, say: Speaker, printing: Printing) -> Printout | None:
    """Lay out what was sent last; None where nothing was."""
    entries = entries_of(referral, "sent")
    if not entries:
        return None
    sent = object_of(entries[-1]["value"])
    parts = [object_of(part) for part in list_of(sent.get("what"))]
    whose = next((part for part in parts if part.get("part") == _PATIENT), {})
    by = say.person(text_of(entries[-1]["by"]))
    way = WAYS.get(text_of(sent.get("how")), "").lower()
    to = text_of(sent.get("to"))
    return Printout(
        kind=KIND,
        title="Referral",
        agency=printing.agency,
        patient=tuple(_facts(whose)),
        mark=Mark(UNSIGNABLE, f"To {to}, by {way}, {say.moment(text_of(sent.get('at')))}, by {by}"),
        version=referral["version"] or 0,
        sections=tuple(_section(part) for part in parts if part is not whose),
        notes=(
            f"Sent with the patient's agreement to share this with {to}, for this service and nothing else.",
            "What is not here was not shared.",
        ),
        printed_by=printing.by,
        printed_at=say.moment(printing.at),
    )


def _section(part: Json) -> Section:
    return Section(title=text_of(part.get("title")), facts=tuple(_facts(part)))


def _facts(part: Json) -> Iterable[Fact]:
    for number, line in enumerate(map(text_of, list_of(part.get("lines"))), start=1):
        label, found, words = line.partition(": ")
        yield Fact(label, Value(words)) if found else Fact(str(number), Value(line))


def may_leave(referral: Doc, documents: Iterable[Doc], today: str) -> bool:
    """Tell whether the patient agrees today: one clear answer, by everybody who asked, that is not over."""
    to = object_of(settled(referral, "target"))
    consents = [one for one in documents if one["kind"] == "consent" and is_for(cast(Document, one), to)]
    return bool(consents) and all(_agrees(one, today) for one in consents)


def _agrees(consent: Doc, today: str) -> bool:
    if any(len(heads_of(consent, field)) > 1 for field in _DECIDES):
        return False
    until = text_field(consent, "until")
    return settled(consent, "agreed") is True and (not until or until >= today)
