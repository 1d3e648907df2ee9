"""The shape of a lifecycle: a complete literal table, state x event -> next state or refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

NO: Final = "-"
"""The event is not allowed in this state. Unseen by each other it is a conflict, else it is invalid."""


@dataclass(frozen=True)
class Lifecycle:
    """`table[state][event]` is the next state or NO; a missing cell is an error when the module loads."""

    name: str
    initial: str
    states: Mapping[str, str]
    """State -> words on the screen."""
    events: Mapping[str, str]
    """Event -> words on the screen."""
    table: Mapping[str, Mapping[str, str]]
    server_events: frozenset[str] = frozenset()
    """Events that only the server itself may send."""
    reasons: frozenset[str] = frozenset()
    """Events that say why: without a reason in words or as a code they are refused."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """Event -> the field that the same change sets: a state that would say nothing without it."""

    def __post_init__(self) -> None:
        """Refuse an incomplete table."""
        if self.table.keys() != self.states.keys() or self.initial not in self.states:
            raise ValueError(f"{self.name}: the table's rows are not its states")
        for state, row in self.table.items():
            if row.keys() != self.events.keys():
                raise ValueError(f"{self.name}: row {state} lacks or adds an event")
            if not set(row.values()) <= self.states.keys() | {NO}:
                raise ValueError(f"{self.name}: row {state} leads to an unknown state")
        if not self.reasons | self.beside.keys() <= self.events.keys():
            raise ValueError(f"{self.name}: asks for a reason or a field of an unknown event")

    def after(self, state: str, event: str) -> str | None:
        """Give the next state, or None where the event is not allowed."""
        outcome = self.table[state][event]
        return None if outcome == NO else outcome
