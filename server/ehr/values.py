"""FHIR's data types as the values of our records."""

from decimal import Decimal
from typing import Any, Final

from server.ehr.elements import Element
from server.forms.extensions import OURS

Json = dict[str, Any]

ICD10: Final = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED: Final = "http://snomed.info/sct"
RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
OUR_KIND: Final = OURS + "CodeSystem/record-kind"
"""Code system of what our own export calls a record of a kind that FHIR has no resource for."""
_NEVER: Final = {"old", "maiden", "anonymous", "temp"}
_NAME_ORDER: Final = ("official", "usual", "", "nickname", *sorted(_NEVER))


def concept(element: Element, name: str, *prefer: str) -> Json | None:
    """A CodeableConcept (or Coding, or plain text) as one coding: the preferred system's, else the first.

    Words that a person wrote for the whole concept stand before a code's own words.
    """
    if isinstance(element.data.get(name), str):
        text = element.text(name)
        return {"system": None, "code": "", "display": text} if text else None
    found = element.one(name)
    if found is None:
        return None
    codings = found.many("coding") if found.has("coding") else []
    if not codings and found.has("code"):
        codings = [found]
    usable = [coding for coding in codings if coding.text("code")]
    text = found.text("text") or next((c.text("display") for c in codings if c.text("display")), None)
    if not usable:
        return {"system": None, "code": "", "display": text} if text else None
    order = {system: place for place, system in enumerate(prefer)}
    chosen = min(usable, key=lambda coding: order.get(coding.text("system") or "", len(order)))
    code = chosen.text("code")
    display = found.text("text") or chosen.text("display") or text or code
    return {"system": chosen.text("system"), "code": code, "display": display}


def words(element: Element, name: str) -> str | None:
    """What a concept says, in words."""
    found = concept(element, name)
    return str(found["display"]) if found else None


def _without_empty(value: Json) -> Json:
    return {key: part for key, part in value.items() if part not in (None, [], "")}


def period(element: Element, name: str = "period") -> Json | None:
    found = element.one(name)
    if found is None:
        return None
    made = {"start": found.day("start"), "end": found.day("end")}
    return made if any(made.values()) else None


def is_over(element: Element, today: str) -> bool:
    """True when the element's period has ended."""
    end = (period(element) or {}).get("end")
    return end is not None and str(end) < today[: len(str(end))]


def person_name(element: Element, today: str) -> Json | None:
    """The name a person is called by in a chart: official before usual, current before old.

    A name that is only a text is split at its last word, or at a comma.
    """
    names = element.many("name") if not isinstance(element.data.get("name"), str) else []
    if not names:
        return _split(element.text("name")) if isinstance(element.data.get("name"), str) else None
    current = [each for each in names if not is_over(each, today)] or names
    best = min(current, key=lambda each: _NAME_ORDER.index(_use(each)))
    made = {
        "family": best.text("family")
        if isinstance(best.data.get("family"), str)
        else _joined(best, "family"),
        "given": best.texts("given"),
        "prefix": _joined(best, "prefix"),
        "suffix": _joined(best, "suffix"),
    }
    if not made["family"] and not made["given"]:
        made = {**made, **(_split(best.text("text")) or {})}
    made["nickname"] = _nickname(current, best)
    found = _without_empty(made)
    return found if found.get("family") or found.get("given") else None


def _nickname(names: list[Element], chosen: Element) -> str | None:
    for each in names:
        if _use(each) == "nickname" and each is not chosen:
            return next(iter(each.texts("given")), None) or each.text("text")
    return None


def _use(element: Element) -> str:
    use = element.text("use") or ""
    return use if use in _NAME_ORDER else ""


def _joined(element: Element, name: str) -> str | None:
    return " ".join(element.texts(name)) or None


def _split(text: str | None) -> Json | None:
    if not text:
        return None
    family, comma, given = text.partition(",")
    if comma:
        return _without_empty({"family": family.strip(), "given": given.split()})
    *first, last = text.split()
    return _without_empty({"family": last, "given": first})


def address(element: Element, today: str) -> Json | None:
    """Where the person lives now: home before others, never an old or a billing-only address."""
    usable = [
        each
        for each in element.many("address")
        if each.text("use") not in ("old", "billing")
        and each.text("type") != "postal"
        and not is_over(each, today)
    ] or [each for each in element.many("address") if each.text("use") != "old"]
    if not usable:
        return None
    best = min(usable, key=lambda each: each.text("use") != "home")
    made = _without_empty(
        {
            "line": best.texts("line"),
            "city": best.text("city"),
            "state": best.text("state"),
            "postalCode": best.text("postalCode"),
            "country": best.text("country"),
        }
    )
    if not made and best.text("text"):
        made = {"line": [line.strip() for line in str(best.text("text")).splitlines() if line.strip()]}
    return made or None


def phones(element: Element, today: str) -> list[Json] | None:
    """Telephone numbers in the order they should be tried."""
    found: list[Json] = []
    for each in element.many("telecom"):
        value = each.text("value")
        if not value or each.text("system") not in (None, "phone", "sms") or each.text("use") == "old":
            continue
        if is_over(each, today):
            continue
        rank = each.number("rank")
        phone = {
            "value": value.removeprefix("tel:"),
            "use": each.text("use"),
            "rank": int(rank) if rank else None,
        }
        if phone["value"] not in [other["value"] for other in found]:
            found.append(_without_empty(phone))
    found.sort(key=lambda phone: phone.get("rank", 1_000))
    return found or None


def quantity(element: Element | None) -> str | None:
    """A Quantity in words: `< 7.0 %`."""
    if element is None:
        return None
    value = element.number("value")
    if value is None:
        return None
    parts = [element.text("comparator"), plain(value), element.text("unit") or element.text("code")]
    return " ".join(part for part in parts if part)


def plain(value: Decimal) -> str:
    """A number as it was written, without an exponent."""
    return format(value, "f")


def our_kind(element: Element) -> str | None:
    """Which kind of our records a resource of our own export is; None for anybody else's."""
    for category in element.many("category"):
        for coding in category.many("coding"):
            if coding.text("system") == OUR_KIND:
                return coding.text("code")
    return None
