"""Teaching of one topic. What was done can be opened again: a result tapped wrong is mended, not hidden."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

TEACHING: Final = Lifecycle(
    name="teaching",
    initial="open",
    states={"open": "Begun", "done": "Done", "stopped": "Stopped"},
    events={"finish": "Finish this teaching", "stop": "Stop this teaching", "reopen": "Open again"},
    table={
        "open": {"finish": "done", "stop": "stopped", "reopen": NO},
        "done": {"finish": NO, "stop": NO, "reopen": "open"},
        "stopped": {"finish": NO, "stop": NO, "reopen": "open"},
    },
)
