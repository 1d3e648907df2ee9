"""The election: a row that says who runs the jobs, and until when.

The holder renews it long before it ends. When the holder dies nobody renews it, and the next process that
asks after its end takes it. Two that believe to hold it for a moment do no harm: what the jobs do is safe to
do twice. The election only spares the work.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select, update

from server.store.database import writing
from server.store.models.deadlines import Lease
from server.store.repository.upsert import insert_missing
from sync.clock import format_wall

LIFE: Final = timedelta(seconds=30)
"""How long a holder is believed without a sign of life. With one beat on top it is less than a minute."""
BEAT: Final = timedelta(seconds=10)
"""How often each process asks."""


def hold(name: str, holder: str, now: datetime) -> bool:
    """Take or renew the lease; False while another holds it."""
    with writing() as connection:
        insert_missing(connection, Lease, [{"name": name, "holder": holder, "until": format_wall(now)}])
        row = connection.execute(
            select(Lease.holder, Lease.until).where(Lease.name == name).with_for_update()
        ).one()
        # An end further ahead than any holder sets it was set by a clock that has since been put right.
        is_wrong = row.until > format_wall(now + 2 * LIFE)
        if row.holder != holder and row.until > format_wall(now) and not is_wrong:
            return False
        _set(connection, name, holder, now + LIFE)
        return True


def let_go(name: str, holder: str, now: datetime) -> None:
    """End an own lease at once, so that nobody waits for a process that stops in good order."""
    with writing() as connection:
        mine = (Lease.name == name, Lease.holder == holder)
        connection.execute(update(Lease).where(*mine).values(until=format_wall(now)))


def _set(connection: Connection, name: str, holder: str, until: datetime) -> None:
    values = {"holder": holder, "until": format_wall(until)}
    connection.execute(update(Lease).where(Lease.name == name).values(**values))
