"""A conference: planned, held, closed; or called off.

On screens a closed one is "Ended": "Held" is the word there for what waits to be checked.
"""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

CONFERENCE: Final = Lifecycle(
    name="conference",
    initial="planned",
    states={"planned": "Planned", "held": "Being held", "closed": "Ended", "called-off": "Called off"},
    events={
        "hold": "Begin the conference",
        "close": "End the conference",
        "call-off": "Call it off",
        "reopen": "Open again",
    },
    table={
        "planned": {"hold": "held", "close": NO, "call-off": "called-off", "reopen": NO},
        # People sat at the table: it can end without a decision, but it took place.
        "held": {"hold": NO, "close": "closed", "call-off": NO, "reopen": NO},
        "closed": {"hold": NO, "close": NO, "call-off": NO, "reopen": "held"},
        # Called off, and then they came after all.
        "called-off": {"hold": "held", "close": NO, "call-off": NO, "reopen": "planned"},
    },
)
