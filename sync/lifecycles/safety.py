"""A safety event: it needs a person's acknowledgement before it can be closed."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

SAFETY: Final = Lifecycle(
    name="safety",
    initial="open",
    states={"open": "Open", "acknowledged": "Acknowledged", "closed": "Closed"},
    events={"acknowledge": "Acknowledge", "close": "Close", "reopen": "Open again"},
    table={
        # "Safe on the server" is not "somebody knows": an event nobody acknowledged is never closed.
        "open": {"acknowledge": "acknowledged", "close": NO, "reopen": NO},
        "acknowledged": {"acknowledge": NO, "close": "closed", "reopen": "open"},
        "closed": {"acknowledge": NO, "close": NO, "reopen": "open"},
    },
)
