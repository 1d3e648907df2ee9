"""What the scheduler runs: it may run twice, late, or on two machines."""

import time
from typing import Final

import structlog

from server.errors import fault
from server.search import index
from server.store.database import db

_SECONDS: Final = 10
"""So long it goes on with portions; the rest is for the next run."""
_log = structlog.get_logger("doorstep.search")


def catch_up() -> None:
    """Bring the index of every agency up to its records; one agency's trouble is not another's."""
    end = time.monotonic() + _SECONDS
    for agency in index.every_agency(db.engine, only_new=False):
        try:
            while index.catch_up_some(db.engine, agency).more and time.monotonic() < end:
                continue
        except Exception as error:  # noqa: BLE001 - a fault in one agency's charts must not stop the others
            _log.error("search failed", agency=agency, **fault(error))
