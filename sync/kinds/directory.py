"""A part of the agency's directory as tablets carry it: a table of places, of services, of ZIP codes.

Parts are made by the server alone, so cut that an update rewrites only those whose entries changed.
"""

from typing import Final

from sync.kinds.fields import Code, Free, Rule
from sync.kinds.kind import Kind

PARTS: Final = {
    "facilities": "Facilities",
    "services": "Services",
    "zips": "ZIP codes",
    "sources": "Sources",
}

DIRECTORY: Final = Kind(
    name="directory",
    title="Directory",
    library=True,
    readonly=True,
    deletable=False,
    fields={
        "part": Code("Part", Rule.LATEST, choices=PARTS),
        # Last month's table is no use on a tablet, and twenty of them would be twenty times the directory.
        "table": Free("Table", Rule.LATEST, past=0),
    },
)
