"""Where a value goes: `restriction.period.end`, `note[]` for one more of a list, `target[0]` in its first."""

import re
from typing import Any, Final

Json = dict[str, Any]
_STEP: Final = re.compile(r"(?P<name>[A-Za-z]+)(?P<list>\[(?P<place>\d*)\])?")


def put(resource: Json, path: str, value: Any) -> None:
    """Write at a path. `x[]` adds to a list (each of a list of values); `x[0]` goes into its first."""
    *way, last = path.split(".")
    here = resource
    for step in way:
        name, is_list, _ = _read(step)
        if is_list:
            found = here.setdefault(name, [])
            if not found:
                found.append({})
            here = found[0]
        else:
            here = here.setdefault(name, {})
    name, is_list, place = _read(last)
    if not is_list:
        here[name] = value
    elif place is None:
        here.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    else:
        found = here.setdefault(name, [])
        if found:
            found[0].update(value)
        else:
            found.append(value)


def _read(step: str) -> tuple[str, bool, str | None]:
    match = _STEP.fullmatch(step)
    if match is None:
        raise ValueError(f"{step} is no step of a path")
    return match["name"], match["list"] is not None, match["place"] or None
