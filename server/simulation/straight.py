"""SQLite without the way through SQLAlchemy: a statement is compiled by it once, then handed straight over.

The SQL, the parameters, the transactions and the savepoints stay what they are; a schedule asks the database
hundreds of times, and nine tenths of that time is the way there. PostgreSQL is simulated without this.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import (
    ReleaseSavepointClause,
    RollbackToSavepointClause,
    SavepointClause,
)

Json = Mapping[str, Any]
Trap = Callable[[str], None]
"""Called before each statement, or with the name of what is about a savepoint; it may raise."""
_Shape = tuple[bool, tuple[str, ...], tuple[int, ...]]
_SAVEPOINTS = (SavepointClause, ReleaseSavepointClause, RollbackToSavepointClause)
_NOTHING = SimpleResultMetaData(())
_SHAPES = "doorstep_shapes"


@dataclass(frozen=True)
class _Ready:
    """A statement for one shape of parameters: its SQL, and where each value of it comes from."""

    sql: str
    values: Callable[[Json], list[Any]]
    keys: SimpleResultMetaData
    convert: tuple[tuple[int, Callable[[Any], Any]], ...]

    def run(self, raw: sqlite3.Connection, given: Any, *, many: bool) -> IteratorResult[Any]:
        """Run it. Raises what SQLAlchemy would."""
        try:
            if many:
                raw.executemany(self.sql, [self.values(one) for one in given])
                return IteratorResult(_NOTHING, iter(()))
            found: list[Sequence[Any]] = raw.execute(self.sql, self.values(given)).fetchall()
        except sqlite3.Error as error:
            raise DBAPIError.instance(self.sql, None, error, sqlite3.Error) from error
        if self.convert:
            found = [self._converted(row) for row in found]
        return IteratorResult(self.keys, iter(found))

    def _converted(self, row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for place, convert in self.convert:
            values[place] = convert(values[place])
        return tuple(values)


class _Shapes(dict[_Shape, "_Ready | None"]):
    """What one statement was compiled to, by the shape of its parameters; None where only SQLAlchemy can."""


def _ready(engine: Engine, statement: Any, first: Json, *, many: bool) -> _Ready | None:
    """Give a statement that comes again; one that is made anew each time is not worth compiling."""
    shapes = statement.__dict__.get(_SHAPES)
    if shapes is None:
        statement.__dict__[_SHAPES] = _Shapes()
        return None
    lengths = tuple([len(value) for value in first.values() if type(value) is list])
    shape = (many, tuple(first), lengths)
    if shape not in shapes:
        shapes[shape] = _compiled(engine, statement, first, many=many)
    found: _Ready | None = shapes[shape]
    return found


def _compiled(engine: Engine, statement: Any, first: Json, *, many: bool) -> _Ready | None:
    compiled = statement.compile(engine, column_keys=sorted(first), for_executemany=many)
    if not isinstance(compiled, SQLCompiler) or compiled.insert_prefetch or compiled.update_prefetch:
        return None
    # A list is written out, as long as it is.
    state = compiled.construct_expanded_state(dict(first))
    if any(type(first.get(name)) is not list for name in state.parameter_expansion):
        return None
    parts = {
        part: (name, place)
        for name, written in state.parameter_expansion.items()
        for place, part in enumerate(written)
    }
    constants = {name: value for name, value in state.parameters.items() if name not in first}
    convert = state.processors

    def source(name: str) -> Callable[[Json], Any]:
        change = convert.get(name)
        if name in parts:
            whole, place = parts[name]
            return lambda given: given[whole][place]
        if name in constants:
            fixed = constants[name] if change is None else change(constants[name])
            return lambda _given: fixed
        if change is None:
            return lambda given: given[name]
        return lambda given: change(given[name])

    sources = [source(name) for name in state.positiontup or ()]
    columns = compiled._result_columns  # noqa: SLF001 - as above
    wanted = [column.type._cached_result_processor(engine.dialect, None) for column in columns]  # noqa: SLF001
    return _Ready(
        sql=state.statement,
        values=lambda given: [take(given) for take in sources],
        keys=SimpleResultMetaData([column.keyname for column in columns]),
        convert=tuple((place, one) for place, one in enumerate(wanted) if one is not None),
    )


class Straight(Connection):
    """A connection that hands over at once what was asked before. `trap` may raise before any statement."""

    trap: Trap

    def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Run a statement."""
        if isinstance(statement, _SAVEPOINTS):
            self.trap("SAVEPOINT")
            return super().execute(statement, parameters, execution_options=execution_options)
        self.trap("")
        many = type(parameters) is list and len(parameters) > 1
        first = parameters[0] if type(parameters) is list else parameters or {}
        ready = _ready(self.engine, statement, first, many=many) if self.in_transaction() else None
        if ready is None:
            return super().execute(statement, parameters, execution_options=execution_options)
        return ready.run(self._raw(), parameters if many else first, many=many)

    def exec_driver_sql(self, statement: str, parameters: Any = None, execution_options: Any = None) -> Any:
        """Run SQL as it is: it is BEGIN."""
        del parameters, execution_options
        return self._raw().execute(statement)

    def _raw(self) -> sqlite3.Connection:
        raw = self.connection.dbapi_connection
        if not isinstance(raw, sqlite3.Connection):
            raise TypeError("not SQLite's own connection")
        return raw


class Straightforward:
    """SQLite's transactions over two connections that stay open: one reads, one writes."""

    def __init__(self, engine: Engine, trap: Trap) -> None:
        """Open them when they are asked for first."""
        self._engine = engine
        self._trap = trap
        self._open: dict[str, Straight] = {}

    def _connection(self, which: str) -> Straight:
        if which not in self._open:
            connection = Straight(self._engine)
            connection.trap = self._trap
            self._open[which] = connection
        return self._open[which]

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent snapshot, for reading only."""
        connection = self._connection("reads").execution_options(doorstep_reads=True)
        with connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the write lock; an exception undoes all of it."""
        connection = self._connection("writes")
        with connection.begin():
            yield connection

    def close(self) -> None:
        """Close them."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()
