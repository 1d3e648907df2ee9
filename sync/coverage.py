"""What an agency knows of an office and a plan: which office, which plan, and which answers stand.

Pure, and the same in `pwa/src/domain/coverage-answers.ts`; `tests/vectors/coverage.json` holds both to it.
What comes in any order comes to the same: calls of several tablets arrive as they find a network.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]
MOST_CALLS: Final = 20
"""Calls of the last day that are kept: whoever looks wants to know that and who, not how often."""
ANSWERS: Final = frozenset({"in-network", "out-of-network", "no"})
"""What settles the question. "Not sure" is a call and no answer."""
_NPI_DIGITS: Final = 10
_NPI_ISSUER: Final = "80840"
_PHONE_DIGITS: Final = 10


def folded(text: str) -> str:
    """Words alone, in small letters: how two people's spelling of a plan becomes one."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def npi_of(text: str | None) -> str:
    """The ten digits of an NPI whose check digit is right, else nothing."""
    digits = _digits(text)
    if len(digits) != _NPI_DIGITS or not _luhn(_NPI_ISSUER + digits):
        return ""
    return digits


def phone_of(text: str | None) -> str:
    """The ten digits of a phone number of the United States, else nothing."""
    digits = _digits(text)
    if len(digits) == _PHONE_DIGITS + 1 and digits.startswith("1"):
        digits = digits[1:]
    return digits if len(digits) == _PHONE_DIGITS else ""


def office_key(office: Mapping[str, Any]) -> str:
    """Which office it is: its NPI, else its number. Nothing where it has neither."""
    npi, phone = npi_of(office.get("npi")), phone_of(office.get("phone"))
    if npi:
        return f"npi {npi}"
    return f"tel {phone}" if phone else ""


def plan_key(plan: Mapping[str, Any]) -> str:
    """Which plan it is. Nothing for a payer without a plan: what it says of one plan it says of no other."""
    payer, name = folded(plan.get("payer") or ""), folded(plan.get("plan") or "")
    return f"{payer}|{name}|{plan.get('product') or ''}" if payer and name else ""


@dataclass(frozen=True)
class Known:
    """What is known of one office and plan. Of each specialty only the last day that it was asked on."""

    answers: Sequence[Json] = ()
    attempts: Sequence[Json] = ()
    decisions: Sequence[Json] = ()


def learn(known: Known, more: Known) -> Known:
    """Take in calls, answers and decisions, in whatever order they come."""
    answers = _last_of_each(_last_days([*known.answers, *more.answers]))
    calls = {one["id"]: one for one in (*known.attempts, *more.attempts)}
    last = max((one["on"] for one in calls.values()), default="")
    attempts = sorted((one for one in calls.values() if one["on"] == last), key=_when)
    there = {one["id"] for one in answers}
    decided = {one["id"]: one for one in (*known.decisions, *more.decisions) if one["keep"] in there}
    return Known(answers, attempts[-MOST_CALLS:], [decided[one] for one in sorted(decided)])


def standing(known: Known, specialty: str) -> list[Json]:
    """The answers of a specialty that nobody has decided against; more than one may say the same.

    A decision is overruled by a later one that had seen it. Two that did not see each other both count, and
    an answer that neither had seen stands on.
    """
    overruled = {seen for one in known.decisions for seen in one["over"]}
    counts = [one for one in known.decisions if one["id"] not in overruled]
    kept = {one["keep"] for one in counts}
    out = {seen for one in counts for seen in one["over"]} - kept
    return [one for one in known.answers if one["specialty"] == specialty and one["id"] not in out]


def differ(answers: Iterable[Mapping[str, Any]]) -> bool:
    """Tell answers that cannot all be true. What one person did not ask about, she did not deny."""
    found = list(answers)
    return any(
        len({one[part] for one in found if one.get(part) is not None}) > 1
        for part in ("accepts", "newPatients")
    )


def _last_days(answers: Sequence[Json]) -> list[Json]:
    last: dict[str, str] = {}
    for one in answers:
        last[one["specialty"]] = max(one["askedOn"], last.get(one["specialty"], ""))
    return [one for one in answers if one["askedOn"] == last[one["specialty"]]]


def _last_of_each(answers: Sequence[Json]) -> list[Json]:
    """Of one person's answers of one day the last: she asked again, or mended what she had written."""
    mine: dict[tuple[str, str], Json] = {}
    for one in answers:
        key = (one["specialty"], one["by"])
        if key not in mine or _asked(mine[key]) < _asked(one):
            mine[key] = one
    return sorted(mine.values(), key=_asked)


def _asked(answer: Json) -> tuple[str, str]:
    return answer["askedAt"], answer["id"]


def _when(call: Json) -> tuple[str, str]:
    return call["at"], call["id"]


def _digits(text: str | None) -> str:
    return "".join(letter for letter in text or "" if letter in "0123456789")


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004
    return total % 10 == 0
