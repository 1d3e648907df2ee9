"""Where a visit stands in the review: worked out from its chart, its library and the agency's rules."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from server.review import checks
from server.review.checks import Line
from server.review.facts import Chart, Facts
from server.review.reading import (
    Doc,
    any_value,
    entries_of,
    heads_of,
    object_of,
    objects,
    settled,
    text_field,
    text_of,
)
from server.review.rules import ReviewRules
from sync import canonical
from sync.errors import NotAManifest
from sync.manifest import Manifest, parse

QUEUE: Final = "queue"
RETURNED: Final = "returned"
APPROVED: Final = "approved"
SKIPPED: Final = "skipped"
STAGES: Final = frozenset({QUEUE, RETURNED, APPROVED, SKIPPED})
NEVER_DUE: Final = "9999"
REVIEWER: Final = "reviewer"
COSIGNER: Final = "cosigner"
_SUBMITTED: Final = frozenset({"signed", "received", "returned", "approved"})
_CONTENT: Final = frozenset({"visit", "assessment", "note", "attachment", "safety"})
"""What a visit consists of: a newer version of any of it is one that an approval did not see."""
_KEY_LENGTH: Final = 16


def key_of(words: str) -> str:
    """Name a payer or a form in an address without its words."""
    return hashlib.sha256(words.encode()).hexdigest()[:_KEY_LENGTH] if words else ""


@dataclass
class Standing:
    """One visit with what the office has to know of it. `role_of_author`: what its signer is hired for."""

    chart: Chart
    rules: ReviewRules
    role_of_author: str = ""

    @property
    def visit(self) -> Doc:
        """Give the visit's record."""
        return self.chart.visit

    @cached_property
    def facts(self) -> Facts:
        """What the checks rest on; worked out only where it is asked for."""
        return Facts(self.chart)

    @cached_property
    def lines(self) -> Sequence[Line]:
        """All findings."""
        return checks.lines_of(self.facts)

    def of_level(self, level: str) -> list[Line]:
        """Give the findings of one level."""
        return [line for line in self.lines if line.level == level]

    @cached_property
    def states(self) -> frozenset[str]:
        """The visit's state, or states while nobody has decided between them."""
        return frozenset(str(head["value"]) for head in heads_of(self.visit, "state"))

    @cached_property
    def state(self) -> str | None:
        """The settled state."""
        return next(iter(self.states)) if len(self.states) == 1 else None

    @cached_property
    def arrived(self) -> str:
        """When the visit last became `received`, wherever it has gone since; empty where it never did."""
        cell = self.visit["fields"].get("state", {"heads": [], "past": []})
        times = [
            head["at"] for head in (*cell["heads"], *cell.get("past", ())) if head["value"] == "received"
        ]
        return str(max(times, default=""))

    @cached_property
    def approved_at(self) -> str | None:
        """When it was approved."""
        times = [head["at"] for head in heads_of(self.visit, "state") if head["value"] == "approved"]
        return str(times[0]) if times else None

    @cached_property
    def urgent(self) -> str | None:
        """Why it is urgent: a safety event that nobody acknowledged, or an urgent need nobody resolved."""
        if any(_open(one) for one in self.chart.of("safety") if self._is_mine(one)):
            return "safety"
        if any(_urgent(one) for one in self.chart.of("need") if self._is_mine(one)):
            return "need"
        return None

    @cached_property
    def stage(self) -> str | None:
        """Where the office lists it; None where it has nothing to do with it yet."""
        waits = bool(self.states & {"signed", "received"}) or (self.state is None and bool(self.arrived))
        if self.urgent == "safety":
            return QUEUE
        if waits:
            is_skipped = self.rules.skips(self.type, self.author) and self.clean
            return SKIPPED if is_skipped else QUEUE
        return self.state if self.state in {RETURNED, APPROVED} else None

    @cached_property
    def type(self) -> str:
        """The code of the visit's type."""
        return text_of(object_of(any_value(self.visit, "type")).get("code"))

    @cached_property
    def author(self) -> str:
        """Who signed it, or empty."""
        signed = heads_of(self.visit, "signature")
        return str(signed[0]["by"]) if signed else ""

    @cached_property
    def first(self) -> bool:
        """True for the first visit of its patient that was signed."""
        mine = _signed(self.visit)
        earlier = (one for one in self.chart.of("visit") if _states(one) & _SUBMITTED and _signed(one) < mine)
        return next(earlier, None) is None

    @cached_property
    def different(self) -> list[Line]:
        """Different answers inside, that nobody has decided."""
        return list(checks.different_of(self.facts))

    @cached_property
    def clean(self) -> bool:
        """True where many may be approved at once: all here, nothing found, nothing urgent, not the first."""
        if self.state != "received" or self.urgent is not None or self.first:
            return False
        return not (self.of_level(checks.BLOCK) or self.of_level(checks.ALERT))

    @cached_property
    def rounds(self) -> int:
        """How often it was returned."""
        return len(entries_of(self.visit, "returns"))

    @cached_property
    def looked_at(self) -> int:
        """The newest version among what the visit consists of."""
        mine = (
            one for kind in _CONTENT for one in self.chart.of(kind) if kind != "visit" and self._is_mine(one)
        )
        return max([self.visit["version"] or 0, *(one["version"] or 0 for one in mine)])

    @cached_property
    def manifest(self) -> Manifest | None:
        """What was signed, where it can be read."""
        text = settled(self.visit, "manifest")
        try:
            return parse(text) if isinstance(text, str) else None
        except NotAManifest:
            return None

    @cached_property
    def content_sha256(self) -> str | None:
        """The hash that an approval names: of the manifest that was signed."""
        text = settled(self.visit, "manifest")
        return canonical.sha256(text) if isinstance(text, str) else None

    @property
    def approvals(self) -> list[tuple[str, str]]:
        """Who approved these very contents, and as what."""
        return [
            (str(entry["by"]), text_of(entry["value"].get("role")))
            for entry in entries_of(self.visit, "approvals")
            if isinstance(entry["value"], dict) and entry["value"].get("contentSha256") == self.content_sha256
        ]

    @cached_property
    def cosign(self) -> str | None:
        """Whose approval is missing where two people have to approve."""
        if not self.rules.needs_two(self.author, self.role_of_author):
            return None
        return COSIGNER if any(role == REVIEWER for _, role in self.approvals) else REVIEWER

    @property
    def turn(self) -> str:
        """Say as what the next approval counts: the only one, or the first of two, is a reviewer's."""
        return self.cosign or REVIEWER

    @cached_property
    def payer(self) -> str:
        """Who pays first, by the name that the coverage gives."""
        current = [one for one in self.chart.of("coverage") if text_field(one, "status") in {"", "active"}]
        return text_field(min(current, key=_order, default=None), "payer")[:200]

    @cached_property
    def forms(self) -> list[str]:
        """Addresses of its forms."""
        return [url for one in objects(any_value(self.visit, "forms")) if (url := text_of(one.get("url")))]

    def _is_mine(self, record: Doc) -> bool:
        named = text_field(record, "visit") or (record["created"]["visit"] or "")
        return bool(named == self.visit["id"])


def _signed(visit: Doc) -> tuple[str, str]:
    return text_of(object_of(any_value(visit, "signature")).get("at")), visit["id"]


def _states(visit: Doc) -> set[str]:
    return {str(head["value"]) for head in heads_of(visit, "state")}


def _open(safety: Doc) -> bool:
    states = _states(safety)
    return len(states) != 1 or "open" in states


def _urgent(need: Doc) -> bool:
    """True also while a value is not settled: what may be urgent is not put last."""
    urgent = any(head["value"] is True for head in heads_of(need, "urgent"))
    return urgent and "confirmed" in _states(need)


def _order(coverage: Doc) -> float:
    order = any_value(coverage, "order")
    return float(order) if isinstance(order, (int, float)) and not isinstance(order, bool) else float("inf")
