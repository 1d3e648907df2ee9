"""What a route may ask about the request it serves: the settings, the time, who asks, whether she may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, current_app

from server import access
from server.access import Relation
from server.config import Settings
from server.errors import Missing
from server.identity.caller import Caller
from server.identity.proof import current_caller
from server.store.database import reading
from server.store.repository import grants
from sync.clock import format_wall
from sync.ids import LIBRARY, PatientId

_KEY = "doorstep"
_ENDING = "doorstep-ending"


@dataclass(frozen=True)
class Runtime:
    """What differs by environment: settings and the clock."""

    settings: Settings
    clock: Callable[[], datetime]


def utc_now() -> datetime:
    """Read the real clock."""
    return datetime.now(UTC)


def init_context(app: Flask, settings: Settings, clock: Callable[[], datetime]) -> None:
    """Give the app its settings and its clock."""
    app.config["SETTINGS"] = settings
    app.extensions[_KEY] = Runtime(settings, clock)


def _runtime() -> Runtime:
    runtime: Runtime = current_app.extensions[_KEY]
    return runtime


def settings() -> Settings:
    """Give the running app's settings."""
    return _runtime().settings


def now() -> str:
    """Give the server's time as the store and the wire write it."""
    return format_wall(_runtime().clock())


def clock_of(app: Flask) -> Callable[[], str]:
    """Give the clock of an app, for what outlives its request."""
    runtime: Runtime = app.extensions[_KEY]
    return lambda: format_wall(runtime.clock())


def tell_ending(app: Flask, ending: Callable[[], bool]) -> None:
    """Let an app know how to ask whether its process ends."""
    app.extensions[_ENDING] = ending


def ending_of(app: Flask) -> Callable[[], bool]:
    """Give the way to ask whether the process ends, for answers that last: nobody waits for them then."""
    ending: Callable[[], bool] = app.extensions.get(_ENDING, lambda: False)
    return ending


def caller() -> Caller:
    """Give who sent this request, from its proof. Raises one of the 401 problems."""
    return current_caller()


def require(action: str, patient: PatientId | None = None) -> Caller:
    """Give the caller if the access table allows her this: the one place where routes ask.

    For a patient she may not see the answer is Missing, the same as for one who does not exist.
    """
    asking = caller()
    if patient is None:
        access.demand(asking.role, action)
        return asking
    if not access.may_ever(asking.role, action):
        access.demand(asking.role, action)
    if not access.allowed(asking.role, action, relation_to(asking, patient)):
        raise Missing
    return asking


def relation_to(asking: Caller, patient: PatientId) -> Relation:
    """What the caller is to a patient at this moment."""
    if patient == LIBRARY:
        return Relation.LIBRARY
    with reading() as connection:
        return grants.relation(connection, asking.agency, asking.person, patient, now())
