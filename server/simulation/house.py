"""The database of a simulation process: its transactions, and the traps that go off in them."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import structlog
from flask import Flask
from sqlalchemy import Connection, Engine, Table, event, select, text
from sqlalchemy.exc import OperationalError

from server.config import Settings
from server.simulation.faults import Killed
from server.simulation.straight import Straightforward
from server.store.database import Base, db, init_database, reading, writing
from server.store.models.agency import Agency
from server.web.context import init_context, utc_now
from sync import batch
from sync.batch import Plan

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
    batches: int | None = None
    """Instead of statements: how many more batches are planned before it happens."""
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
            patch("server.sync_api.release.writing", self.writing),
            patch("server.sync_api.custody._log", _QUIET),
            patch("sync.batch.plan", partial(self._plan, batch.plan)),
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
        if not trouble.kind or trouble.batches is not None:
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

    def _plan(self, honest: Callable[..., Plan], *of_a_batch: Any) -> Plan:
        trouble = self.trouble
        if trouble.kind and trouble.batches is not None:
            if not trouble.batches:
                self.blown, trouble.kind = trouble.kind, ""
                raise ArithmeticError("a fault of the program, simulated")
            trouble.batches -= 1
        return honest(*of_a_batch)

    def make_room(self, seed: int) -> None:
        """Forget what was run, every now and then, and before a seed comes again: its ids are the same."""
        if seed not in self.kept and len(self.kept) < _KEPT:
            self.kept.add(seed)
            return
        self.kept = {seed}
        with self.writing() as connection:
            for table in TABLES:
                connection.execute(_CLEAR[table.name])


_QUIET = structlog.wrap_logger(
    structlog.ReturnLogger(), wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL)
)
"""A fault that was planted is no news."""
_KEPT = 40
_CLEAR = {table.name: text(f"DELETE FROM {table.name}") for table in TABLES}  # noqa: S608 - our own names
