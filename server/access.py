"""Who may do what: one literal table of action x role x relation to the patient. All else is refused.

Relations: `granted` (a grant is running), `ended` (there was one), `never`, `library` (the pseudo-patient),
`none` (the action is about no patient). Every route declares its action with `@action`, or that it needs
nobody with `@public`; a route that declares nothing stops the program at start.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask

from server.errors import Forbidden


class Role(StrEnum):
    """What a person is hired for."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    REVIEWER = "reviewer"


class Relation(StrEnum):
    """What a person is to a patient."""

    GRANTED = "granted"
    ENDED = "ended"
    NEVER = "never"
    LIBRARY = "library"
    NONE = "none"


_G, _E, _N, _L, _0 = Relation.GRANTED, Relation.ENDED, Relation.NEVER, Relation.LIBRARY, Relation.NONE
_A, _C, _R = Role.ADMINISTRATOR, Role.COORDINATOR, Role.REVIEWER
_NOBODY: frozenset[Relation] = frozenset()

ACCESS: Mapping[str, Mapping[Role, frozenset[Relation]]] = {
    # one's own session
    "session.end": {_A: frozenset({_0}), _C: frozenset({_0}), _R: frozenset({_0})},
    # whether one's own browser is told while the app is closed
    "push.own": {_A: frozenset({_0}), _C: frozenset({_0}), _R: frozenset({_0})},
    # exchange with a tablet: that it may talk at all, and what it may be sent
    "sync.exchange": {_A: frozenset({_0}), _C: frozenset({_0}), _R: frozenset({_0})},
    "sync.pull": {_A: frozenset({_L}), _C: frozenset({_G, _L}), _R: frozenset({_G, _L})},
    # the chart: reading by the office, and each thing that a change can do
    "chart.list": {_A: _NOBODY, _C: frozenset({_0}), _R: frozenset({_0})},
    "chart.search": {_A: _NOBODY, _C: frozenset({_0}), _R: frozenset({_0})},
    "chart.read": {_A: _NOBODY, _C: frozenset({_G}), _R: frozenset({_G})},
    "chart.write": {_A: _NOBODY, _C: frozenset({_G}), _R: frozenset({_G})},
    "chart.open": {_A: _NOBODY, _C: frozenset({_G, _N}), _R: frozenset({_G, _N})},
    # what was read while a grant ran may be reported after it has ended
    "chart.report-read": {_A: _NOBODY, _C: frozenset({_G, _E}), _R: frozenset({_G, _E})},
    # what leaves the screen as paper or a file: the office alone, each time on record
    "chart.print": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G})},
    "conflict.decide": {_A: _NOBODY, _C: frozenset({_G}), _R: frozenset({_G})},
    "visit.sign": {_A: _NOBODY, _C: frozenset({_G}), _R: _NOBODY},
    "visit.return": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G})},
    "visit.recall": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G})},
    "visit.approve": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G})},
    # remarks of the office on a visit, and what its author says to them
    "remark.write": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G})},
    "remark.answer": {_A: _NOBODY, _C: frozenset({_G}), _R: _NOBODY},
    "safety.acknowledge": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G})},
    # deadlines are found by the server alone; people say whose they are and put them off
    "deadline.make": {_A: _NOBODY, _C: _NOBODY, _R: _NOBODY},
    "deadline.assign": {_A: _NOBODY, _C: frozenset({_G}), _R: frozenset({_G})},
    # the office's review: its queue, and one visit of it
    "review.list": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_0})},
    "review.visit": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G})},
    "library.write": {_A: _NOBODY, _C: _NOBODY, _R: _NOBODY},
    # what the agency knows of a facility: whoever asked it writes it down, and every tablet reads it
    "directory.write": {_A: frozenset({_L}), _C: frozenset({_L}), _R: frozenset({_L})},
    # whether the agency has a financial interest in one (42 CFR 482.43(c)): nobody learns that on the phone
    "directory.disclose": {_A: frozenset({_L}), _C: _NOBODY, _R: frozenset({_L})},
    # bytes of photos and papers: custody takes those of work done before access ended, nobody else sees them
    "attachment.write": {_A: _NOBODY, _C: frozenset({_G, _E}), _R: _NOBODY},
    "attachment.read": {_A: _NOBODY, _C: frozenset({_G}), _R: frozenset({_G})},
    # who works here, who may see whom, and whose tablets there are
    "people.list": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "people.invite": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "people.end": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "access.list": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "access.give": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "access.end": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "access.move": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "tablet.list": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "tablet.revoke": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    # a chart in an emergency, and looking at why
    "emergency.open": {_A: _NOBODY, _C: frozenset({_0}), _R: frozenset({_0})},
    "emergency.list": {_A: frozenset({_0}), _C: _NOBODY, _R: frozenset({_0})},
    "emergency.acknowledge": {_A: frozenset({_0}), _C: _NOBODY, _R: frozenset({_0})},
    # which settings of care there are, and for whom
    "settings.read": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "settings.change": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    # lists of facilities and services that were taken in
    "import.list": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    "import.undo": {_A: frozenset({_0}), _C: _NOBODY, _R: _NOBODY},
    # work that lies on tablets of which nothing is heard
    "tablet.silent": {_A: frozenset({_0}), _C: _NOBODY, _R: frozenset({_0})},
    "tablet.put-off": {_A: frozenset({_0}), _C: _NOBODY, _R: frozenset({_0})},
    # counts across the agency, without a patient's name; of coordinators there is what they have to do
    "figures.read": {_A: frozenset({_0}), _C: _NOBODY, _R: frozenset({_0})},
    "workload.read": {_A: frozenset({_0}), _C: _NOBODY, _R: frozenset({_0})},
    # what could not be applied: the list, and one entry of a patient
    "quarantine.list": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_0})},
    "quarantine.read": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G, _0})},
    "quarantine.release": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G, _0})},
    "quarantine.set-aside": {_A: _NOBODY, _C: _NOBODY, _R: frozenset({_G, _0})},
}

