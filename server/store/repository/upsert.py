"""Insert or replace, spelled for the database in use."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert
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
    statement = _statement(connection.dialect.name, table, tuple(rows[0]), replace=replace)
    connection.execute(statement, list(rows))


@cache
def _statement(dialect: str, table: type[Base], columns: tuple[str, ...], *, replace: bool) -> Insert:
    """Make a statement once: it depends on nothing but these."""
    keys = [column.name for column in table.__table__.primary_key]
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(table)
    if replace:
        others = {name: statement.excluded[name] for name in columns if name not in keys}
        return statement.on_conflict_do_update(index_elements=keys, set_=others)
    return statement.on_conflict_do_nothing(index_elements=keys)
