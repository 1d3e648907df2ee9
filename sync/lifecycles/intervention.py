"""An action of the care plan."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

INTERVENTION: Final = Lifecycle(
    name="intervention",
    initial="planned",
    states={"planned": "Planned", "active": "Under way", "completed": "Done", "stopped": "Stopped"},
    events={
        "start": "Start this action",
        "complete": "Done",
        "stop": "Stop this action",
        "reopen": "Open again",
    },
    table={
        "planned": {"start": "active", "complete": "completed", "stop": "stopped", "reopen": NO},
        "active": {"start": NO, "complete": "completed", "stop": "stopped", "reopen": NO},
        "completed": {"start": NO, "complete": NO, "stop": NO, "reopen": "active"},
        "stopped": {"start": NO, "complete": NO, "stop": NO, "reopen": "planned"},
    },
)
