"""Who signed a visit, over what, by which clock; the patient's signature; approvals."""

from typing import Final

from server.printing.model import NOT_SETTLED, NOT_SIGNED, SIGNED, Fact, Mark, Section, Table, Value
from server.printing.words import Speaker, entries_with_parts
from server.review.reading import Doc, any_value, heads_of, object_of, text_of
from sync import canonical
from sync.kinds.shapes import SIGNATURE
from sync.kinds.visit import APPROVAL, PATIENT_SIGNATURE, SIGNING, TOLD_OF_CORRECTION

NOT_SIGNED_WORDS: Final = "Not signed. Nobody has put a name to this yet."
_ARRIVED: Final = "received"


def signed_sha256(visit: Doc) -> str:
    """The hash of what was signed: of the one manifest. Empty while there is none, or while two differ."""
    found = heads_of(visit, "manifest")
    if len(found) != 1 or len(heads_of(visit, "signature")) != 1 or not isinstance(found[0]["value"], str):
        return ""
    return canonical.sha256(found[0]["value"])


def mark(visit: Doc, say: Speaker) -> Mark:
    """What stands on top: signed by whom and when, or in plain words that it is not."""
    found = heads_of(visit, "signature")
    if not found or found[0]["value"] is None:
        return Mark(NOT_SIGNED, NOT_SIGNED_WORDS)
    if len(found) > 1 or not signed_sha256(visit):
        return Mark(NOT_SETTLED, "Not settled: signed twice with different contents. Nobody has decided yet.")
    returned = {head["value"] for head in heads_of(visit, "state")} == {"returned"}
    words = f"Signed by {say.person(found[0]['by'])}, {say.moment(_signed_at(found[0]))}."
    return Mark(SIGNED, f"{words} Returned by the office for correction." if returned else words)


def section(visit: Doc, say: Speaker) -> Section:
    """All signatures of a visit."""
    signed = heads_of(visit, "signature")
    parts = [_coordinator(visit, say, head) for head in signed if isinstance(head["value"], dict)]
    if not parts:
        parts = [Section("Coordinator", lines=(NOT_SIGNED_WORDS,))]
    parts += [_patient(visit, say)]
    parts += [part for part in (_approvals(visit, say), _told(visit, say)) if part is not None]
    return Section("Signatures", parts=tuple(parts))


def _signed_at(head: Doc) -> str:
    return text_of(object_of(head["value"]).get("at")) or head["at"]


def _coordinator(visit: Doc, say: Speaker, head: Doc) -> Section:
    methods = SIGNATURE.parts["method"].choices
    signature = object_of(head["value"])
    method = text_of(signature.get("method"))
    arrived = [one["at"] for one in _states(visit) if one["value"] == _ARRIVED]
    return Section(
        "Coordinator",
        facts=(
            Fact("Signed by", Value(say.person(head["by"]))),
            Fact("Tablet's clock", Value(say.moment(_signed_at(head)))),
            Fact(
                "Server's clock",
                Value(say.moment(head["at"])),
                "the tablet's time, put right by the server's",
            ),
            Fact("Whole at the server", Value(say.moment(max(arrived, default="")))),
            Fact("Signed with", Value(methods.get(method, method))),
            Fact("SHA-256 of the signed contents", Value(text_of(signature.get("manifestSha256")))),
            Fact("Version of the visit's record", Value(str(visit["version"] or 0))),
        ),
    )


def _states(visit: Doc) -> list[Doc]:
    cell = visit["fields"].get("state", {"heads": [], "past": []})
    return [*cell["heads"], *cell.get("past", ())]


def _patient(visit: Doc, say: Speaker) -> Section:
    torn = say.value(visit, "patientSignature")
    if torn.answers:
        return Section("Patient", facts=(Fact("Signature", torn),))
    signature = object_of(any_value(visit, "patientSignature"))
    if not signature:
        return Section("Patient", lines=("Not signed by the patient.",))
    by, method = object_of(signature.get("by")), text_of(signature.get("method"))
    named = (text_of(by.get("name")), text_of(by.get("relation")))
    labels = PATIENT_SIGNATURE.parts
    facts = [
        Fact(
            labels["by"].label,
            Value(", ".join(part for part in named if part)),
        ),
        Fact(labels["method"].label, Value(SIGNING.get(method, method))),
        Fact(labels["statement"].label, Value(text_of(signature.get("statement")))),
        Fact(labels["at"].label, Value(say.moment(text_of(signature.get("at"))))),
    ]
    facts += [
        Fact(labels[name].label, Value(said))
        for name in ("typed", "reason")
        if (said := text_of(signature.get(name)))
    ]
    return Section("Patient", facts=tuple(facts))


def _approvals(visit: Doc, say: Speaker) -> Section | None:
    roles, signed = APPROVAL.parts["role"].choices, signed_sha256(visit)
    rows = tuple(
        (
            Value(say.person(entry["by"])),
            Value(roles.get(text_of(entry["value"].get("role")), "")),
            Value(say.moment(text_of(entry["value"].get("at")) or entry["at"])),
            Value(_which(text_of(entry["value"].get("contentSha256")), signed)),
        )
        for entry in entries_with_parts(visit, "approvals")
    )
    if not rows:
        return Section("Approved", lines=("Not approved yet.",))
    return Section("Approved", table=Table(("By", "As", "When", "What was approved"), rows))


def _which(approved: str, signed: str) -> str:
    """An approval stands for the contents that it names, and no others."""
    return "What is signed here" if approved == signed else f"Other contents, SHA-256 {approved}"


def _told(visit: Doc, say: Speaker) -> Section | None:
    ways = TOLD_OF_CORRECTION.parts["how"].choices
    rows = tuple(
        (
            Value("; ".join(text_of(one) for one in entry["value"].get("changed") or ())),
            Value(ways.get(text_of(entry["value"].get("how")), "")),
            Value(say.who(entry)),
        )
        for entry in entries_with_parts(visit, "toldOfCorrections")
    )
    if not rows:
        return None
    table = Table(("What changed", "Told by", "Recorded"), rows)
    return Section("Corrected after the patient signed", table=table)
