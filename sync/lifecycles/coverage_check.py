"""An ask whether an office takes an insurance."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

COVERAGE_CHECK: Final = Lifecycle(
    name="coverage-check",
    initial="open",
    states={"open": "Asking", "answered": "Answered", "given-up": "Stopped", "closed": "Closed"},
    events={
        "answer": "Use this answer",
        "give-up": "Stop asking",
        "close": "Close this ask",
        "reopen": "Ask again",
    },
    table={
        "open": {"answer": "answered", "give-up": "given-up", "close": "closed", "reopen": NO},
        # Whoever stops while somebody else got the answer takes nothing away: in whatever order the two
        # arrive, it is answered. So is an ask closed in whatever order an answer and its end arrive.
        "answered": {"answer": "answered", "give-up": "answered", "close": "closed", "reopen": "open"},
        "given-up": {"answer": "answered", "give-up": NO, "close": "closed", "reopen": "open"},
        "closed": {"answer": "closed", "give-up": "closed", "close": NO, "reopen": "open"},
    },
)
