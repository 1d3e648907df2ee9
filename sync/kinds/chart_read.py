"""Somebody looked at a chart: an audit entry that travels like a change."""

from typing import Final

from sync.kinds.fields import Moment, Ref, Rule, Words
from sync.kinds.kind import Kind

CHART_READ: Final = Kind(
    name="chart_read",
    title="Chart opened",
    audit_only=True,
    fields={
        "patient": Ref("Patient", Rule.ONCE, to="patient"),
        "screen": Words("Screen", Rule.ONCE),
        "at": Moment("When", Rule.ONCE),
    },
)
