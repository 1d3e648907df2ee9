"""A version of a plan of care as the tablet makes it: signed over all that it says, its contents by hash."""

from __future__ import annotations

from typing import Any

from sync import canonical
from tests.api.field_work import CREATE, FieldTablet, Json, set_op
from tests.api.visiting import signed

SNAPSHOT = canonical.canonical({"v": 1, "parts": {"nutrition": "Low salt"}, "goals": [], "actions": []})


def words_of(tablet: FieldTablet, plan: str, number: int = 1, replaces: tuple[str, ...] = ()) -> Json:
    """What a version says, but for its signature."""
    return {
        "plan": plan,
        "number": number,
        "replaces": list(replaces),
        "snapshot": SNAPSHOT,
        "sha256": canonical.sha256(SNAPSHOT),
        "madeIn": "chart",
        # Decomposed, as a keyboard may write it: one spelling is signed.
        "agreedBy": [{"name": "Jose\u0301 Ruiz", "relation": "Patient"}],
        "agreedAt": tablet.clock.text,
    }


def statement(version: str, patient: str, fields: Json) -> str:
    said = {name: value for name, value in fields.items() if name != "snapshot"}
    return canonical.canonical({"v": 1, "agrees": version, "patient": patient, "version": said})


def version(
    tablet: FieldTablet,
    patient: str,
    fields: Json,
    *,
    spoil: Json | None = None,
    by: FieldTablet | None = None,
) -> Json:
    """The change that makes a version. `spoil`: what is altered after it was signed; `by`: who signs it."""
    record = tablet.id()
    told: dict[str, Any] = {**fields, "signature": signed(by or tablet, statement(record, patient, fields))}
    told |= spoil or {}
    ops = [CREATE, *(set_op(name, value) for name, value in told.items() if value is not None)]
    return tablet.change(record, patient, "plan_version", *ops)


def new_plan(tablet: FieldTablet, patient: str) -> str:
    plan = tablet.id()
    made = tablet.change(plan, patient, "plan", CREATE, set_op("title", "Plan of care"))
    assert tablet.outcomes(made) == ["applied"]
    return plan
