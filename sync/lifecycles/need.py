"""A need: suggested by answers or added by a person, and the patient's only once confirmed with them."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

NEED: Final = Lifecycle(
    name="need",
    initial="suggested",
    states={"suggested": "Suggested", "confirmed": "Confirmed", "declined": "Declined", "closed": "Closed"},
    events={
        "confirm": "Wants help now",
        "decline": "Not now",
        "close": "Close this need",
        "reopen": "Open again",
    },
    table={
        "suggested": {"confirm": "confirmed", "decline": "declined", "close": NO, "reopen": NO},
        # People change their mind at the table: confirm and decline go both ways.
        "confirmed": {"confirm": NO, "decline": "declined", "close": "closed", "reopen": NO},
        "declined": {"confirm": "confirmed", "decline": NO, "close": NO, "reopen": "suggested"},
        "closed": {"confirm": NO, "decline": NO, "close": NO, "reopen": "confirmed"},
    },
    beside={"close": "outcome"},
)
