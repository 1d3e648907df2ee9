"""A page of the queue is read off an index on both databases: what it costs does not grow with the queue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.sql import Select

from bench.queue import AGENCY, NOW, PAGE, RINA, first_page, stock
from server.office import queue_lines
from server.office.queue_lines import Filters
from server.store.database import open_engine, reading

VISITS = 3_000


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    stock(engine, range(VISITS))
    yield engine
    engine.dispose()


def plan_of(engine: Engine, statement: Select[tuple[object, ...]]) -> str:
    """How the database would run it."""
    written = str(statement.compile(engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with reading(engine) as connection:
        return "\n".join(str(tuple(row)) for row in connection.execute(text(explain + written)))


def test_pages_walk_an_index_and_sort_nothing(engine: Engine) -> None:
    indexes = {"due": "review_queue_in_order", "oldest": "review_queue_by_arrival"}
    for order, index in indexes.items():
        filters = Filters(order=order)
        first = queue_lines.page_of(AGENCY, RINA, filters, at=NOW, after=None, limit=PAGE)
        with reading(engine) as connection:
            rows = [dict(row) for row in connection.execute(first).mappings()]
        after = queue_lines.place_of(rows[-1], filters)
        following = queue_lines.page_of(AGENCY, RINA, filters, at=NOW, after=after, limit=PAGE)
        for statement in (first, following):
            plan = plan_of(engine, statement)
            assert index in plan, plan
            assert "TEMP B-TREE" not in plan, plan
            assert "Sort" not in plan, plan


def test_all_pages_together_are_the_whole_queue_once(engine: Engine) -> None:
    seen: list[str] = []
    after: str | None = None
    while True:
        page = queue_lines.page_of(AGENCY, RINA, Filters(), at=NOW, after=after, limit=500)
        with reading(engine) as connection:
            rows = [dict(row) for row in connection.execute(page).mappings()]
        if not rows:
            break
        seen += [row["visit_id"] for row in rows]
        after = queue_lines.place_of(rows[-1], Filters())
    assert len(seen) == len(set(seen)) == VISITS


def test_the_first_page_is_described_line_by_line(engine: Engine) -> None:
    lines = first_page(engine)
    assert [line["urgent"] for line in lines[:15]] == ["safety"] * 15
    assert len(lines) == PAGE
