"""What a backup says of itself, and where each agency of a database stands."""

from dataclasses import asdict, dataclass

import orjson
from sqlalchemy import Connection, inspect, select

from server.store.models.agency import Agency

FORMAT = 1


@dataclass(frozen=True, order=True)
class Standing:
    """How far an agency has come. Of two of one agency the greater one is the newer."""

    timeline: int
    version: int
    audit_count: int


@dataclass(frozen=True)
class Manifest:
    """Travels first inside the sealed file."""

    format: int
    made_at: str
    database: str
    """`sqlite` or `postgresql`: a backup is restored into the kind that it was taken from."""
    revision: str
    """The migration that its tables are of."""
    sha256: str
    """Of the database's part."""
    agencies: dict[str, Standing]
    names: dict[str, str]

    def text(self) -> bytes:
        """Give it as JSON."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)


def read(text: bytes) -> Manifest:
    """Read it back."""
    raw = orjson.loads(text)
    raw["agencies"] = {agency: Standing(**standing) for agency, standing in raw["agencies"].items()}
    return Manifest(**raw)


def standings(connection: Connection) -> tuple[dict[str, Standing], dict[str, str]]:
    """Where each agency stands, and its name; nothing where there are no tables."""
    if not inspect(connection).has_table(Agency.__tablename__):
        return {}, {}
    rows = connection.execute(
        select(Agency.agency_id, Agency.name, Agency.timeline, Agency.version, Agency.audit_count)
    ).all()
    found = {row.agency_id: Standing(row.timeline, row.version, row.audit_count) for row in rows}
    return found, {row.agency_id: row.name for row in rows}
