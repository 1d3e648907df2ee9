"""The printed account of an import: per resource type what was taken, what was left and why."""

from collections import defaultdict

from server.ehr.changes import Planned
from server.ehr.chart import Chart


def account(name: str, chart: Chart, planned: Planned) -> str:
    """Lines for one file. Counts add up to the resources of the file, and show no patient data."""
    left: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (type_, reason), count in chart.left.items():
        left[type_].append((reason, count))
    made, changed = sum(planned.made.values()), sum(planned.changed.values())
    people = len(planned.patients)
    outcome = f"{made} new, {changed} changed" if made or changed else "nothing to change"
    lines = [f"{name}: {people} patient{'' if people == 1 else 's'}, {outcome}"]
    types = sorted({*planned.taken, *left}, key=lambda type_: (not planned.taken[type_], type_))
    width = max((len(type_) for type_ in types), default=0)
    for type_ in types:
        parts = [_taken(type_, planned)]
        if left[type_]:
            reasons = sorted(left[type_], key=lambda each: -each[1])
            parts.append("left " + "; ".join(f"{count} ({reason})" for reason, count in reasons))
        lines.append(f"  {type_:<{width}}  {', '.join(parts)}")
    lines += [f"  note: {note}" for note in chart.notes]
    return "\n".join(lines)


def _taken(type_: str, planned: Planned) -> str:
    if not planned.taken[type_]:
        return "took none"
    new, changed = planned.made[type_], planned.changed[type_]
    parts = [f"{count} {word}" for count, word in ((new, "new"), (changed, "changed")) if count]
    return f"took {planned.taken[type_]} ({', '.join(parts) or 'unchanged'})"
