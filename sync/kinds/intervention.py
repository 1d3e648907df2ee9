"""An action of the care plan: who does what by when."""

from typing import Final

from sync.kinds.fields import Code, Day, Prose, Ref, Rule, Words, state
from sync.kinds.kind import Kind

ACTIONS: Final = {"referral": "Referral", "teaching": "Teaching", "service": "Service", "task": "Task"}

INTERVENTION: Final = Kind(
    name="intervention",
    title="Action",
    # What a conference agreed becomes one action, whoever ends it.
    derived=True,
    fields={
        "what": Prose("Action", Rule.TEXT),
        "kind": Code("Kind of action", Rule.LATEST, choices=ACTIONS),
        "owner": Words("Who", Rule.LATEST),
        "due": Day("Due", Rule.REVIEW),
        "state": state("State", "intervention"),
        "goal": Ref("Goal", Rule.LATEST, to="goal"),
        "plan": Ref("Plan of care", Rule.LATEST, to="plan"),
        "because": Words("Because", Rule.LATEST),
    },
)
