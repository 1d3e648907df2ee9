"""Figures read the visits of their days by the index of the queue, whatever lies behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bench.boards import AGENCY, MANY, NOW, read, stock
from server.boards.visit_times import statement
from server.store.database import open_engine, reading
from sync.clock import format_wall

VISITS = 1_500


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    stock(engine, range(MANY - VISITS, MANY))
    yield engine
    engine.dispose()


def test_visits_of_a_day_are_read_by_the_index_of_arrivals(engine: Engine) -> None:
    sqlite = engine.dialect.name == "sqlite"
    with reading(engine) as connection:
        asked = statement(connection, AGENCY, format_wall(NOW - timedelta(days=1)))
        written = str(asked.compile(engine, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        plan = "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(explain + written))
    assert "review_queue_by_arrival" in plan, plan
    for table in ("review_queue", "records"):
        assert f"SCAN {table}" not in plan, plan
        assert f"Seq Scan on {table}" not in plan, plan


def test_a_figure_rests_on_what_is_there(engine: Engine) -> None:
    signed, _, waits, returns, deadlines, needs, outcomes, referrals, targets = read(engine, 90)
    assert (returns, deadlines, needs, referrals, targets) == (VISITS, VISITS, VISITS, 0, 0)
    # Of four needs two are confirmed or closed.
    assert VISITS // 2 <= outcomes <= VISITS // 2 + 4
    # What ended in the last minutes is signed later than now, or decided about later.
    assert VISITS - 10 <= signed <= VISITS
    assert VISITS <= waits <= VISITS + VISITS // 10
