"""Which answers suggest which needs, with their reasons. Suggestions are offered, never applied."""

from typing import Final

from sync.kinds.fields import Free, Rule
from sync.kinds.kind import Kind

NEEDS_TABLE: Final = Kind(
    name="needs_table",
    title="Suggested needs",
    library=True,
    readonly=True,
    fields={"rules": Free("Rules", Rule.LATEST)},
)
