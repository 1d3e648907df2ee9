"""The server's process around the real store: one agency at a time, killed, restored and asked in process.

What HTTP would do (session, proof, packing) is left out; everything from the body inwards is the real thing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from server.access import Relation
from server.errors import Missing, Problem
from server.identity.caller import Caller
from server.simulation.clock import Clock
from server.simulation.faults import Killed, NoAnswer, Refused, Tally
from server.simulation.house import TABLES, House, Trouble
from server.simulation.ledger import Ledger
from server.simulation.tablet import Tablet
from server.store.models.agency import Agency
from server.store.models.changes import Decided, Quarantined
from server.store.models.identity import Device, Grant, Person
from server.store.repository import agencies, devices, grants
from server.sync_api import exchange as exchanges
from server.sync_api import release as releasing
from server.sync_api.ledger import NotWrittenError
from server.sync_api.wire import read_exchange
from sync.ids import AgencyId, BatchId, PatientId, PersonId

Json = dict[str, Any]

_UNDECIDED = (
    select(Quarantined.batch_id, Quarantined.patient_id)
    .outerjoin(
        Decided,
        (Decided.agency_id == Quarantined.agency_id)
        & (Decided.id == Quarantined.id)
        & (Decided.sha256 == Quarantined.sha256),
    )
    .where(Quarantined.agency_id == bindparam("agency"), Decided.id.is_(None))
)
_HIRE = insert(Person)
_EQUIP = insert(Device)
_GIVE = insert(Grant)
_ALL_WERE_SENT = (
    update(Device).where(Device.agency_id == bindparam("agency")).values(highest_version=bindparam("version"))
)


@dataclass
class Agreed:
    """What the office decided about people, beside the store: a restore takes it back too."""

    granted: set[tuple[PersonId, PatientId]] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)

    def copy(self) -> "Agreed":
        """Copy it."""
        return Agreed(set(self.granted), set(self.revoked))


@dataclass
class Backup:
    """The agency's rows at one moment."""

    rows: dict[str, list[Json]]
    agreed: Agreed
    saved_at: int


