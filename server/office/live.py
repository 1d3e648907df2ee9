"""What changed in the queue, told as it happens: ids and a counter, nothing of any chart.

Workers share nothing but the database, so each live reader looks at one number in it, once a second: a
lookup by primary key, the same on both databases and with any number of workers. A reader takes a thread of
its worker while it lasts. So places are few (`Places`), each person has one a worker, and a reading ends
after a minute: the browser comes again with a fresh proof; who finds no place asks by `since` instead.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Engine, select

from server.office import queue_lines
from server.store.database import reading
from server.store.models.review import QueueLine
from sync.ids import AgencyId, PersonId

MOST_TOLD: Final = 50
"""More at once are not listed: the reader reads the queue again."""
LASTS: Final = 55.0
LOOKS_EVERY: Final = 1.0
BEATS_EVERY: Final = 15.0


@dataclass
class Places:
    """The places of one worker's live readers. They are never all of its threads: exchanges need some too.

    A person has one. Her next reading takes it over, and the one before ends at its next look: a page that
    was read anew, or left and opened again, is not told that there is no place because of itself.
    """

    most: int
    _taken: dict[str, object] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, person: str) -> "Place | None":
        """Take a place, one's own or a free one; None where there is none."""
        with self._lock:
            if person not in self._taken and len(self._taken) >= self.most:
                return None
            place = Place(self, person)
            self._taken[person] = place
            return place

    def holds(self, place: "Place") -> bool:
        """Tell whether a place is still that reader's."""
        with self._lock:
            return self._taken.get(place.person) is place

    def leave(self, place: "Place") -> None:
        """Give the place back, if nobody took it over."""
        with self._lock:
            if self._taken.get(place.person) is place:
                del self._taken[place.person]


@dataclass(frozen=True, eq=False)
class Place:
    """One reader's place."""

    places: Places = field(repr=False)
    person: str

    def held(self) -> bool:
        """Tell whether it is still this reader's."""
        return self.places.holds(self)

    def leave(self) -> None:
        """Give it back."""
        self.places.leave(self)


def places_of(threads: int) -> int:
    """Give how many of a worker's threads live readers may take: half, at least one where there are two."""
    return threads // 2


def since(
    connection: Connection, agency: AgencyId, person: PersonId, after: int, at: str
) -> Mapping[str, Any]:
    """Give the lines of a person's patients that changed after a number, oldest change first."""
    live = queue_lines.live_of(connection, agency)
    if live == after:
        return {"live": live, "visits": [], "more": False}
    found = (
        select(QueueLine.visit_id)
        .where(
            QueueLine.agency_id == agency,
            # A number from before a restored backup is of another time: everything may have changed.
            QueueLine.moved > (after if after < live else 0),
            queue_lines.granted(agency, person, at),
        )
        .order_by(QueueLine.moved)
        .limit(MOST_TOLD + 1)
    )
    visits = [row[0] for row in connection.execute(found)]
    return {"live": live, "visits": visits[:MOST_TOLD], "more": len(visits) > MOST_TOLD or after > live}


@dataclass(frozen=True)
class Reader:
    """One live reading. `now` is the server's clock, for what the person may see at each moment.

    `held` tells whether its place is still its own.
    """

    engine: Engine
    agency: AgencyId
    person: PersonId
    now: Callable[[], str]
    lasts: float = LASTS
    held: Callable[[], bool] = lambda: True

    def events(self, after: int | None) -> Iterator[str]:
        """Give the events in the text of an event stream, until the time is over."""
        ends = monotonic() + self.lasts
        pause = threading.Event()
        with reading(self.engine) as connection:
            known = queue_lines.live_of(connection, self.agency) if after is None else after
        # Whatever stands between must see at once that the stream is open.
        yield f"id: {known}\nevent: open\ndata: {{}}\n\n"
        beat = monotonic()
        while monotonic() < ends and self.held():
            with reading(self.engine) as connection:
                told = since(connection, self.agency, self.person, known, self.now())
            if told["live"] != known:
                known, beat = int(told["live"]), monotonic()
                yield f"id: {known}\nevent: moved\ndata: {orjson.dumps(told).decode()}\n\n"
            elif monotonic() - beat >= BEATS_EVERY:
                beat = monotonic()
                yield ": still here\n\n"
            pause.wait(LOOKS_EVERY)
