"""What an ask about an insurance says to the rules: how long its answer holds, who promised to call back."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from sync.deadlines.windows import Facts
from sync.record import Document, heads

_RUNNING: Final = frozenset({"open", "answered"})


def kept_answer(check: Document) -> Facts | None:
    """Facts of the answer that counts, while the ask runs; of different answers the earlier days."""
    chosen = [head["value"] for head in heads(check, "chosen") if isinstance(head["value"], dict)]
    if not chosen or _states(check).isdisjoint(_RUNNING):
        return None
    asked, until = (_least(chosen, part) for part in ("askedOn", "goodUntil"))
    return {"checked": asked, "goodUntil": until}


def promises(check: Document) -> Iterator[tuple[Facts, str | None]]:
    """Each call back that an office promised, and when that was done with: called again, or not needed."""
    calls = [cast(Mapping[str, Any], entry["value"]) for entry in check["entries"].get("calls", [])]
    over = (
        None
        if "open" in _states(check)
        else min((head["at"] for head in heads(check, "state")), default=None)
    )
    for call in calls:
        if call.get("outcome") != "call-back" or not call.get("callBackAt"):
            continue
        again = [
            str(later["at"])
            for later in calls
            if later["office"] == call["office"] and later["at"] > call["at"]
        ]
        done = [at for at in (*again, over) if at is not None]
        yield {"call": call["at"], "promisedAt": call["callBackAt"]}, min(done, default=None)


def _states(check: Document) -> set[str]:
    return {str(head["value"]) for head in heads(check, "state")}


def _least(values: list[Any], part: str) -> str | None:
    return min((str(value[part]) for value in values if value.get(part)), default=None)
