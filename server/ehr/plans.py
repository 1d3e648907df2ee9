"""Goals and care plans."""

from typing import Any, Final

from server.ehr.bundle import Entry, Key
from server.ehr.chart import NO_PATIENT, Chart, Item, Link
from server.ehr.elements import Element
from server.ehr.values import concept, our_kind, period, quantity, words
from sync.kinds.goal import PROGRESS

# R4 Goal.lifecycleStatus, with what R3 and older servers still send.
_GOAL_STATES: Final = {
    "proposed": "proposed",
    "planned": "planned",
    "accepted": "accepted",
    "active": "active",
    "in-progress": "active",
    "sustaining": "active",
    "on-target": "active",
    "ahead-of-target": "active",
    "behind-target": "active",
    "on-hold": "on-hold",
    "completed": "completed",
    "achieved": "completed",
    "cancelled": "cancelled",
    "rejected": "cancelled",
}
_PLAN_STATES: Final = {
    "draft": "draft",
    "active": "active",
    "on-hold": "active",
    "unknown": "draft",
    "completed": "completed",
    "revoked": "revoked",
}
_GOAL_OVER: Final = ("completed", "cancelled")
_PLAN_OVER: Final = ("completed", "revoked")
_FULL_DAY: Final = 10
_DETAILS: Final = ("detailString", "detailInteger")


def _detail(target: Element) -> str | None:
    for name in _DETAILS:
        if target.text(name):
            return target.text(name)
    found = target.one("detailRange")
    if found is not None:
        low, high = quantity(found.one("low")), quantity(found.one("high"))
        return " to ".join(part for part in (low, high) if part) or None
    if target.has("detailBoolean"):
        return "Yes" if target.flag("detailBoolean") else "No"
    return quantity(target.one("detailQuantity")) or words(target, "detailCodeableConcept")


def _target(goal: Element) -> tuple[str | None, str | None, str | None]:
    """Measure, target and due date of the first target that says something."""
    for target in goal.many("target"):
        due = target.day("dueDate")
        measure, detail = words(target, "measure"), _detail(target)
        if measure or detail or due:
            return measure, detail, due if due and len(due) == _FULL_DAY else None
    return None, None, None


def _plans_of_goals(chart: Chart) -> dict[Key, Key]:
    """Which plan names which goal; of several the one that is in force, else the last."""
    found: dict[Key, Key] = {}
    plans = sorted(chart.bundle.of("CarePlan"), key=lambda each: each.resource.text("status") == "active")
    for entry in plans:
        for reference in entry.resource.many("goal"):
            goal = chart.bundle.entry(reference.text("reference") or "", entry)
            if goal is not None:
                found[goal.key] = entry.key
    return found


def goals(chart: Chart) -> None:
    plans = _plans_of_goals(chart)
    for entry in chart.bundle.of("Goal"):
        patient = chart.patient_of(entry)
        goal = entry.resource
        said = words(goal, "description") or goal.text("description")
        status = goal.text("lifecycleStatus") or goal.text("status") or "active"
        state = _GOAL_STATES.get(status)
        if patient is None or said is None or state is None:
            why = NO_PATIENT if patient is None else "says no goal" if said is None else f"is {status[:40]}"
            chart.leave("Goal", why)
            continue
        measure, target, due = _target(goal)
        progress = goal.code("achievementStatus")
        plan = plans.get(entry.key)
        fields: dict[str, Any] = {
            "words": said,
            "measure": measure,
            "target": target,
            "due": due,
            "progress": progress if progress in PROGRESS else None,
            "plan": Link(plan) if plan else None,
            "expressedBy": _expressed_by(chart, entry),
        }
        ended = f"is {status}" if state in _GOAL_OVER else None
        chart.items.append(Item(entry.key, patient, "goal", fields, entry, "Goal", state=state, ended=ended))


def _expressed_by(chart: Chart, entry: Entry) -> str | None:
    reference = entry.resource.one("expressedBy")
    if reference is None:
        return None
    text = reference.text("reference") or ""
    target = chart.bundle.entry(text, entry)
    if target is not None and target.type == "Patient":
        return "Patient"
    return reference.text("display") or (target.type if target else None)


def _activity(chart: Chart, entry: Entry, activity: Element) -> str | None:
    detail = activity.one("detail")
    if detail is not None:
        said = words(detail, "code") or detail.text("description")
        status = detail.text("status")
        return None if said is None or status in ("cancelled", "entered-in-error") else said
    reference = activity.one("reference")
    said = chart.named(entry, reference)
    if said is None and reference is not None:
        target = chart.bundle.resolve(reference.text("reference") or "", entry)
        said = words(target, "code") if target else None
    return said


def _title(plan: Element, parts: list[dict[str, Any]]) -> str:
    said = [part["display"] for part in parts if part.get("display")]
    return plan.text("title") or (said[0] if said else None) or plan.text("description") or "Care plan"


def plans(chart: Chart) -> None:
    for entry in chart.bundle.of("CarePlan"):
        patient = chart.patient_of(entry)
        plan = entry.resource
        if our_kind(plan) is not None:
            chart.leave("CarePlan", "is the plan of a move, not of care")
            continue
        status = plan.text("status") or "unknown"
        state = _PLAN_STATES.get(status)
        if patient is None or state is None:
            chart.leave("CarePlan", NO_PATIENT if patient is None else f"is {status[:40]}")
            continue
        parts = [part for each in plan.many("category") if (part := concept(each.under("c"), "c"))]
        done = [text for each in plan.many("activity") if (text := _activity(chart, entry, each))]
        fields = {
            "title": _title(plan, parts),
            "period": period(plan),
            "parts": parts or None,
            "activities": list(dict.fromkeys(done)) or None,
        }
        ended = f"is {status}" if state in _PLAN_OVER else None
        chart.items.append(
            Item(entry.key, patient, "plan", fields, entry, "CarePlan", state=state, ended=ended)
        )
