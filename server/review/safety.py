"""The steps after an answer that cannot wait: the twin of `pwa/src/domain/safety.ts`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.review.reading import Doc, any_value, entries_of, heads_of, object_of, objects, text_of

PRIVATE_TRIGGER: Final = "private"
BY_HAND: Final = "by-hand"
CHANGED_BACK: Final = "changed"


@dataclass(frozen=True)
class Step:
    """One step: its key, and what it asks for (`done`, `choice`, `told`, `text`)."""

    key: str
    asks: str


DEFAULT_STEPS: Final = (
    Step("1", "done"),
    Step("2", "choice"),
    Step("3", "done"),
    Step("4", "told"),
    Step("5", "text"),
)
PRIVATE_STEPS: Final = (Step("1", "choice"), Step("2", "text"), Step("3", "told"), Step("4", "done"))
_ASKS: Final = frozenset({"done", "choice", "told", "text"})


@dataclass(frozen=True)
class Progress:
    """How many steps are done, and whether a change back of the answer still wants a reason."""

    done: int
    of: int
    asks_why: bool

    @property
    def left(self) -> int:
        """Give what is left to do."""
        return self.of - self.done + self.asks_why


def steps_of(agency: Doc | None) -> Sequence[Step]:
    """Give the agency's own steps where its record has any, else the default: never an empty protocol."""
    raw = objects(any_value(agency, "safetyProtocol"))
    own = [Step(text_of(one.get("id")), one["asks"]) for one in raw if one.get("asks") in _ASKS]
    return own or DEFAULT_STEPS


def is_private(safety: Doc) -> bool:
    """Tell the follow-up of private answers: outside of it nothing of it is named."""
    return object_of(any_value(safety, "trigger")).get("linkId") == PRIVATE_TRIGGER


def started_by_hand(safety: Doc) -> bool:
    """Tell one that no answer opened, so that none could have been changed back."""
    trigger = any_value(safety, "trigger")
    return not isinstance(trigger, dict) or trigger.get("linkId") == BY_HAND


def _recorded(safety: Doc, key: str) -> bool:
    heads = heads_of(safety, f"steps/{key}")
    return bool(heads) and object_of(heads[0]["value"]).get("done") is True


def progress_of(safety: Doc, steps: Sequence[Step], *, still_answered: bool) -> Progress:
    """Count the steps. `still_answered`: the answer that opened it stands, or nothing could have changed."""
    done = [
        step
        for step in steps
        if _recorded(safety, step.key) or (step.asks == "told" and entries_of(safety, "told"))
    ]
    return Progress(len(done), len(steps), not still_answered and not _recorded(safety, CHANGED_BACK))
