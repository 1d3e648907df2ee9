"""Scores of assessments, derived from their answers. The dear part is done before the agency's lock is taken.

`anticipate` lays the answers of a request over what is stored and derives; under the lock `derived` finds
that result by the answers' content, and derives anew only where somebody else's answers met them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import structlog
from sqlalchemy import Connection

from server.errors import fault
from server.forms.response import Answers
from server.forms.scores import Worked, answers_key, answers_of, derived, work_out
from server.store.repository import records
from server.sync_api.lookup import StoreLookup
from sync.batch import Stored
from sync.change import Change
from sync.ids import AgencyId, RecordId
from sync.kinds import KINDS
from sync.record import Document, unsettled, value

_log = structlog.get_logger("doorstep.scores")
_ASSESSMENT = "assessment"
Json = dict[str, Any]


class Scores:
    """One request's memory of what answers came to."""

    def __init__(self) -> None:
        """Begin with nothing derived."""
        self._known: dict[str, Worked | None] = {}
        self._forms: Mapping[tuple[str, str], Json] | None = None

    def anticipate(self, connection: Connection, agency: AgencyId, changes: Iterable[Change]) -> None:
        """Derive what a request's answers probably come to, from a snapshot without any lock."""
        every = list(changes)
        ours = [change for change in every if change.kind == _ASSESSMENT]
        signed = _signed(connection, agency, every)
        if not ours and not signed:
            return
        stored = records.load(connection, agency, {change.record for change in ours} | signed)
        drafts: dict[RecordId, Json] = {
            record: {**stored[record].document} for record in signed if record in stored
        }
        for change in ours:
            found = stored.get(change.record)
            if found is not None and found.document["kind"] != _ASSESSMENT:
                continue  # custody refuses it
            empty: Json = {"kind": _ASSESSMENT, "fields": {}}
            draft = drafts.setdefault(change.record, {**found.document} if found else empty)
            for op in change.ops:
                if op.op == "set":
                    draft["fields"] = {**draft["fields"], op.field: {"heads": [{"value": op.value}]}}
        for draft in drafts.values():
            self._derive(connection, agency, draft)

    def derived(
        self, connection: Connection, agency: AgencyId, lookup: StoreLookup, touched: Collection[RecordId]
    ) -> list[Stored]:
        """Give those touched assessments whose scores changed, under their same version."""
        changed = []
        for record in sorted(touched):
            stored = lookup.stored(record)
            if stored is None or stored.document["kind"] != _ASSESSMENT:
                continue
            scores = self._settled(connection, agency, stored.document)
            if scores != stored.document["derived"]:
                document: Document = {**stored.document, "derived": scores}
                changed.append(Stored(document, stored.replaced))
        lookup.learn((), {stored.document["id"]: stored for stored in changed}, ())
        return changed

    def again(self, connection: Connection, agency: AgencyId, document: Document) -> Json:
        """Derive an assessment's scores as they should stand."""
        return self._settled(connection, agency, document)

    def _settled(self, connection: Connection, agency: AgencyId, document: Document) -> Json:
        # Answers of two people must not make a third, false score.
        if unsettled(document, KINDS[_ASSESSMENT]):
            return {}
        return self._derive(connection, agency, {**document})

    def _derive(self, connection: Connection, agency: AgencyId, document: Json) -> Json:
        form = value(document, "form")  # type: ignore[arg-type] # a draft has the fields of a document and no more
        answers = answers_of(document)
        if not isinstance(form, dict) or not answers:
            return {}
        questionnaire = self._questionnaire(connection, agency, form)
        if questionnaire is None:
            return {}
        worked = self.worked(questionnaire, answers)
        return {} if worked is None else derived(worked)

    def worked(self, questionnaire: Json, answers: Answers) -> Worked | None:
        """What answers come to, worked out once; None where the form fails on them."""
        key = answers_key(questionnaire, answers)
        if key not in self._known:
            self._known[key] = _computed(questionnaire, answers)
        return self._known[key]

    def remember(self, kept: Mapping[str, Worked]) -> None:
        """Take in what was worked out before, by `answers_key`."""
        self._known |= kept

    def _questionnaire(self, connection: Connection, agency: AgencyId, form: Json) -> Json | None:
        if self._forms is None:
            self._forms = {
                (str(_plain(found, "url")), str(_plain(found, "version"))): _plain(found, "questionnaire")
                for found in records.library(connection, agency, "form")
            }
        return self._forms.get((str(form.get("url")), str(form.get("version"))))


def _signed(connection: Connection, agency: AgencyId, changes: Iterable[Change]) -> set[RecordId]:
    """Assessments of visits that these changes sign: what is checked of them rests on their answers too."""
    visits = {
        change.record
        for change in changes
        if change.kind == "visit" and any(op.op == "event" and op.event == "sign" for op in change.ops)
    }
    return records.made_in(connection, agency, visits, _ASSESSMENT) if visits else set()


def _plain(document: Mapping[str, Any], field: str) -> Any:
    found = document["fields"].get(field, {"heads": []})["heads"]
    return found[0]["value"] if len(found) == 1 else None


def _computed(questionnaire: Json, answers: Answers) -> Worked | None:
    try:
        return work_out(questionnaire, answers)
    except Exception as error:  # noqa: BLE001
        # A form that cannot be scored is no reason to refuse the answers given to it.
        _log.error("scores failed", **fault(error))
        return None
