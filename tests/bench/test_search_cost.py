"""A question is answered from the full-text index on both databases, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bench.search import AGENCY, NOW, RINA, analyse, ask, stock
from server.search import index
from server.search.find import Question, page_of, words_asked
from server.store.database import open_engine, reading

PATIENTS = 1_500


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    stock(engine, range(PATIENTS))
    assert index.rebuild(engine, AGENCY) == 4 * PATIENTS
    analyse(engine)
    yield engine
    engine.dispose()


def plan_of(engine: Engine, asked: str) -> str:
    """How the database would look for it."""
    with reading(engine) as connection:
        statement = page_of(connection, Question(AGENCY, RINA, NOW, words_asked(asked)), None, 25)
        written = str(statement.compile(engine, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
        rows = connection.exec_driver_sql(explain + written.replace("%%", "%"))
        return "\n".join(str(tuple(row)) for row in rows)


def test_who_is_looked_for_is_read_off_the_full_text_index(engine: Engine) -> None:
    sqlite = engine.dialect.name == "sqlite"
    for asked in ("munoz 104471", "ds-100500", "medicine17 delgado"):
        plan = plan_of(engine, asked)
        assert ("search_words VIRTUAL TABLE INDEX" if sqlite else "search_entries_by_words") in plan, plan
        assert ("SCAN search_entries" if sqlite else "Seq Scan on search_entries") not in plan, plan


def test_what_is_found_is_what_is_there(engine: Engine) -> None:
    assert [one["patient"]["mrn"] for one in ask(engine, "muñoz 1/1/1950")] == ["DS-101260", "DS-100420"]
    [found] = ask(engine, "DS-100500")
    assert found["patient"]["name"] == "Given15 Muñoz"
    assert len(ask(engine, "de")) == 25
