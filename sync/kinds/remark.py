"""What the office asks about one field of a visit: it proposes and never edits; a person answers."""

from typing import Final

from sync.kinds.fields import Code, Composite, Free, Number, Prose, Ref, Rule, Shape, Words, state
from sync.kinds.kind import Kind, Lane

SEVERITIES: Final = {"must-fix": "Must fix", "check": "Check", "info": "For information"}

ANCHOR: Final = Composite(
    "Anchor",
    record=Ref("Record", to="record", required=True),
    field=Words("Field", required=True),
    section=Words("Section", required=True),
    label=Words("As it was shown", required=True),
)
"""Where a remark stands. `field` is an address; empty, where a form lacks the field, for its section."""

REMARK: Final = Kind(
    name="remark",
    title="Remark",
    lane=Lane.VISIT,
    fields={
        "visit": Ref("Visit", Rule.ONCE, to="visit"),
        "round": Number("Round", Rule.ONCE),
        "anchor": Shape("About", Rule.ONCE, of=ANCHOR),
        "severity": Code("How much it matters", Rule.ONCE, choices=SEVERITIES),
        "words": Prose("Remark", Rule.ONCE),
        "proposal": Free("Proposed value", Rule.ONCE),
        "state": state("State", "remark"),
    },
)
"""Why a remark was declined, and an answer in words, stand as `why` of the event that said so."""
