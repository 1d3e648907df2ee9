"""How places answered our last referrals, derived as answers are taken in, and told to the whole agency.

Of a referral leave: which entry of the directory was asked, accepted or declined, the code of a reason, the
day, and after how many days. Not who the patient is, what was asked for, who spoke or any word of it: an
entry's id and a code say nothing of anybody. In the same transaction and by the same way as what offices say
of insurances.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, cast
from uuid import UUID, uuid5

from server.deadlines.agency_days import agency_days
from server.sync_api import library
from server.sync_api.lookup import StoreLookup
from sync.batch import Applied, Envelope, Stored
from sync.change import Op
from sync.ids import RecordId
from sync.kinds.place_answers import ANSWERS, REASONS
from sync.record import Document, heads

KIND: Final = "place-answers"
MOST: Final = 5
"""So many say how a place answers; more would be a history of whom the agency cared for."""
_VOID: Final = "void"
Json = dict[str, Any]


def place_answers(
    lookup: StoreLookup, applied: Iterable[Applied], records: Mapping[RecordId, Stored], now: str
) -> Iterator[Envelope]:
    """The server's own batches for what these changes say of places that were asked."""
    news: dict[str, list[Json]] = defaultdict(list)
    void: dict[str, set[str]] = defaultdict(set)
    for one in applied:
        events = [op for op in one.change.ops if op.op == "event"] if one.change.kind == "referral" else []
        for op in events:
            stored = records.get(one.change.record)
            entry = "" if stored is None else _entry(stored.document)
            if stored is None or not entry:
                continue
            if op.event in ANSWERS:
                news[entry].append(_answer(lookup, one, op, stored.document))
            elif op.event == _VOID:
                void[entry].add(_alias(lookup, one.change.record, entry))
    for entry in sorted({*news, *void}):
        record = record_of(lookup.counters.agency, entry)
        known = lookup.stored(record)
        document = None if known is None else known.document
        answers = [one for one in _told(document) if one["referral"] not in void[entry]]
        new = [one for one in news[entry] if all(one["id"] != other["id"] for other in answers)]
        last = sorted([*answers, *new], key=lambda one: (one["on"], one["id"]))[-MOST:]
        if document is None and not last:
            continue
        ops = list(library.ops_toward(document, {"entry": entry, "answers": last}))
        if ops:
            yield library.envelope(record, KIND, ops, now)


def record_of(agency: str, entry: str) -> RecordId:
    """The id of what an agency knows of an entry's answers: the same whoever asked."""
    return RecordId(str(uuid5(UUID(agency), f"{KIND}\0{entry}")))


def _answer(lookup: StoreLookup, one: Applied, op: Op, document: Document) -> Json:
    calendar = agency_days(lookup.connection, lookup.counters.agency).calendar
    day = calendar.day_of(one.effective_at)
    code = (op.why or {}).get("code")
    alias = _alias(lookup, one.change.record, _entry(document))
    said: Json = {
        "id": str(uuid5(UUID(alias), one.change.id)),
        "referral": alias,
        "answer": op.event,
        "on": day,
    }
    if code in REASONS:
        said["reason"] = code
    sent = [cast(Json, each["value"])["at"] for each in document["entries"].get("sent", [])]
    if sent:
        asked = calendar.day_of(max(sent))
        said["days"] = max(0, (date.fromisoformat(day) - date.fromisoformat(asked)).days)
    return said


def _alias(lookup: StoreLookup, referral: str, entry: str) -> str:
    """A name of a referral that nobody can find it by who does not hold it already."""
    return str(uuid5(UUID(record_of(lookup.counters.agency, entry)), referral))


def _entry(document: Document) -> str:
    """Whom it asks; nobody while two people say different things."""
    found = heads(document, "target")
    if len(found) != 1 or not isinstance(found[0]["value"], dict):
        return ""
    return str(found[0]["value"].get("directory") or "")


def _told(document: Document | None) -> list[Json]:
    found = heads(document, "answers")
    return cast(list[Json], found[0]["value"] or []) if found else []
