"""Work that is held, made and looked for over HTTP."""

from __future__ import annotations

from typing import Any

from tests.api.field_work import CREATE, FieldTablet, Json, set_op, told


def listed(who: FieldTablet, query: str = "") -> list[Json]:
    answer = who.tablet.get(f"/api/office/held{query}")
    assert answer.status_code == 200, answer.text
    return list((answer.json or {})["held"])


def held_batch(who: FieldTablet, *changes: Json, code: str = "no-right") -> Json:
    batch = who.batch(*changes)
    answer = who.post(batch).json or {}
    assert f"quarantined:{code}" in [told(receipt) for receipt in answer["receipts"]]
    return batch


def goal(who: FieldTablet, patient: str, target: str = "Stairs", **more: Any) -> Json:
    return who.change(who.id(), patient, "goal", CREATE, set_op("target", target), **more)
