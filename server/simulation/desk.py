"""An office browser: it reads the server's records when a form is opened, and only delivers."""

import orjson

from server.simulation.host import Host
from server.simulation.tablet import Person, Tablet
from server.store.repository import records
from sync.ids import DeviceId, PatientId, RecordId
from sync.record import Document


class Desk(Tablet):
    """A reviewer's browser. What it shows is what the server has now, with what it has not delivered yet."""

    pulls = False

    def __init__(self, name: str, person: Person, device: DeviceId, key: bytes, host: Host) -> None:
        """Sit down."""
        super().__init__(name, person, device, key=key, clock=host.clock, ledger=host.ledger)
        self.host = host
        self._as_of = -1

    def shown(self, record: RecordId) -> Document | None:
        """Read again where something was written since."""
        if self._as_of != self.host.version:
            self._read()
        return super().shown(record)

    def records(self) -> dict[RecordId, tuple[str, PatientId]]:
        """List what the office may see now of the patients it was given."""
        self._read()
        return super().records()

    def _read(self) -> None:
        """Read everything; that it was shown is on record before anybody can testify to it."""
        with self.host.house.reading() as connection:
            granted = self.host.granted_now(self.person.id, connection)
            sheets = records.changed(connection, self.host.agency, granted, 0, 500)
        self._as_of = self.host.version
        self.vault.now.base = {one["id"]: one for one in (orjson.loads(sheet.doc) for sheet in sheets)}
        if sheets:
            self.host.reads(self, max(sheet.version for sheet in sheets))

    def crash(self) -> None:
        """Read anew: after a restore the server gives the versions that were read before to other writes."""
        super().crash()
        self._as_of = -1
