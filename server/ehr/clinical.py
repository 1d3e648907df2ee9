"""Conditions, allergies, medicines and code status: what is active, as the source says it."""

from typing import Any, Final

from server.ehr.bundle import Entry, Key
from server.ehr.chart import NO_PATIENT, Chart, Item
from server.ehr.elements import Element
from server.ehr.values import ICD10, RXNORM, SNOMED, concept, our_kind, period, quantity, words

_ACTIVE: Final = ("active", "recurrence", "relapse")
_NOT_SO: Final = ("entered-in-error", "refuted")
_MEDICINE_ACTIVE: Final = ("active", "on-hold", "intended", "draft", "unknown")


def _about(chart: Chart, entry: Entry) -> Key | None:
    patient = chart.patient_of(entry)
    if patient is None:
        chart.leave(entry.type, NO_PATIENT)
    return patient


def _note(element: Element) -> str | None:
    texts = [each.text("text") for each in element.many("note")]
    return "\n".join(text for text in texts if text) or None


def _onset(element: Element, name: str) -> str | None:
    """A date however the source says it; an age, a range or mere words are not a date."""
    return element.day(name + "DateTime") or (period(element, name + "Period") or {}).get("start")


def _status(element: Element) -> tuple[str | None, str | None]:
    return element.code("clinicalStatus"), element.code("verificationStatus")


def conditions(chart: Chart) -> None:
    for entry in chart.bundle.of("Condition"):
        patient = _about(chart, entry)
        if patient is None:
            continue
        condition = entry.resource
        if our_kind(condition) == "need":
            chart.leave("Condition", "is a need: whether the patient wants help is asked here")
            continue
        clinical, verification = _status(condition)
        code = concept(condition, "code", ICD10, SNOMED)
        ended = _ended(clinical, verification, over=condition.has("abatementDateTime"))
        if code is None:
            chart.leave("Condition", "has no code and no words")
            continue
        fields = {
            "code": code,
            "clinicalStatus": clinical or ("inactive" if ended else "active"),
            "verificationStatus": verification,
            "onset": _onset(condition, "onset") or condition.day("recordedDate"),
            "abatement": _onset(condition, "abatement"),
            "category": condition.code("category"),
            "note": _note(condition),
        }
        chart.items.append(Item(entry.key, patient, "condition", fields, entry, "Condition", ended=ended))


def _ended(clinical: str | None, verification: str | None, *, over: bool = False) -> str | None:
    if verification in _NOT_SO:
        return f"is {verification}"
    if clinical is None:
        return "is over" if over else None
    return None if clinical in _ACTIVE else f"is {clinical}"


def allergies(chart: Chart) -> None:
    for entry in chart.bundle.of("AllergyIntolerance"):
        patient = _about(chart, entry)
        if patient is None:
            continue
        allergy = entry.resource
        clinical, verification = _status(allergy)
        code = concept(allergy, "code", RXNORM, SNOMED) or _reaction_substance(allergy)
        if code is None:
            chart.leave("AllergyIntolerance", "has no code and no words")
            continue
        reactions = [
            word
            for reaction in allergy.many("reaction")
            for manifestation in reaction.many("manifestation")
            if (word := words(manifestation.under("c"), "c"))
        ]
        fields = {
            "substance": code,
            "reaction": ", ".join(dict.fromkeys(reactions)) or None,
            "criticality": allergy.text("criticality"),
            "clinicalStatus": clinical or "active",
        }
        ended = _ended(clinical, verification)
        chart.items.append(
            Item(entry.key, patient, "allergy", fields, entry, "AllergyIntolerance", ended=ended)
        )


def _reaction_substance(allergy: Element) -> dict[str, Any] | None:
    for reaction in allergy.many("reaction"):
        found = concept(reaction, "substance", RXNORM, SNOMED)
        if found:
            return found
    return None


def _medicine(chart: Chart, entry: Entry) -> dict[str, Any] | None:
    resource = entry.resource
    found = concept(resource, "medicationCodeableConcept", RXNORM)
    if found is not None:
        return found
    reference = resource.one("medicationReference") or resource.one("medication")
    if reference is None:
        return None
    target = chart.bundle.resolve(reference.text("reference") or "", entry)
    found = concept(target, "code", RXNORM) if target else None
    display = reference.text("display")
    return found or ({"system": None, "code": "", "display": display} if display else None)


def dose(instruction: Element) -> str | None:
    """A dosage in words: the prescriber's own if there are any, else put together from its parts."""
    own = instruction.text("text") or instruction.text("patientInstruction")
    if own:
        return own
    rate = instruction.one("doseAndRate")
    amount = quantity(rate.one("doseQuantity")) if rate else None
    amount = amount or quantity(instruction.one("doseQuantity"))
    timing = instruction.one("timing")
    how_often = None
    if timing is not None:
        repeat = timing.one("repeat")
        how_often = words(timing, "code") or (_repeat(repeat) if repeat else None)
    as_needed = (
        "as needed"
        if instruction.flag("asNeededBoolean") or instruction.has("asNeededCodeableConcept")
        else None
    )
    parts = [amount, words(instruction, "route"), how_often, as_needed]
    return " ".join(part for part in parts if part) or None


def _repeat(repeat: Element) -> str | None:
    times, every, unit = repeat.number("frequency"), repeat.number("period"), repeat.text("periodUnit")
    names = {"h": "hour", "d": "day", "wk": "week", "mo": "month"}
    if times is None or every is None or unit not in names:
        return None
    how = "once" if times == 1 else f"{times} times"
    return f"{how} a {names[unit]}" if every == 1 else f"{how} every {every} {names[unit]}s"


def medicines(chart: Chart) -> None:
    for entry in chart.bundle.of("MedicationRequest", "MedicationStatement", "MedicationOrder"):
        patient = _about(chart, entry)
        if patient is None:
            continue
        resource = entry.resource
        status = resource.text("status")
        if resource.text("intent") in ("proposal", "option"):
            chart.leave(entry.type, "is a proposal, not an order")
            continue
        medicine = _medicine(chart, entry)
        if medicine is None:
            chart.leave(entry.type, "names a medicine that is not in the file")
            continue
        over = (period(resource, "effectivePeriod") or {}).get("end")
        doses = [text for each in _instructions(resource) if (text := dose(each))]
        fields = {
            "medicine": medicine,
            "dose": "; ".join(doses) or None,
            "status": status,
            "started": (period(resource, "effectivePeriod") or {}).get("start")
            or resource.day("effectiveDateTime")
            or resource.day("authoredOn")
            or resource.day("dateAsserted"),
            "asTaken": None,
        }
        if entry.type == "MedicationStatement":
            fields["asTaken"] = fields["dose"]
        ended = None if status is None or status in _MEDICINE_ACTIVE else f"is {status}"
        if resource.flag("doNotPerform"):
            ended = "says not to take it"
        if over and over < chart.today[: len(over)]:
            ended = ended or "is over"
        chart.items.append(Item(entry.key, patient, "medication", fields, entry, entry.type, ended=ended))


def _instructions(resource: Element) -> list[Element]:
    return resource.many("dosageInstruction") or resource.many("dosage")
