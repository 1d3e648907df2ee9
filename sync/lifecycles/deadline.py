"""A deadline: what the chart says decides, so that only the server moves it."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

DEADLINE: Final = Lifecycle(
    name="deadline",
    initial="open",
    states={"open": "Open", "met": "Done", "void": "No longer applies"},
    events={"meet": "Done", "void": "No longer applies", "reopen": "Open again"},
    server_events=frozenset({"meet", "void", "reopen"}),
    table={
        "open": {"meet": "met", "void": "void", "reopen": NO},
        # A correction may show that it was not done after all, or that there was nothing to do.
        "met": {"meet": NO, "void": "void", "reopen": "open"},
        "void": {"meet": "met", "void": NO, "reopen": "open"},
    },
)
