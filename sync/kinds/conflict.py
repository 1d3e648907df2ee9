"""Different answers in one field: a read-only projection of its heads."""

from typing import Final

from sync.kinds.kind import Kind

CONFLICT: Final = Kind(
    name="conflict",
    title="Different answers",
    projection=True,
    readonly=True,
    fields={},
)
