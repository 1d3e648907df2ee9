"""Reads a chart whole and lets it be printed: everything in one snapshot, everybody in it by name."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from server.errors import Problem
from server.identity.caller import Caller
from server.printing.model import Printing, Printout
from server.printing.places import places
from server.printing.plan_of_care import plan_of_care
from server.printing.referral_packet import may_leave, referral_packet
from server.printing.summary import summary
from server.printing.visit_note import visit_note
from server.printing.words import Speaker
from server.review import approval
from server.review.facts import Chart, Library
from server.review.projection import Shelf
from server.review.reading import Doc, entries_of, heads_of, text_field
from server.store.repository import people, records
from server.sync_api.scoring import Scores
from sync.clock import parse_wall, zone_of
from sync.ids import PatientId, RecordId


class Desk:
    """Where one person prints, at one moment (server's clock)."""

    def __init__(self, connection: Connection, caller: Caller, at: str) -> None:
        """Read nothing yet."""
        self._connection = connection
        self._caller = caller
        self._at = at

    def visit_note(self, visit: RecordId) -> Printout | None:
        """Make the note of a visit; None where there is no such visit."""
        looked = approval.look(self._connection, self._caller.agency, Scores(), visit)
        if looked is None:
            return None
        chart = looked.standing.chart
        return visit_note(chart, self._speaker(chart), self._printing(chart.library))

    def plan_of_care(self, patient: PatientId) -> Printout | None:
        """Make a patient's plan of care; None where there is no such patient."""
        documents = records.documents_of(self._connection, self._caller.agency, patient)
        whose = next((one for one in documents if one["kind"] == "patient"), None)
        if whose is None:
            return None
        library = Shelf(self._connection, self._caller.agency, Scores()).library
        # A plan is of no one visit: nothing in it asks which.
        chart = Chart(whose, documents, library)
        return plan_of_care(chart, self._speaker(chart), self._printing(library))

    def summary(self, paper: str, transition: RecordId, patient: PatientId) -> Printout | None:
        """Make a summary of a patient's move; None where there is no such transition."""
        found, chart = self._of_chart("transition", transition, patient)
        if found is None or chart is None:
            return None
        return summary(paper, found, chart, self._speaker(chart), self._printing(chart.library))

    def places(self, options: RecordId, patient: PatientId) -> Printout | None:
        """Lay out the list of places that was shown last; None where none was."""
        found, chart = self._of_chart("facility_options", options, patient)
        if found is None or chart is None:
            return None
        return places(found, chart, self._speaker(chart), self._printing(chart.library))

    def _of_chart(self, kind: str, record: RecordId, patient: PatientId) -> tuple[Doc | None, Chart | None]:
        """Find one record in its patient's chart. A paper of it is of no one visit: nothing asks which."""
        documents = records.documents_of(self._connection, self._caller.agency, patient)
        found = next((one for one in documents if one["kind"] == kind and one["id"] == record), None)
        whose = next((one for one in documents if one["kind"] == "patient"), None)
        if whose is None:
            return found, None
        return found, Chart(whose, documents, Shelf(self._connection, self._caller.agency, Scores()).library)

    def referral(self, referral: RecordId, patient: PatientId) -> Printout | None:
        """Lay out what an organisation was sent; None where nothing was. Raises Problem `not-agreed`."""
        documents = records.documents_of(self._connection, self._caller.agency, patient)
        asked = next((one for one in documents if one["id"] == referral and one["kind"] == "referral"), None)
        if asked is None:
            return None
        library = Shelf(self._connection, self._caller.agency, Scores()).library
        speaker = self._speaker(Chart(asked, documents, library))
        today = parse_wall(self._at).astimezone(zone_of(speaker.zone)).date().isoformat()
        # Paper leaves the house: whoever took an agreement back meanwhile is heard.
        if entries_of(asked, "sent") and not may_leave(asked, documents, today):
            raise Problem("not-agreed", "the patient does not agree to share with this organisation")
        return referral_packet(asked, speaker, self._printing(library))

    def _printing(self, library: Library) -> Printing:
        by = people.name_of(self._connection, self._caller.agency, self._caller.person)
        return Printing(text_field(library.agency, "name"), by, self._at)

    def _speaker(self, chart: Chart) -> Speaker:
        ids = set(_people(chart.records))
        names = people.names(self._connection, self._caller.agency, ids)
        return Speaker(text_field(chart.library.agency, "timezone"), names)


def _people(documents: Iterable[Doc]) -> Iterator[str]:
    """Everybody who wrote something, and whose visit it is."""
    for document in documents:
        for written in _written(document):
            yield written["by"]
        for head in heads_of(document, "coordinator") if document["kind"] == "visit" else ():
            if isinstance(head["value"], str):
                yield head["value"]


def _written(document: Doc) -> Iterator[dict[str, Any]]:
    for cell in document.get("fields", {}).values():
        yield from cell["heads"]
        yield from cell.get("past", ())
    for entries in document.get("entries", {}).values():
        yield from entries
