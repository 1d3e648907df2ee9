"""Whose something is, by two identifiers. A value with two answers is never put there as settled."""

from typing import Any

Json = dict[str, Any]
NOT_SETTLED = "not settled"


def plain(document: Json, field: str) -> Any:
    """The one value of a field; None where there is none, NOT_SETTLED where there are several."""
    heads = document.get("fields", {}).get(field, {}).get("heads", [])
    if len(heads) > 1:
        return NOT_SETTLED
    return heads[0]["value"] if heads else None


def full_name(document: Json) -> str:
    """Given and family name of a patient document."""
    name = plain(document, "name")
    if not isinstance(name, dict):
        return name or ""
    return " ".join([*(name.get("given") or []), name.get("family") or ""]).strip()


def identity(patient: str, document: Json) -> Json:
    """Whose it is, by two identifiers, and that she died: nobody is to call there unknowing."""
    died = plain(document, "deceased")
    return {
        "id": patient,
        "name": full_name(document),
        "birthDate": plain(document, "birthDate") or "",
        "mrn": plain(document, "mrn") or "",
        **({"died": died} if died else {}),
    }
