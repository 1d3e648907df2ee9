"""The server's process around the real store: one agency at a time, killed, restored and asked in process.

What HTTP would do (session, proof, packing) is left out; everything from the body inwards is the real thing.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid5

from flask import Flask
from sqlalchemy import Connection, Engine, Table, bindparam, delete, event, insert, select, text, update
from sqlalchemy.exc import OperationalError

from server.access import Relation
from server.config import Settings
from server.errors import Problem
from server.identity.caller import Caller
from server.simulation.clock import Clock
from server.simulation.faults import Killed, NoAnswer, Refused, Tally
from server.simulation.ledger import Ledger
from server.simulation.straight import Straightforward
from server.simulation.tablet import Tablet
from server.store.database import Base, db, init_database, reading, writing
from server.store.models.agency import Agency
from server.store.models.identity import Device, Grant, Person
from server.store.repository import agencies, devices, grants
from server.sync_api import exchange as exchanges
from server.sync_api.wire import read_exchange
from server.web.context import init_context, utc_now
from sync.ids import AgencyId, PatientId, PersonId

Json = dict[str, Any]
TABLES: tuple[Table, ...] = tuple(
    table for table in Base.metadata.sorted_tables if "agency_id" in table.columns
)


def _settings(url: str) -> Settings:
    return Settings(
        environment="development",
        data_dir=Path(),
        database_url=url,
        secret_key="not used: nobody signs in here",  # noqa: S106 - as it says
        bind="127.0.0.1",
        port=0,
        origin="http://localhost",
        rp_id="localhost",
        trusted_hosts=("localhost",),
        demo=False,
        disk_encrypted=False,
        pwa_dir=Path(),
        workers=1,
        threads=1,
        log_level="CRITICAL",
    )


class NotEmpty(Exception):
    """The database holds somebody's work: no place for a simulation."""


@dataclass
class Trouble:
    """What is to go wrong while one request is served; each happens once."""

    kind: str = ""
    statements: int = 0
    """How many more statements run before it happens."""
    meanwhile: Callable[[], None] | None = None
    """Another request, served whole before this one takes the write lock."""


class House:
    """The database of a simulation process, and the traps in it."""

    def __init__(self, url: str) -> None:
        """Open it. Raises NotEmpty where an agency is there already."""
        self.app = Flask("doorstep-simulation")
        init_database(self.app, url)
        init_context(self.app, _settings(url), utc_now)
        self.trouble = Trouble()
        self.blown = ""
        self.kept: set[int] = set()
        with self.app.app_context():
            self.engine: Engine = db.engine
            Base.metadata.create_all(self.engine)
            with reading() as connection:
                if connection.execute(select(Agency.agency_id).limit(1)).first() is not None:
                    raise NotEmpty("the database has agencies in it; name an empty one")
        self._straight = Straightforward(self.engine, self._statement)
        self._sqlite = self.engine.dialect.name == "sqlite"
        if not self._sqlite:
            event.listen(self.engine, "before_cursor_execute", self._sent)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let the exchange find this database."""
        with (
            self.app.app_context(),
            patch("server.sync_api.exchange.reading", self.reading),
            patch("server.sync_api.exchange.writing", self._exchanging),
        ):
            yield

    def close(self) -> None:
        """Let go of the database."""
        self._straight.close()
        self.engine.dispose()

    def reading(self) -> AbstractContextManager[Connection]:
        """Give the store's own transaction for reading."""
        return self._straight.reading() if self._sqlite else reading(self.engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """Give the store's own transaction for writing."""
        return self._straight.writing() if self._sqlite else writing(self.engine)

    @contextmanager
    def _exchanging(self) -> Iterator[Connection]:
        """Take the write lock, after whoever came first: that request is served whole before."""
        meanwhile, self.trouble.meanwhile = self.trouble.meanwhile, None
        if meanwhile is not None:
            mine, self.trouble = self.trouble, Trouble()
            try:
                meanwhile()
            finally:
                self.trouble = mine
        with self.writing() as connection:
            yield connection

    def _sent(self, _connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        self._statement(statement)

    def _statement(self, statement: str) -> None:
        trouble = self.trouble
        if not trouble.kind:
            return
        if trouble.kind == "fault in a batch" and "SAVEPOINT" in statement:
            return  # only the database itself can fail there
        trouble.statements -= 1
        if trouble.statements >= 0:
            return
        self.blown, trouble.kind = trouble.kind, ""
        if self.blown == "server killed before its commit":
            raise Killed
        if self.blown == "database failed":
            raise OperationalError("simulated", None, OSError("disk I/O error"))
        raise ArithmeticError("a fault of the program, simulated")

    def make_room(self, seed: int) -> None:
        """Forget what was run, every now and then, and before a seed comes again: its ids are the same."""
        if seed not in self.kept and len(self.kept) < _KEPT:
            self.kept.add(seed)
            return
        self.kept = {seed}
        with self.writing() as connection:
            for table in TABLES:
                connection.execute(_CLEAR[table.name])


_KEPT = 40
_CLEAR = {table.name: text(f"DELETE FROM {table.name}") for table in TABLES}  # noqa: S608 - our own names


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
        except (OperationalError, ArithmeticError) as failed:
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
        if tablet.device in self.agreed.revoked:
            # Its session ended with it: the gate lets nothing in.
            raise Refused("not-signed-in")
        caller = Caller(
            agency=self.agency,
            person=tablet.person.id,
            device=tablet.device,
            role=tablet.person.role,
            session="simulated",
            verified_at=None,
            person_key=tablet.key,
            demo=False,
        )
        try:
            return exchanges.exchange(caller, read_exchange(body), self.clock.text())
        except Problem as problem:
            raise Refused(problem.code) from problem

    def reads(self, tablet: Tablet, highest: int) -> None:
        """Note how far an office browser was shown, as its routes do."""
        with self.house.writing() as connection:
            devices.was_sent(connection, self.agency, tablet.device, highest, self.clock.text())

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
