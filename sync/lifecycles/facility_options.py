"""The comparison of places after a hospital: looked for, shown, chosen, and where it led.

What was shown and what was chosen stand in the record for good; a new look begins with `reopen`.
"""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

FACILITY_OPTIONS: Final = Lifecycle(
    name="facility_options",
    initial="open",
    states={
        "open": "Looking",
        "shown": "Shown, no choice yet",
        "chosen": "Chosen",
        "placed": "A place is agreed",
        "ended": "Ended without a place",
    },
    events={
        "show": "Show the options",
        "choose": "Record the choice",
        "place": "Record the place",
        "end": "End without a place",
        "reopen": "Look again",
    },
    table={
        "open": {"show": "shown", "choose": NO, "place": NO, "end": "ended", "reopen": NO},
        # Shown again with other must-haves it is still shown: each list stands with its time.
        "shown": {"show": "shown", "choose": "chosen", "place": NO, "end": "ended", "reopen": NO},
        "chosen": {"show": "shown", "choose": "chosen", "place": "placed", "end": "ended", "reopen": "open"},
        "placed": {"show": NO, "choose": NO, "place": NO, "end": NO, "reopen": "open"},
        "ended": {"show": NO, "choose": NO, "place": NO, "end": NO, "reopen": "open"},
    },
)
