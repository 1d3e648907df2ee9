"""A patient's way from one place of care to another.

Our own words: no published table fits both the agency that receives a patient and the one that lets her go.
A move that nobody planned is known only once it has happened, so a referred patient may already have left.
Accepting and declining exclude each other: two people who decide differently, unseen by each other, make a
conflict, never a decision.
"""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

TRANSITION: Final = Lifecycle(
    name="transition",
    initial="referred",
    states={
        "referred": "Referred",
        "accepted": "Accepted",
        "declined": "Declined",
        "planned": "Planned",
        "left": "Left",
        "arrived": "Arrived",
        "closed": "Closed",
        "fell-through": "Fell through",
        "called-off": "Called off",
    },
    events={
        "accept": "Record acceptance",
        "decline": "Record refusal",
        "plan": "Set the plan",
        "leave": "Record leaving",
        "arrive": "Record arrival",
        "close": "Close this transition",
        "fall-through": "It fell through",
        "cancel": "Call it off",
        "reopen": "Open again",
    },
    table={
        "referred": {
            "accept": "accepted",
            "decline": "declined",
            "plan": NO,
            # An unplanned move: nobody was asked before.
            "leave": "left",
            "arrive": NO,
            "close": NO,
            "fall-through": "fell-through",
            "cancel": "called-off",
            "reopen": NO,
        },
        "accepted": {
            "accept": NO,
            "decline": NO,
            "plan": "planned",
            # The bed was free at once; nobody had time to write a plan.
            "leave": "left",
            "arrive": NO,
            "close": NO,
            "fall-through": "fell-through",
            "cancel": "called-off",
            "reopen": NO,
        },
        "declined": {
            "accept": NO,
            "decline": NO,
            "plan": NO,
            "leave": NO,
            "arrive": NO,
            "close": NO,
            "fall-through": NO,
            "cancel": NO,
            "reopen": "referred",
        },
        "planned": {
            "accept": NO,
            "decline": NO,
            "plan": NO,
            "leave": "left",
            # Somebody saw her there before anybody wrote that she had left.
            "arrive": "arrived",
            "close": NO,
            "fall-through": "fell-through",
            "cancel": "called-off",
            "reopen": NO,
        },
        "left": {
            "accept": NO,
            "decline": NO,
            "plan": NO,
            "leave": NO,
            "arrive": "arrived",
            # She died, or nobody knows where she is.
            "close": "closed",
            "fall-through": "fell-through",
            "cancel": NO,
            "reopen": NO,
        },
        "arrived": {
            "accept": NO,
            "decline": NO,
            "plan": NO,
            "leave": NO,
            "arrive": NO,
            "close": "closed",
            "fall-through": NO,
            "cancel": NO,
            "reopen": NO,
        },
        "closed": {
            "accept": NO,
            "decline": NO,
            "plan": NO,
            "leave": NO,
            "arrive": NO,
            "close": NO,
            "fall-through": NO,
            "cancel": NO,
            "reopen": "arrived",
        },
        "fell-through": {
            "accept": NO,
            "decline": NO,
            "plan": NO,
            "leave": NO,
            "arrive": NO,
            "close": NO,
            "fall-through": NO,
            "cancel": NO,
            # What was accepted may not hold any more: it is asked anew.
            "reopen": "referred",
        },
        "called-off": {
            "accept": NO,
            "decline": NO,
            "plan": NO,
            "leave": NO,
            "arrive": NO,
            "close": NO,
            "fall-through": NO,
            "cancel": NO,
            "reopen": "referred",
        },
    },
)

OPEN: Final = frozenset({"referred", "accepted", "planned", "left", "arrived"})
"""States in which a transition must have a next step and somebody whose it is."""
