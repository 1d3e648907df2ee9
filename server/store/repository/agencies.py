"""The agency's row: the write lock and the counters that are given out under it."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from server.store.models.agency import Agency
from sync.ids import AgencyId, Version

# Statements are made once: making one anew costs SQLAlchemy eight times as much as running it.
_LOCK = (
    select(Agency.timeline, Agency.version, Agency.audit_count, Agency.audit_head)
    .where(Agency.agency_id == bindparam("agency"))
    .with_for_update()
)
_SAVE = (
    update(Agency)
    .where(Agency.agency_id == bindparam("agency"))
    .values(
        version=bindparam("version"), audit_count=bindparam("audit_count"), audit_head=bindparam("audit_head")
    )
)


class NoSuchAgency(LookupError):
    """The program asked for an agency that is not there."""


@dataclass
class Counters:
    """An agency's counters while its lock is held; `save` writes them back."""

    agency: AgencyId
    timeline: int
    version: int
    audit_count: int
    audit_head: str

    def next_version(self) -> Version:
        """Give the next version: agency-wide, rising in commit order because the lock is held."""
        self.version += 1
        return Version(self.version)


def create(connection: Connection, agency: AgencyId, name: str, at: str, *, demo: bool = False) -> None:
    """Found an agency."""
    connection.execute(insert(Agency).values(agency_id=agency, name=name, demo=demo, added_at=at))


def lock(connection: Connection, agency: AgencyId) -> Counters:
    """Take the agency's write lock, before anything else of the transaction is read. Raises NoSuchAgency.

    On SQLite `writing()` already holds the only write lock there is; on PostgreSQL this row is it.
    """
    row = connection.execute(_LOCK, {"agency": agency}).one_or_none()
    if row is None:
        raise NoSuchAgency(agency)
    return Counters(agency, row.timeline, row.version, row.audit_count, row.audit_head)


def save(connection: Connection, counters: Counters) -> None:
    """Write the counters back, once, at the end of the transaction."""
    connection.execute(
        _SAVE,
        {
            "agency": counters.agency,
            "version": counters.version,
            "audit_count": counters.audit_count,
            "audit_head": counters.audit_head,
        },
    )