class Host:
    """One agency on the house's server."""

    def __init__(self, house: House, agency: AgencyId, clock: Clock, ledger: Ledger, tally: Tally) -> None:
        """Found the agency."""
        self.house = house
        self.agency = agency
        self.clock = clock
        self.ledger = ledger
        self.tally = tally
        self.agreed = Agreed()
        self.backup: Backup | None = None
        self.restored = 0
        self.version = 0
        """The version given last, as the last answer told it."""
        self.after: list[Callable[[Tablet, bytes, exchanges.Answer], None]] = []
        """Who looks at each answer before it leaves."""
        with self.house.writing() as connection:
            agencies.create(connection, agency, "Simulated", clock.text())

    # People and their tablets

    def hire(self, tablets: list[Tablet]) -> None:
        """Add people and their devices; a clone is no device of its own."""
        now = self.clock.text()
        people = {tablet.person.id: tablet.person for tablet in tablets}
        with self.house.writing() as connection:
            connection.execute(
                _HIRE,
                [
                    {
                        "agency_id": self.agency,
                        "id": one.id,
                        "name": one.id[-4:],
                        "role": one.role,
                        "added_at": now,
                    }
                    for one in people.values()
                ],
            )
            connection.execute(
                _EQUIP,
                [
                    {
                        "agency_id": self.agency,
                        "id": tablet.device,
                        "person_id": tablet.person.id,
                        "vault_id": tablet.device,
                        "name": tablet.name,
                        "person_key": tablet.key,
                        "device_key": tablet.key,
                        "epoch": 0,
                        "demo": False,
                        "highest_version": 0,
                        "added_at": now,
                    }
                    for tablet in tablets
                ],
            )

    def grant(self, *given: tuple[PersonId, PatientId]) -> None:
        """Give patients to people."""
        with self.house.writing() as connection:
            for person, patient in given:
                if (person, patient) not in self.agreed.granted:
                    grants.give(
                        connection, self.agency, person, patient, at=self.clock.text(), reason="simulated"
                    )
        self.agreed.granted.update(given)

    def share(self, patients: list[PatientId], tablets: list[Tablet]) -> None:
        """Give these patients to everybody, and note that every device was sent what there is."""
        people = dict.fromkeys(tablet.person.id for tablet in tablets)
        given = {(person, patient) for person in people for patient in patients} - self.agreed.granted
        at = self.clock.text()
        rows = [
            {
                "agency_id": self.agency,
                "id": str(uuid5(UUID(person), patient)),
                "person_id": person,
                "patient_id": patient,
                "begins": at,
                "ends": None,
                "reason": "simulated",
            }
            for person, patient in sorted(given)
        ]
        with self.house.writing() as connection:
            connection.execute(_GIVE, rows)
            connection.execute(_ALL_WERE_SENT, {"agency": self.agency, "version": self.version})
        self.agreed.granted |= given

    def withdraw(self, person: PersonId, patient: PatientId) -> None:
        """Take a patient from a person."""
        with self.house.writing() as connection:
            grants.end(connection, self.agency, person, patient, self.clock.text())
        self.agreed.granted.discard((person, patient))

    def revoke(self, device: str) -> None:
        """End a tablet's access."""
        with self.house.writing() as connection:
            connection.execute(
                update(Device)
                .where(Device.agency_id == self.agency, Device.id == device)
                .values(revoked_at=self.clock.text())
            )
        self.agreed.revoked.add(device)

    def granted_now(self, person: PersonId, connection: Connection) -> set[PatientId]:
        """Read a person's running grants from the store."""
        found = grants.relations(connection, self.agency, person, self.clock.text())
        return {patient for patient, relation in found.items() if relation is Relation.GRANTED}

    # Requests

    def serve(self, tablet: Tablet, body: bytes, trouble: Trouble | None = None) -> bytes:
        """Serve one request. Raises NoAnswer when the server died, Refused for a problem that it told."""
        house = self.house
        house.trouble, house.blown = trouble or Trouble(), ""
        try:
            answer = self._exchange(tablet, body)
        except Killed as killed:
            self._note(house.blown)
            raise NoAnswer from killed
        except (OperationalError, ArithmeticError, NotWrittenError) as failed:
            if not house.blown:
                raise
            self._note(house.blown)
            raise NoAnswer from failed
        finally:
            house.trouble = Trouble()
        if house.blown:
            self._note(house.blown)
        for look in self.after:
            look(tablet, body, answer)
        self.version = answer.view.version
        return answer.body().encode()

    def _note(self, fault: str) -> None:
        self.house.blown = ""
        if fault:
            self.tally.note(fault)

    def _exchange(self, tablet: Tablet, body: bytes) -> exchanges.Answer:
        try:
            return exchanges.exchange(self._caller(tablet), read_exchange(body), self.clock.text())
        except Problem as problem:
            raise Refused(problem.code) from problem

    def _caller(self, tablet: Tablet) -> Caller:
        return Caller(
            agency=self.agency,
            person=tablet.person.id,
            device=tablet.device,
            role=tablet.person.role,
            session="simulated",
            verified_at=None,
            person_key=tablet.key,
            demo=False,
            revoked=tablet.device in self.agreed.revoked,
        )

    def reads(self, tablet: Tablet, highest: int) -> None:
        """Note how far an office browser was shown, as its routes do."""
        with self.house.writing() as connection:
            devices.was_sent(connection, self.agency, tablet.device, highest, self.clock.text())

    # What is held

    def held(self, desk: Tablet) -> list[BatchId]:
        """Give the batches that are held undecided of patients whom this reviewer was given."""
        with self.house.reading() as connection:
            found = connection.execute(_UNDECIDED, {"agency": self.agency}).all()
            granted = self.granted_now(desk.person.id, connection)
        return sorted({BatchId(row.batch_id) for row in found if row.patient_id in granted})

    def decide_held(self, desk: Tablet, batch: BatchId, *, aside: bool) -> None:
        """Release a held batch, or set it aside."""
        caller = self._caller(desk)
        try:
            if aside:
                releasing.set_aside(caller, batch, "asked the author", self.clock.text())
            else:
                releasing.release(caller, batch, self.clock.text())
        except Missing:
            return  # some of it is about a patient whom she does not see

    # Backups

    def save_backup(self) -> None:
        """Keep every row of the agency."""
        with self.house.reading() as connection:
            rows = {
                table.name: [
                    dict(row)
                    for row in connection.execute(
                        select(table).where(table.c.agency_id == self.agency)
                    ).mappings()
                ]
                for table in TABLES
            }
        self.backup = Backup(rows, self.agreed.copy(), self.clock.ms)

    def restore(self) -> bool:
        """Come back from the backup, on a timeline of its own; False where there is none."""
        if self.backup is None:
            return False
        with self.house.writing() as connection:
            timeline = self._timeline(connection)
            for table in reversed(TABLES):
                connection.execute(delete(table).where(table.c.agency_id == self.agency))
            for table in TABLES:
                if self.backup.rows[table.name]:
                    connection.execute(insert(table), self.backup.rows[table.name])
            connection.execute(
                update(Agency).where(Agency.agency_id == self.agency).values(timeline=timeline + 1)
            )
        self.agreed = self.backup.agreed.copy()
        self.restored += 1
        self.version = 0
        return True

    def _timeline(self, connection: Connection) -> int:
        found = connection.execute(
            select(Agency.timeline).where(Agency.agency_id == self.agency)
        ).scalar_one()
        return int(found)
