"""Whether a patient agreed to what an organisation was sent, at the moment at which it was sent.

A tablet asks before it sends. The chart can still come to say otherwise: an older app, a colleague who heard
no at another place, an agreement that was over. What was saved is never refused: it is taken, and told.
`pwa/src/domain/sharing.ts` says the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sync.record import Document, heads

Json = dict[str, Any]
DayOf = Callable[[str], str]
ERROR: Final = "entered-in-error"
LEFT: Final = frozenset(
    {"requested", "accepted", "rejected", "in-progress", "on-hold", "failed", "completed"}
)
"""States in which an organisation knows of the patient."""
_DECIDES: Final = ("agreed", "scope", "until", "to")


@dataclass(frozen=True)
class Unagreed:
    """Something that was sent without an agreement: when, by whom (None where only the state says it), and
    when that was mended: by the patient's agreement, or by what somebody did about it.
    """

    at: str
    by: str | None
    met: str | None


def unagreed(referral: Document, consents: Sequence[Document], day_of: DayOf) -> Unagreed | None:
    """The first sending of a referral that no agreement covered; None where each was covered.

    `consents` are all of its patient. One recorded in error that never said what it sent has sent nothing.
    """
    for at, by, to in _sendings(referral):
        said = [one for one in consents if is_for(one, to)]
        if not _covers(said, at, day_of(at)):
            later = sorted({moment for one in said for moment in _moments(one) if moment > at})
            agreed = next((moment for moment in later if _covers(said, moment, day_of(moment))), None)
            done = [entry["at"] for entry in referral["entries"].get("mended", [])]
            return Unagreed(at, by, min([*done, *([agreed] if agreed else [])], default=None))
    return None


def is_for(consent: Document, to: Json) -> bool:
    """Tell an agreement about this organisation: by its number in the directory, else by its name."""
    found = heads(consent, "to")
    said = found[0]["value"] if found else None
    theirs = said if isinstance(said, dict) else {}
    if _text(to, "directory") and _text(theirs, "directory"):
        return _text(to, "directory") == _text(theirs, "directory")
    return bool(_name(to)) and _name(to) == _name(theirs)


def _sendings(referral: Document) -> list[tuple[str, str | None, Json]]:
    """When something left, by whom, and to whom; where no entry says so, the state does, of whom it names."""
    targets = [head["value"] for head in heads(referral, "target") if isinstance(head["value"], dict)]
    found: list[tuple[str, str | None, Json]] = []
    for entry in referral["entries"].get("sent", []):
        value: Any = entry["value"]
        named: Json = {"name": value["to"]}
        to = next((one for one in targets if _name(one) == _name(named)), named)
        found.append((entry["at"], entry["by"], to))
    if not found and any(head["value"] != ERROR for head in heads(referral, "state")):
        since = min(_stood(referral), default=None)
        found = [] if since is None else [(since, None, to) for to in targets]
    return sorted(found, key=lambda one: one[0])


def _stood(referral: Document) -> Iterable[str]:
    cell = referral["fields"].get("state", {"heads": [], "past": []})
    return (one["at"] for one in (*cell["heads"], *cell["past"]) if one["value"] in LEFT)


def _covers(said: Iterable[Document], at: str, day: str) -> bool:
    asked = [one for one in said if any(moment <= at for moment in _moments(one))]
    return bool(asked) and all(_agrees(one, at, day) for one in asked)


def _agrees(consent: Document, at: str, day: str) -> bool:
    stood = {field: _standing(consent, field, at) for field in _DECIDES}
    if any(len(values) > 1 for values in stood.values()):
        return False
    until = next((value for value in stood["until"] if isinstance(value, str)), "")
    return stood["agreed"] == [True] and (not until or until >= day)


def _standing(consent: Document, field: str, at: str) -> list[Any]:
    cell = consent["fields"].get(field, {"heads": [], "past": []})
    gone = [one["value"] for one in cell["past"] if one["at"] <= at < one["until"]]
    return [*(one["value"] for one in cell["heads"] if one["at"] <= at), *gone]


def _moments(consent: Document) -> list[str]:
    """When anything of an agreement was said anew."""
    cells = [consent["fields"].get(field, {"heads": [], "past": []}) for field in _DECIDES]
    return [one["at"] for cell in cells for one in (*cell["heads"], *cell["past"])]


def _text(value: Json, part: str) -> str:
    found = value.get(part)
    return found if isinstance(found, str) else ""


def _name(value: Json) -> str:
    return _text(value, "name").strip().casefold()
