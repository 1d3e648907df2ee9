"""Handing messages to the push services of browsers (RFC 8030, 8291)."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any, Final

import requests
import structlog
from pywebpush import WebPusher
from urllib3.exceptions import NewConnectionError

from server.config import Settings
from server.deadlines import push, vapid
from server.deadlines.push import Message
from server.store.database import writing
from server.store.repository import subscriptions
from server.store.repository.subscriptions import service_of
from sync.clock import format_wall
from sync.ids import DeviceId

_SECONDS: Final = 10
_KEPT: Final = timedelta(days=1)
"""So long a push service keeps it for a browser that is off: what is due stands in the app all the same."""
_SOON: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
_PLACES: Final = {"coordinator": "today", "reviewer": "office/deadlines", "administrator": "office/tablets"}
_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")
_log = structlog.get_logger("doorstep.push")


class NotTaken(Exception):
    """The push service surely has not taken it; the message is the kind of trouble, never an address."""


class Refused(Exception):
    """It will not take this one, however often it is asked."""


class Unsure(Exception):
    """The line broke after the message was sent and before the answer."""


class Gone(Exception):
    """There is no such browser any more."""


class _Direct(requests.Session):
    """Follows nobody elsewhere: the address was checked, where it would lead was not."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **{**kwargs, "allow_redirects": False})


def allowed(settings: Settings, address: str) -> bool:
    """Whether this is an address at one of the push services that the settings list."""
    service = service_of(address)
    # What parsers of addresses disagree about (users, backslashes) is no letter of a host.
    plain = _ORIGIN.fullmatch(service) is not None
    return plain and any(fnmatchcase(service, known) for known in settings.push_services)


def deliver(settings: Settings, clock: Callable[[], datetime], most: int = 50) -> int:
    """Hand over what waits; gives how many were taken."""
    taken = 0
    for _ in range(most):
        if (message := push.claim(clock())) is None:
            break
        try:
            hand_over(settings, message, clock())
        except NotTaken as problem:
            _log.warning("push not taken", problem=str(problem), tries=message.tries + 1)
            push.put_back(message, clock(), str(problem))
        except (Unsure, Refused) as problem:
            _log.warning("push left alone", problem=str(problem))
            push.leave(message, str(problem))
        except Gone:
            push.gone(message)
        else:
            push.sent(message, clock())
            taken += 1
    return taken


def hand_over(settings: Settings, message: Message, now: datetime) -> None:
    """Send one message. Raises NotTaken, Refused, Unsure or Gone."""
    if not allowed(settings, message.address):
        raise Gone
    key = _key(settings, message, now)
    claims = {
        "sub": f"mailto:{settings.mail_from}",
        "aud": message.service,
        "exp": int((now + timedelta(hours=12)).timestamp()),
    }
    whom = {"endpoint": message.address, "keys": {"p256dh": message.p256dh, "auth": message.auth}}
    with _Direct() as line:
        try:
            answer = WebPusher(whom, requests_session=line).send(
                said(message), key.sign(claims), ttl=int(_KEPT.total_seconds()), timeout=_SECONDS
            )
        except requests.RequestException as error:
            raise (NotTaken if _never_left(error) else Unsure)(type(error).__name__) from error
    _judge(answer.status_code)


def said(message: Message) -> str:
    """What the browser is told: where in the app to look. Nothing of any patient, and not how many."""
    return json.dumps({"place": _PLACES[message.role]})


def _judge(status: int) -> None:
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise Gone
    if status in _SOON or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotTaken(f"answered {status}")
    if status >= HTTPStatus.MULTIPLE_CHOICES:
        raise Refused(f"answered {status}")


def _never_left(error: requests.RequestException) -> bool:
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return True
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(cause, NewConnectionError)


def _key(settings: Settings, message: Message, now: datetime) -> Any:
    with writing() as connection:
        key = vapid.key(connection, message.agency, settings.secret, format_wall(now))
        known = subscriptions.address_of(connection, message.agency, DeviceId(message.device))
    if known is None:
        raise Gone
    return key
