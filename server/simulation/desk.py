"""An office browser: it reads the server's records when a form is opened, and only delivers."""

import orjson

from server.simulation.host import Host
from server.simulation.tablet import Person, Tablet
from server.store.database import reading
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

    def shown(self, record: RecordId) -> Document | None:
        """Read the record; that it was shown is on record before anybody can testify to it."""
        self._read([record])
        return super().shown(record)

    def records(self) -> dict[RecordId, tuple[str, PatientId]]:
        """List what the office may see of the patients it was given."""
        with reading() as connection:
            granted = self.host.granted_now(self.person.id, connection)
            sheets = records.changed(connection, self.host.agency, granted, 0, 500)
        self._keep([sheet.doc for sheet in sheets])
        return super().records()

    def _read(self, wanted: list[RecordId]) -> None:
        with reading() as connection:
            granted = self.host.granted_now(self.person.id, connection)
            found = records.load(connection, self.host.agency, wanted)
        shown = [stored.document for stored in found.values() if stored.document["patient"] in granted]
        self.vault.now.base = {one["id"]: dict(one) for one in shown}
        self.host.reads(self, max((one["version"] or 0 for one in shown), default=0))

    def _keep(self, docs: list[str]) -> None:
        self.vault.now.base = {one["id"]: one for one in map(orjson.loads, docs)}
