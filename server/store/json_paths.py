"""Text inside a column of JSON, read by the database: the same on SQLite and on PostgreSQL."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, func
from sqlalchemy.dialects.postgresql import JSON


def text_at(connection: Connection, column: Any, *path: str | int) -> ColumnElement[str]:
    """Give the text at a path of names and places; a place below nought counts from the end.

    Names are written in code: nothing of a request gets into a path.
    """
    if connection.dialect.name == "postgresql":
        found: ColumnElement[str] = cast(column, JSON)[path].astext
        return found
    steps = "".join(_step(step) for step in path)
    return func.json_extract(column, f"${steps}", type_=String)


def _step(step: str | int) -> str:
    if isinstance(step, str):
        return f".{step}"
    return f"[#{step}]" if step < 0 else f"[{step}]"
