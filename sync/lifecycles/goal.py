"""A goal: the states of FHIR R4 Goal.lifecycleStatus that the app uses.

A proposed goal may be finished at once: a chart that is brought in from elsewhere has goals that ended
before this agency heard of them.
"""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

GOAL: Final = Lifecycle(
    name="goal",
    initial="proposed",
    states={
        "proposed": "Proposed",
        "planned": "Planned",
        "accepted": "Agreed",
        "active": "Working on it",
        "on-hold": "On hold",
        "completed": "Finished",
        "cancelled": "Stopped",
    },
    events={
        "plan": "Plan this goal",
        "accept": "Agree this goal",
        "activate": "Start this goal",
        "hold": "Put on hold",
        "complete": "Finish this goal",
        "cancel": "Stop this goal",
        "reopen": "Open again",
    },
    table={
        "proposed": {
            "plan": "planned",
            "accept": "accepted",
            "activate": "active",
            "hold": "on-hold",
            "complete": "completed",
            "cancel": "cancelled",
            "reopen": NO,
        },
        "planned": {
            "plan": NO,
            "accept": "accepted",
            "activate": "active",
            "hold": "on-hold",
            "complete": "completed",
            "cancel": "cancelled",
            "reopen": NO,
        },
        "accepted": {
            "plan": NO,
            "accept": NO,
            "activate": "active",
            "hold": "on-hold",
            "complete": "completed",
            "cancel": "cancelled",
            "reopen": NO,
        },
        "active": {
            "plan": NO,
            "accept": NO,
            "activate": NO,
            "hold": "on-hold",
            "complete": "completed",
            "cancel": "cancelled",
            "reopen": NO,
        },
        "on-hold": {
            "plan": NO,
            "accept": NO,
            "activate": "active",
            "hold": NO,
            "complete": "completed",
            "cancel": "cancelled",
            "reopen": NO,
        },
        "completed": {
            "plan": NO,
            "accept": NO,
            "activate": NO,
            "hold": NO,
            "complete": NO,
            "cancel": NO,
            "reopen": "active",
        },
        "cancelled": {
            "plan": NO,
            "accept": NO,
            "activate": NO,
            "hold": NO,
            "complete": NO,
            "cancel": NO,
            "reopen": "active",
        },
    },
)
