"""Insert or replace, spelled for the database in use."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from server.store.database import Base


def upsert(connection: Connection, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; one whose primary key is there is replaced. Every row has the same columns."""
    _insert(connection, table, rows, replace=True)


def insert_missing(connection: Connection, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; one whose primary key is there is left as it is."""
    _insert(connection, table, rows, replace=False)


def _insert(
    connection: Connection, table: type[Base], rows: Sequence[dict[str, Any]], *, replace: bool
) -> None:
    if not rows:
        return
    keys = [column.name for column in table.__table__.primary_key]
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table)
    if replace:
        others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        statement = statement.on_conflict_do_update(index_elements=keys, set_=others)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, list(rows))
