"""How the four come in, and where they do not: a server on which real work is done is none of theirs.

They come by sign-in links, which only somebody who looks after that server can have made, or by the demo's
door, which opens in no production. Links are looked at before one is used up. Unless the server itself says
that it is a demo, the agency has to be empty: the administrator joins first, looks, and leaves again.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlsplit

from server.access import Role
from server.demo import agency as demo
from server.simulation.ledger import Ledger
from server.simulation.live.line import Line
from server.simulation.live.people import Administrator, LiveDesk, LiveTablet, RealClock
from server.simulation.live.road import Road
from server.simulation.live.session import Refused, Session
from sync.ids import PatientId, PersonId

Json = dict[str, Any]
_WANTED = [Role.ADMINISTRATOR, Role.COORDINATOR, Role.COORDINATOR, Role.REVIEWER]
TABLET = "Simulated tablet"


class NotHere(Exception):
    """Nothing is written on this server; the words say why, and what would do."""


@dataclass
class Crew:
    """The people of a week, what they typed, and who may see whom."""

    coordinators: tuple[LiveTablet, LiveTablet]
    desk: LiveDesk
    administrator: Administrator
    clock: RealClock
    ledger: Ledger
    road: Road
    access: dict[PersonId, set[PatientId]] = field(default_factory=dict)

    @property
    def three(self) -> tuple[LiveTablet, LiveTablet, LiveDesk]:
        """Give those who see charts."""
        return (*self.coordinators, self.desk)

    @property
    def patients(self) -> set[PatientId]:
        """Give everybody whom this crew took in."""
        return {saved.patient for saved in self.ledger.saved.values()}

    def sees(self, tablet: LiveTablet) -> set[PatientId]:
        """Give the patients whom this person may see now."""
        return self.access.setdefault(tablet.person.id, set())

    def give(self, tablet: LiveTablet, patient: PatientId) -> None:
        """Let the administrator give access."""
        self.administrator.give(tablet.person, patient)
        self.sees(tablet).add(patient)

    def end(self, tablet: LiveTablet, patient: PatientId) -> None:
        """Let the administrator end access."""
        self.administrator.end(tablet.person, patient)
        self.sees(tablet).discard(patient)

    def close(self) -> None:
        """Hang up."""
        for session in (self.administrator.session, *(one.session for one in self.three)):
            session.line.close()


def gathered(origin: str, links: Sequence[str], seed: int) -> Crew:
    """Let the four join. Raises NotHere, NotAnOrigin, Refused, NoAnswer."""
    with ExitStack() as lines:
        # Whoever does not come in hangs up.
        fresh = [Session(Line(origin)) for _ in links or _WANTED]
        for one in fresh:
            lines.callback(one.line.close)
        sessions = _by_links(origin, fresh, links) if links else _by_the_demo(origin, fresh)
        lines.pop_all()
    clock, ledger, road = RealClock(), Ledger(), Road(Random(f"{seed} road"))
    administrator, first, second, reviewer = sessions
    return Crew(
        coordinators=(LiveTablet(first, clock, ledger, road), LiveTablet(second, clock, ledger, road)),
        desk=LiveDesk(reviewer, clock, ledger, road),
        administrator=Administrator(administrator),
        clock=clock,
        ledger=ledger,
        road=road,
    )


def _by_the_demo(origin: str, fresh: Sequence[Session]) -> list[Session]:
    members = (demo.ADMINISTRATOR, *demo.COORDINATORS, demo.REVIEWER)
    for session, member in zip(fresh, members, strict=True):
        try:
            session.join_demo(member.id, TABLET)
        except Refused as refused:
            if refused.code != "demo-off":
                raise
            raise NotHere(
                f"{origin} is no demo that this machine may enter without passkeys; give four sign-in links "
                "(`doorstep invite`) with --join"
            ) from refused
    return list(fresh)


def _by_links(origin: str, fresh: Sequence[Session], links: Sequence[str]) -> list[Session]:
    invited = [(session, _code(origin, link)) for session, link in zip(fresh, links, strict=True)]
    whose = [session.invitation(code) for session, code in invited]
    _check_people(whose)
    order = sorted(range(len(links)), key=lambda place: _WANTED.index(whose[place]["person"]["role"]))
    found: list[Session] = []
    for place in order:
        session, code = invited[place]
        found.append(session.join(code, TABLET))
        if len(found) == 1 and not whose[place]["demo"]:
            _refuse_real_work(found[0])
    return found


def _code(origin: str, link: str) -> str:
    parts = urlsplit(link)
    if parts.scheme and f"{parts.scheme}://{parts.netloc}" != origin:
        raise NotHere(f"a link leads to {parts.scheme}://{parts.netloc}, and not to {origin}")
    return link.rpartition("/")[2]


def _check_people(whose: Sequence[Json]) -> None:
    roles = sorted(one["person"]["role"] for one in whose)
    people = {one["person"]["name"] for one in whose}
    if roles != sorted(_WANTED) or len(people) != len(whose):
        raise NotHere(
            "four links are wanted, of an administrator, two coordinators and a reviewer, each of another "
            f"name; these are of {', '.join(roles)}"
        )
    if len({one["agency"]["id"] for one in whose}) > 1:
        raise NotHere("the links are of several agencies")


def _refuse_real_work(administrator: Session) -> None:
    """Leave again where anybody is a patient already. Raises NotHere."""
    if Administrator(administrator).patients():
        administrator.leave()
        raise NotHere(
            f"{administrator.agency['name']} has patients and is no demo: a simulation writes into a demo or "
            "an agency without patients. The administrator's link is used up, nothing was written."
        )
