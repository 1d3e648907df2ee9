"""One stretch of care, from its first day to its last. A second one is a record of its own."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

EPISODE: Final = Lifecycle(
    name="episode",
    initial="open",
    states={"open": "In our care", "closed": "Care has ended"},
    events={"close": "Close care", "reopen": "Open care again"},
    table={
        "open": {"close": "closed", "reopen": NO},
        # Two who close it unseen by each other have closed it; their reasons stand side by side.
        "closed": {"close": NO, "reopen": "open"},
    },
    # An end without its reason would say nothing to whoever goes on.
    beside={"close": "reason"},
)
