"""Versions of a plan of care: signed by who makes them, over all that they say, and never altered after.

A version counts from the moment it stands in the chart: there is no step after it, as `received` is for a
visit, at which a signature could still be doubted. One that does not fit is held, like an approval.
"""

from typing import Any, Final

from sqlalchemy import Connection

from server.identity.signatures import verify_visit_signature
from sync import canonical
from sync.change import Change
from sync.errors import Reason, Refused

Json = dict[str, Any]
_KIND: Final = "plan_version"
_SIGNATURE: Final = "signature"
_CONTENTS: Final = "snapshot"
"""Named in what is signed by its hash; the twin is `statementOf` in `pwa/src/domain/plan-version.ts`."""


def unsigned(connection: Connection, agency: str, author: tuple[str, str], change: Change) -> Refused | None:
    """Refuse a version whose signature is not its author's, person and device, over these very words.

    Also what would alter one: it says what was agreed. A version without a signature is let in as what it is:
    made in a visit, whose signature covers it, or by an app from before versions were signed.
    """
    if change.kind != _KIND:
        return None
    said = [op for op in change.ops if op.op in ("set", "correct")]
    if not change.creates:
        altered = Refused(Reason.BAD_SIGNATURE, "what was agreed in a version is not altered")
        return altered if said else None
    fields = {op.field: op.value for op in said}
    if _SIGNATURE not in fields:
        return None
    if len(fields) == len(said) and _signs(connection, agency, author, change, fields):
        return None
    return Refused(Reason.BAD_SIGNATURE, "the version of the plan is not signed by its author")


def _signs(
    connection: Connection, agency: str, author: tuple[str, str], change: Change, fields: Json
) -> bool:
    signature, contents = fields[_SIGNATURE], fields.get(_CONTENTS)
    if not isinstance(signature, dict) or not isinstance(contents, str):
        return False
    if fields.get("sha256") != canonical.sha256(contents):
        return False
    said = statement(change.record, change.patient, fields)
    return verify_visit_signature(connection, agency, author, said, signature)


def statement(version: str, patient: str, fields: Json) -> str:
    """Write down what is signed: all fields of a version but its contents, which their hash names."""
    said = {name: value for name, value in fields.items() if name not in (_SIGNATURE, _CONTENTS)}
    return canonical.canonical({"v": 1, "agrees": version, "patient": patient, "version": said})
