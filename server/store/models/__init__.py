"""Every table, so that migrations and tests see them all. One module a domain."""

from server.store.models import (
    agency,
    attachments,
    audit,
    changes,
    deadlines,
    digests,
    directory,
    identity,
    imports,
    push,
    records,
    referrals,
    review,
    search,
    transitions,
)

__all__ = [
    "agency",
    "attachments",
    "audit",
    "changes",
    "deadlines",
    "digests",
    "directory",
    "identity",
    "imports",
    "push",
    "records",
    "referrals",
    "review",
    "search",
    "transitions",
]
