"""The agency as every tablet knows it: whom to call, its safety protocol, its days."""

from typing import Final

from sync.kinds.fields import Day, Free, ListOf, Rule, Words
from sync.kinds.kind import Kind

AGENCY: Final = Kind(
    name="agency",
    title="Agency",
    library=True,
    readonly=True,
    fields={
        "name": Words("Name", Rule.LATEST),
        "officePhone": Words("Office phone", Rule.LATEST),
        "onCallPhone": Words("On-call phone", Rule.LATEST),
        "safetyProtocol": Free("Safety steps", Rule.LATEST),
        "review": Free("Rules of the review", Rule.LATEST),
        "timezone": Words("Time zone", Rule.LATEST),
        "holidays": ListOf("Holidays", Rule.LATEST, of=Day("Holiday")),
        "deadlineLimits": Free("Time limits", Rule.LATEST),
        "acceptancePolicy": Free("Acceptance to service", Rule.LATEST),
        "transitionChecklist": Free("Checklist of a transition", Rule.LATEST),
        "setting": Words("Setting", Rule.LATEST),
        # In their order: where two packs say one thing differently, the later one's words stand.
        "settings": ListOf("Settings", Rule.LATEST, of=Words("Setting")),
        "defaultSettings": ListOf("Settings of everybody", Rule.LATEST, of=Words("Setting")),
        "recovery": Free("Recovery key", Rule.LATEST),
    },
)
