"""What a device tells about itself that somebody should look at: charts that differed, and two histories.

Neither changes what is done with its work: ids differ and `saw` tells the truth, so a copied or restored
tablet is served like any other. The audit log says what was noticed.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

from server import audit
from server.identity.caller import Caller
from server.store.repository import histories
from server.store.repository.agencies import Counters
from server.store.repository.histories import Told
from server.sync_api.wire import Exchange, History
from sync.ids import PatientId


def note_mismatches(
    connection: Connection,
    counters: Counters,
    caller: Caller,
    now: str,
    patients: Iterable[PatientId],
) -> None:
    """Put on record that charts on this device were not as the server's and are sent again."""
    entries = [
        audit.Entry("alert.digest-mismatch", caller.person, caller.device, patient)
        for patient in sorted(patients)
    ]
    audit.append(connection, counters, now, entries)


def watch_history(
    connection: Connection, counters: Counters, caller: Caller, now: str, asked: Exchange
) -> None:
    """Notice a vault that has written less than it had, or something else in its stead.

    A request that was sent before the newest one known was only late. One alert is enough: a person looks.
    """
    history = asked.history
    if history is None:
        return
    known = histories.told(connection, caller.agency, caller.device)
    if known is not None and asked.sent <= known.sent_at:
        return
    forked = known is not None and _is_another(known, history)
    forked_at = (known.forked_at if known else None) or (now if forked else None)
    if known is not None and forked and known.forked_at is None:
        detail = {"known": known.writes, "told": history.writes}
        entry = audit.Entry("alert.two-histories", caller.person, caller.device, detail=detail)
        audit.append(connection, counters, now, [entry])
    told = Told(history.writes, history.last, asked.sent, forked_at)
    histories.keep(connection, caller.agency, caller.device, told, first=known is None)


def _is_another(known: Told, history: History) -> bool:
    if history.writes == known.writes:
        return history.last != known.last
    return history.writes < known.writes
