"""What the scheduler runs, each inside an app context. Every one may run twice, late, or on two machines."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog

from server.deadlines import post, pushing, silent_tablets, telling, watch
from server.errors import fault
from server.identity.moment import moment, settings
from sync.ids import AgencyId

_SECONDS: Final = 10
"""So long a job goes on with portions, then its process renews its lease; the rest is for the next run."""
_log = structlog.get_logger("doorstep.deadlines")


def catch_up() -> None:
    """Bring the deadlines of every agency up to date."""
    _for_every_agency(lambda agency, now: watch.catch_up_some(agency, now).more)


def tell() -> None:
    """Tell every step whose time has come."""
    _for_every_agency(lambda agency, now: telling.tell_some(agency, now) > 0)
    _for_every_agency(lambda agency, now: silent_tablets.tell(agency, now) > 0)


def send_mail() -> None:
    """Hand over mail that waits."""
    post.deliver(settings(), moment)


def send_push() -> None:
    """Hand messages that wait to push services."""
    pushing.deliver(settings(), moment)


def _for_every_agency(portion: Callable[[AgencyId, datetime], bool]) -> None:
    """Run portions while they have more to do and there is time; one agency's trouble is not another's."""
    end = time.monotonic() + _SECONDS
    for agency in watch.every_agency():
        try:
            while portion(agency, moment()) and time.monotonic() < end:
                continue
        except Exception as error:  # noqa: BLE001 - a fault in one agency's charts must not stop the others
            _log.error("deadlines failed", agency=agency, **fault(error))
