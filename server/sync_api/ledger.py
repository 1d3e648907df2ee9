"""What one request's batches write, gathered as rows and written in one statement a table.

A batch enters with all of its rows or, when making them fails, with none. So nothing of it is half here, and
no savepoint is needed; when the rows cannot be written the whole request is undone.
"""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from server.store.repository import changes, records
from server.store.repository.changes import Provenance
from sync.batch import Plan
from sync.ids import AgencyId, RecordId

Row = dict[str, Any]


class NotWrittenError(Exception):
    """Rows of batches that were answered for are half in the database: the request must be undone whole."""


class Ledger:
    """Rows that are not in the database yet. `write` puts them there."""

    def __init__(self, connection: Connection, agency: AgencyId) -> None:
        """Begin empty."""
        self.connection = connection
        self.agency = agency
        self._logged: list[Row] = []
        self._held: list[Row] = []
        self._records: dict[RecordId, Row] = {}

    def add(self, origin: Provenance, plan: Plan, *, signed: bool) -> None:
        """Take in all that a plan says. Raises before anything is taken when a row cannot be made."""
        logged = changes.logged_rows(self.agency, origin, plan.applied)
        held = changes.held_rows(self.agency, origin, plan.held, signed=signed)
        stored = {record: records.row_of(self.agency, one) for record, one in plan.records.items()}
        conflicts = {one: records.conflict_row_of(self.agency, told) for one, told in plan.conflicts.items()}
        self._logged += logged
        self._held += held
        self._records |= stored | conflicts

    def write(self) -> None:
        """Write what is here, each record as it stands now.

        Raises NotWrittenError for a fault of the program: it befalls all that was taken before, and not the
        batch that is being planned when somebody asks for the connection.
        """
        try:
            changes.hold(self.connection, self._held)
            changes.log(self.connection, self._logged)
            records.write(self.connection, list(self._records.values()))
        except SQLAlchemyError:
            raise
        except Exception as error:
            raise NotWrittenError from error
        self._logged, self._held, self._records = [], [], {}
