"""Everything that can be wrong with a pack: where (a JSON pointer), what, and how it is mended.

The command line and the office's page ask the same function, so that what one takes the other takes.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.settings.shape import OFFERED, PARTS, WORDED, Pack, items_of
from sync.deadlines.rules import DEFAULTS
from sync.kinds import KINDS

Json = dict[str, Any]
MOST_BYTES: Final = 200_000
TOO_LARGE: Final = (
    f"is larger than {MOST_BYTES:,} bytes: a pack names things, it does not hold them; take out what it holds"
)
_NO_JSON: Final = "is no JSON: a pack begins with {; YAML and other forms are not read, write it as JSON"
_DIGITS: Final = re.compile("[0-9]{1,9}")
ERROR: Final = "error"
WARNING: Final = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing: an error keeps a pack from being used, a warning does not. `where` is a JSON pointer."""

    level: str
    where: str
    words: str

    def line(self) -> str:
        """Give it as one line. What a terminal would act on, or could not show, is spelled out."""
        said = f"{self.level}: {self.where or '/'} {self.words}"
        return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in said)


@dataclass(frozen=True)
class Checked:
    """A pack, where it could be read, and what was found."""

    pack: Json | None
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Tell whether nothing keeps it from being used."""
        return self.pack is not None and all(one.level != ERROR for one in self.findings)


def check_text(text: str) -> Checked:
    """Check a pack as it stands in a file."""
    if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
        return _broken(TOO_LARGE)
    text = text.removeprefix("\ufeff")
    if not text.lstrip().startswith(("{", "[")):
        return _broken(_NO_JSON)
    try:
        said = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as broken:
        place = f"line {broken.lineno}, column {broken.colno}"
        return _broken(f"is no JSON at {place} ({broken.msg}): mend it there")
    except RecursionError:
        return _broken("has brackets in brackets without end: write it as the pack of home health is written")
    except ValueError as wrong:
        return _broken(f"has {_number(wrong)}, which is no number of a pack: write a whole number")
    twice = tuple(Finding(ERROR, where, "is there twice: take one of them out") for where in _repeated(said))
    return Checked(None, twice) if twice else check(said)


def check(said: Any) -> Checked:
    """Check a pack that was read."""
    if not isinstance(said, dict):
        return _broken("has to be an object: put the pack in braces")
    found = [Finding(ERROR, where, words) for where, words in _flat("", Pack().validate(said))]
    if not found:
        found = [*_twice(said), *_names(said)]
    found += [*_unfounded(said), *_without(said), *_without_spanish(said)]
    return Checked(said, tuple(sorted(found, key=lambda one: (one.level, _in_order(one.where)))))


def _in_order(where: str) -> list[tuple[int, str]]:
    """Let the second item stand before the tenth."""
    return [(int(one), "") if _DIGITS.fullmatch(one) else (-1, one) for one in where.split("/")]


def conflicts(packs: Sequence[Json]) -> list[Finding]:
    """Items that two of these packs say differently. The later one's words stand, in the order given."""
    found: list[Finding] = []
    for part in PARTS:
        said: dict[str, tuple[str, Json]] = {}
        for pack in packs:
            for place, item in enumerate(items_of(pack, part)):
                name = _name(part, item)
                if part in {"forms", "deadlines"} or not name:
                    continue
                before = said.get(name)
                if before is not None and before[1] != _meant(item):
                    words = f"says {name!r} otherwise than {before[0]!r} does: together, {pack['id']!r} wins"
                    found.append(Finding(WARNING, f"/{part}/{place}", words))
                said[name] = (pack["id"], _meant(item))
    return found


def _meant(item: Json) -> Json:
    return {name: value for name, value in item.items() if name != "basis"}


def _broken(words: str) -> Checked:
    return Checked(None, (Finding(ERROR, "", words),))


class _Repeating(dict[str, Any]):
    """An object that says some of its names twice."""

    names: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    said = [name for name, _ in pairs]
    repeating = _Repeating(found)
    repeating.names = tuple(name for name in found if said.count(name) > 1)
    return repeating


def _repeated(said: Any, where: str = "") -> Iterator[str]:
    if isinstance(said, _Repeating):
        yield from (where + pointer(name) for name in said.names)
    if isinstance(said, dict):
        for name, inner in said.items():
            yield from _repeated(inner, where + pointer(name))
    elif isinstance(said, list):
        for place, inner in enumerate(said):
            yield from _repeated(inner, where + pointer(place))


class _NoNumber(ValueError):
    """NaN or an infinity."""


def _no_number(name: str) -> Any:
    raise _NoNumber(name)


def _number(wrong: ValueError) -> str:
    return str(wrong) if isinstance(wrong, _NoNumber) else "a number of thousands of digits"