HANDING_OVER = frozenset({"sync.exchange", "attachment.write", "session.end"})
"""All that a tablet may do which was removed: its changes come home, and the bytes that they name."""

_F = TypeVar("_F", bound=Callable[..., Any])
_ACTION = "__doorstep_action__"
PUBLIC = "public"


class Undeclared(Exception):
    """A route says neither which action it is nor that it is public."""


def allowed(role: str, name: str, relation: Relation) -> bool:
    """Look the cell up; an unknown role or action is refused."""
    row = ACCESS.get(name, {})
    return any(known == role and relation in cell for known, cell in row.items())


def may_ever(role: str, name: str) -> bool:
    """True when the role may do this to somebody: the gate before any patient is known."""
    return any(known == role and cell for known, cell in ACCESS.get(name, {}).items())


def demand(role: str, name: str, relation: Relation = Relation.NONE) -> None:
    """Raise Forbidden unless the table allows it."""
    if not allowed(role, name, relation):
        raise Forbidden


def action(name: str) -> Callable[[_F], _F]:
    """Declare what a route does."""
    if name not in ACCESS:
        raise Undeclared(f"the access table has no action {name}")
    return _marking(name)


def public(view: _F) -> _F:
    """Declare that a route needs no session."""
    return _marking(PUBLIC)(view)


def _marking(name: str) -> Callable[[_F], _F]:
    def mark(view: _F) -> _F:
        setattr(view, _ACTION, name)
        return view

    return mark


def action_of(app: Flask, endpoint: str) -> str:
    """What the route of an endpoint declared."""
    declared = getattr(app.view_functions[endpoint], _ACTION, None)
    if declared is None:
        raise Undeclared(f"route {endpoint} declares no action")
    return str(declared)


def check_routes(app: Flask) -> None:
    """Stop a program that has a route nobody thought about. Raises Undeclared."""
    for endpoint in app.view_functions:
        action_of(app, endpoint)
