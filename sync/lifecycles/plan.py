"""A care plan: FHIR R4 CarePlan.status."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

PLAN: Final = Lifecycle(
    name="plan",
    initial="draft",
    states={"draft": "Draft", "active": "Current plan", "completed": "Finished", "revoked": "Ended early"},
    events={
        "activate": "Agree this plan",
        "complete": "Finish this plan",
        "revoke": "End this plan",
        "reopen": "Open again",
    },
    table={
        # A plan brought in from elsewhere may have ended before this agency heard of it.
        "draft": {"activate": "active", "complete": "completed", "revoke": "revoked", "reopen": NO},
        "active": {"activate": NO, "complete": "completed", "revoke": "revoked", "reopen": NO},
        "completed": {"activate": NO, "complete": NO, "revoke": NO, "reopen": "active"},
        "revoked": {"activate": NO, "complete": NO, "revoke": NO, "reopen": "active"},
    },
)
