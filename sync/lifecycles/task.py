"""A task: the states of FHIR R4 Task.status that a care team uses among itself.

Nobody refuses a task here: whoever can't do it gives it to somebody else, and that is a change of its owner.
"""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

TASK: Final = Lifecycle(
    name="task",
    initial="requested",
    states={
        "requested": "To do",
        "in-progress": "Under way",
        "completed": "Done",
        "cancelled": "Not needed",
    },
    events={
        "start": "Start this task",
        "complete": "Mark as done",
        "cancel": "Mark as not needed",
        "reopen": "Open again",
    },
    table={
        "requested": {"start": "in-progress", "complete": "completed", "cancel": "cancelled", "reopen": NO},
        "in-progress": {"start": NO, "complete": "completed", "cancel": "cancelled", "reopen": NO},
        # Two who finish it unseen by each other have finished it; done and not needed are different answers.
        "completed": {"start": NO, "complete": NO, "cancel": NO, "reopen": "requested"},
        "cancelled": {"start": NO, "complete": NO, "cancel": NO, "reopen": "requested"},
    },
)
