"""What a person finds: only among those whom she may see, read in the snapshot that says whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Select, literal, select, tuple_

from server.access import Relation, allowed
from server.errors import BadInput
from server.office import queries
from server.office.reading import Read
from server.office.seeing import may_see
from server.office.whose import identity
from server.review.reading import heads_of
from server.search.parts import Part, parts_of
from server.search.words import asked_words, spans
from server.store import full_text
from server.store.models.review import QueueLine
from server.store.models.search import SearchEntry
from sync.ids import AgencyId, PersonId
from sync.kinds import KINDS

Json = dict[str, Any]
LEAST: Final = 2
"""Letters or digits that the longest word asked for must have: fewer are in every chart."""
_AROUND: Final = 60
"""Code points before what was found, where a text is cut."""
_LONG: Final = 200
"""Code points of a text that are shown."""
_ORDER: Final = (SearchEntry.rank, SearchEntry.version, SearchEntry.id)


@dataclass(frozen=True)
class Question:
    """Whose question it is, and its words."""

    agency: AgencyId
    person: PersonId
    at: str
    words: Sequence[str]


def words_asked(text: str) -> list[str]:
    """Give the words of a question. Raises BadInput where there is too little to look for."""
    found = asked_words(text)
    if max(map(len, found), default=0) < LEAST:
        raise BadInput(f"type at least {LEAST} letters or digits of one word", "text")
    return found


def page_of(connection: Connection, question: Question, after: str | None, limit: int) -> Select[Any]:
    """Make the statement of one page: patients themselves first, then what was written last."""
    found = select(SearchEntry.id, *_ORDER[:2], SearchEntry.patient_id).where(
        full_text.matches(connection, question.words),
        SearchEntry.agency_id == question.agency,
        may_see(question.agency, question.person, SearchEntry.patient_id, question.at),
    )
    if after is not None:
        rank, version, record = _place(after)
        behind = tuple_(SearchEntry.rank, -SearchEntry.version, SearchEntry.id)
        found = found.where(behind > tuple_(literal(rank), literal(-version), literal(record)))
    return found.order_by(SearchEntry.rank, SearchEntry.version.desc(), SearchEntry.id).limit(limit)


def _place(after: str) -> tuple[int, int, str]:
    try:
        rank, version, record = orjson.loads(bytes.fromhex(after))
    except (ValueError, TypeError) as broken:
        raise BadInput("this is no place to go on from", "after") from broken
    if type(rank) is not int or type(version) is not int or not isinstance(record, str):
        raise BadInput("this is no place to go on from", "after")
    return rank, version, record


def page(under_way: Read, question: Question, after: str | None, limit: int) -> tuple[list[Json], str | None]:
    """Give what is found behind a place, and the place to go on from where there is more."""
    connection = under_way.connection
    rows = connection.execute(page_of(connection, question, after, limit + 1)).all()
    shown, more = rows[:limit], len(rows) > limit
    last = shown[-1] if more else None
    return _described(under_way, question, shown), None if last is None else _named(last)


def _named(row: Any) -> str:
    return orjson.dumps([row.rank, row.version, row.id]).hex()


def _described(under_way: Read, question: Question, rows: Sequence[Any]) -> list[Json]:
    connection, agency = under_way.connection, under_way.caller.agency
    wanted = {row.id for row in rows} | {row.patient_id for row in rows}
    stored = queries.documents(connection, agency, wanted)
    documents = {record: document for record, (_, document) in stored.items()}
    visits = {row.id: _visit(documents.get(row.id, {})) for row in rows}
    reviewed = _reviewed(under_way, {visit for visit in visits.values() if visit is not None})
    found = [
        {
            "record": row.id,
            "kind": documents[row.id]["kind"],
            "title": KINDS[documents[row.id]["kind"]].title,
            "patient": identity(row.patient_id, documents.get(row.patient_id, {})),
            "visit": visits[row.id] if visits[row.id] in reviewed else None,
            "at": _written(documents[row.id]),
            "matches": _matches(parts_of(documents[row.id]), question.words),
        }
        for row in rows
        if row.id in documents
    ]
    # Changed since the index was made: what no longer says so is not shown.
    return [one for one in found if one["matches"]]


def _visit(document: Mapping[str, Any]) -> str | None:
    """The visit that a note is of."""
    if document.get("kind") != "note":
        return None
    return next((str(head["value"]) for head in heads_of(document, "visit")), None)


def _reviewed(under_way: Read, visits: Collection[str]) -> set[str]:
    """Those of these visits that the office has a review of, where this person may read one."""
    if not visits or not allowed(under_way.caller.role, "review.visit", Relation.GRANTED):
        return set()
    mine = QueueLine.agency_id == under_way.caller.agency, QueueLine.visit_id.in_(sorted(visits))
    return set(under_way.connection.execute(select(QueueLine.visit_id).where(*mine)).scalars())


def _written(document: Json) -> str:
    """When it was written last."""
    times = [head["at"] for cell in document["fields"].values() for head in cell["heads"]]
    return str(max(times, default=document["created"]["at"]))


def _matches(parts: Sequence[Part], words: Sequence[str]) -> list[Json]:
    found = []
    for part in parts:
        marks = spans(part.text, words)
        if not marks and any(one.startswith(tuple(words)) for also in part.also for one in asked_words(also)):
            marks = [(0, len(part.text))]
        if marks:
            found.append({"label": part.label, **_cut(part.text, marks)})
    return found


def _cut(text: str, marks: Sequence[tuple[int, int]]) -> Json:
    """Show what stands around the first mark of a long text; marks are ranges of code points in it."""
    start = max(0, marks[0][0] - _AROUND) if len(text) > _LONG else 0
    start = 0 if start == 0 else text.find(" ", start, marks[0][0]) + 1 or start
    end = min(len(text), start + _LONG)
    inside = [[begin - start, min(stop, end) - start] for begin, stop in marks if begin < end]
    return {"text": text[start:end], "marks": inside, "before": start > 0, "after": end < len(text)}
