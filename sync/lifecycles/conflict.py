"""The conflict record of one field: driven by how many heads the field has, never by a person directly."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

CONFLICT: Final = Lifecycle(
    name="conflict",
    initial="agreed",
    states={"agreed": "Decided", "differing": "Different answers"},
    events={"differ": "The field has several heads", "agree": "The field has one head"},
    server_events=frozenset({"differ", "agree"}),
    table={
        # From `agreed`, `differ` opens a new episode; from `differing` a head joined or left the open one.
        "agreed": {"differ": "differing", "agree": NO},
        "differing": {"differ": "differing", "agree": "agreed"},
    },
)
