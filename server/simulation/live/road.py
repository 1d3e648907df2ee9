"""The road between a tablet and the server: requests and answers are lost on it, and requests come twice."""

from collections import Counter
from random import Random

from server.simulation.faults import NoAnswer
from server.simulation.live.session import Session

SYNC = "/api/sync"
FAULTS = ("request lost", "answer lost", "request doubled")
SHARE = 0.3
"""How many requests of a bad road something befalls."""


class Road:
    """Carries requests; counts by name what befell them."""

    def __init__(self, rng: Random) -> None:
        """Chance decides what is lost."""
        self._rng = rng
        self.tally: Counter[str] = Counter()

    def carry(self, session: Session, body: bytes, *, bad: bool) -> bytes:
        """Deliver one exchange and give its answer. Raises NoAnswer when request or answer was lost."""
        fault = self._rng.choice(FAULTS) if bad and self._rng.random() < SHARE else ""
        if fault:
            self.tally[fault] += 1
        if fault == "request lost":
            raise NoAnswer(fault)
        answer = session.ask("POST", SYNC, body).body
        if fault == "request doubled":
            answer = session.ask("POST", SYNC, body).body
        if fault == "answer lost":
            raise NoAnswer(fault)
        return answer