def pointer(*parts: object) -> str:
    """A JSON pointer to what stands at these parts (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _flat(where: str, errors: Any) -> Iterator[tuple[str, str]]:
    if isinstance(errors, dict):
        for part, inner in errors.items():
            yield from _flat(where if part == "_schema" else where + pointer(part), inner)
    elif isinstance(errors, list):
        for one in errors:
            yield from _flat(where, one)
    else:
        yield where, str(errors)


def _name(part: str, item: Json) -> str:
    if part == "forms":
        return str(item["form"])
    if part == "wording":
        return str(item["key"])
    if part == "deadlines":
        return str(item.get("rule") or item.get("limit"))
    return str(item["code"])


def _twice(pack: Json) -> Iterator[Finding]:
    for part in PARTS:
        seen: dict[str, int] = {}
        for place, item in enumerate(items_of(pack, part)):
            name = _name(part, item)
            if name in seen and part != "forms":
                words = f"is {name!r} a second time, after {pointer(part, seen[name])}: take one out"
                yield Finding(ERROR, pointer(part, place), words)
            seen.setdefault(name, place)


def _names(pack: Json) -> Iterator[Finding]:
    roles = {role["code"] for role in pack["roles"]}
    for place, item in enumerate(pack["checklist"]):
        who = item.get("who")
        if who is not None and who not in roles:
            words = f"names {who!r}, which is no role of this pack: add it under roles, or leave who out"
            yield Finding(ERROR, pointer("checklist", place, "who"), words)
    for place, item in enumerate(pack["forms"]):
        ages = item.get("ages", {})
        if ages.get("from", 0) > ages.get("until", 999):
            yield Finding(ERROR, pointer("forms", place, "ages"), "ends before it begins: turn the two round")
    for place, item in enumerate(pack["wording"]):
        problem = _unknown_word(item["key"])
        if problem:
            yield Finding(ERROR, pointer("wording", place, "key"), problem)
    yield from _window(pack)


def _window(pack: Json) -> Iterator[Finding]:
    """A first contact that is due before it opens."""
    limits = {
        one["limit"]: (place, one["value"]) for place, one in enumerate(pack["deadlines"]) if "limit" in one
    }
    opens, until = (
        limits.get(name, (None, DEFAULTS[name])) for name in ("contactFromHours", "contactUntilHours")
    )
    place = opens[0] if until[0] is None else until[0]
    if place is not None and opens[1] >= until[1]:
        words = (
            f"has the first contact open {opens[1]} hours after the arrival and end after {until[1]}: "
            "let contactFromHours be less than contactUntilHours"
        )
        yield Finding(ERROR, pointer("deadlines", place, "value"), words)


def _unknown_word(key: str) -> str:
    kind_name, _, rest = key.partition(".")
    field_name, _, code = rest.partition(".")
    kind = KINDS.get(kind_name)
    if kind is None:
        return (
            f"{kind_name!r} is no kind of record: write it as teaching.learner or teaching.learner.caregiver"
        )
    if kind_name not in WORDED:
        return f"{kind_name} takes no other words: only {', '.join(WORDED)} do"
    value = kind.fields.get(field_name)
    if value is None:
        return f"{kind_name} has no field {field_name!r}: it has {', '.join(kind.fields)}"
    taken = WORDED[kind_name]
    if taken and field_name not in taken:
        return f"{kind_name}.{field_name} takes no other words: only {', '.join(taken)} do"
    if code and code not in value.choices:
        known = ", ".join(value.choices) or "none"
        return f"{kind_name}.{field_name} has no choice {code!r}: its choices are {known}"
    return ""


def _without(pack: Json) -> Iterator[Finding]:
    """Lists that a screen offers, and that have nothing in them."""
    for part in OFFERED:
        if pack.get(part) == []:
            words = "is empty: alone, this pack leaves nothing to choose; name some, or use it beside another"
            yield Finding(WARNING, pointer(part), words)


def _without_spanish(pack: Json) -> Iterator[Finding]:
    """Titles that a family reads in English although its page is Spanish."""
    for part in OFFERED:
        items = pack.get(part)
        for place, item in enumerate(items if isinstance(items, list) else ()):
            title = item.get("title") if isinstance(item, dict) else None
            if isinstance(title, dict) and "en" in title and "es" not in title:
                words = "has no Spanish, so that a family that reads it sees the English: add es"
                yield Finding(WARNING, pointer(part, place, "title"), words)


def _unfounded(pack: Json) -> Iterator[Finding]:
    """Items that say neither that they are our proposal nor where they were published."""
    for part in PARTS:
        items = pack.get(part)
        for place, item in enumerate(items if isinstance(items, list) else ()):
            basis = item.get("basis") if isinstance(item, dict) else None
            if not isinstance(item, dict) or (basis is not None and not isinstance(basis, dict)):
                continue
            words = _lacking(basis or {})
            if words:
                yield Finding(WARNING, pointer(part, place), words)


def _lacking(basis: Json) -> str:
    if basis.get("proposal"):
        return ""
    if not basis.get("rule"):
        return (
            'does not say where it comes from: add "basis": {"proposal": true}, or rule with source and date'
        )
    lacking = [name for name in ("source", "date") if not basis.get(name)]
    if lacking:
        return f"names a published rule without its {' and '.join(lacking)}: add it, or mark it as a proposal"
    return ""
