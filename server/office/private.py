"""Which values of different answers stay out of lists: answers given in private, and their follow-up."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from server.forms.response import items_of, private_questions
from server.forms.scores import ANSWERS, link_id_of
from server.office import queries
from server.store.repository import records
from sync.conflict import ConflictDocument
from sync.ids import AgencyId

Json = dict[str, Any]
_FOLLOW_UP: Final = "private"
"""What a safety event names as its question where private answers asked for it."""


def hidden(
    connection: Connection, agency: AgencyId, conflicts: Sequence[ConflictDocument]
) -> frozenset[tuple[str, str]]:
    """Give the (record, field) pairs among the heads of these conflicts whose values a list leaves out."""
    about = {one["of"]["record"] for one in conflicts if one["of"]["kind"] in {"assessment", "safety"}}
    if not about:
        return frozenset()
    documents = {record: found for record, (_, found) in queries.documents(connection, agency, about).items()}
    forms = _open_questions(connection, agency)
    return frozenset(
        (one["of"]["record"], head["field"])
        for one in conflicts
        for head in one["episodes"][-1]["heads"]
        if _is_hidden(one["of"]["kind"], head["field"], documents.get(one["of"]["record"], {}), forms)
    )


def _is_hidden(
    kind: str, field: str, document: Json, forms: Mapping[tuple[str, str], frozenset[str]]
) -> bool:
    if kind == "safety":
        return _FOLLOW_UP in {trigger.get("linkId") for trigger in _values(document, "trigger")}
    if kind != "assessment" or not field.startswith(ANSWERS):
        return False
    named = [
        forms.get((str(form.get("url")), str(form.get("version")))) for form in _values(document, "form")
    ]
    # Of a form that cannot be read nobody knows what was asked in private: all of it stays out.
    return not named or any(known is None or link_id_of(field) not in known for known in named)


def _open_questions(connection: Connection, agency: AgencyId) -> dict[tuple[str, str], frozenset[str]]:
    """By address and version of each form: the questions that are not asked in private."""
    return {
        (str(url), str(version)): frozenset(_open(questionnaire))
        for form in records.library(connection, agency, "form")
        for url in _plain(form, "url")
        for version in _plain(form, "version")
        for questionnaire in _values(form, "questionnaire")
    }


def _open(questionnaire: Json) -> Iterator[str]:
    private = private_questions(questionnaire)
    return (item["linkId"] for item in items_of(questionnaire) if item["linkId"] not in private)


def _plain(document: Mapping[str, Any], field: str) -> list[Any]:
    return [head["value"] for head in document.get("fields", {}).get(field, {}).get("heads", [])]


def _values(document: Mapping[str, Any], field: str) -> list[Json]:
    return [value for value in _plain(document, field) if isinstance(value, dict)]
