"""What a change amounts to: deciding away from what is sealed is returning it."""

import pytest

from server.access import Relation
from server.sync_api.rights import refusal_of
from sync.errors import Reason
from tests.sync.making import change_of_text, put, text_of


@pytest.mark.parametrize(
    ("role", "states", "decided", "refused"),
    [
        ("coordinator", ["received", "ended"], "ended", True),
        ("coordinator", ["signed", "ended"], "ended", True),
        ("coordinator", ["received", "ended"], "received", False),
        ("coordinator", ["ended", "not-home"], "ended", False),
        ("reviewer", ["received", "ended"], "ended", False),
    ],
)
def test_deciding_away_from_a_sealed_state_needs_the_right_to_return(
    role: str,
    states: list[str],
    decided: str,
    refused: bool,  # noqa: FBT001
) -> None:
    change = change_of_text(text_of("d", put("state", decided, "a", "b"), kind="visit", record="v"))
    found = refusal_of(change, role, [Relation.GRANTED], exists=True, states=states)
    assert (found is not None and found.reason is Reason.NO_RIGHT) is refused
