"""Patients, and the people around them."""

from typing import Any, Final

from server.ehr.bundle import Entry, Key
from server.ehr.chart import NO_PATIENT, Chart, Item
from server.ehr.elements import Element
from server.ehr.values import address, concept, is_over, person_name, phones, words

# Numbers that a home visit has no use for; what is not kept cannot be lost.
_NOT_KEPT: Final = frozenset(("SS", "SB", "DL", "PPN", "BRN"))
_NOT_KEPT_SYSTEMS: Final = ("us-ssn", "2.16.840.1.113883.4.1", "passport", "2.16.840.1.113883.4.3.")
_SEXES: Final = ("female", "male", "other", "unknown")
_FULL_DAY: Final = 10


def _identifiers(patient: Element) -> list[dict[str, Any]]:
    found = []
    for each in patient.many("identifier"):
        value = each.text("value")
        system = each.text("system") or ""
        types = each.codes("type")
        if not value or each.text("use") == "old" or _NOT_KEPT & set(types):
            continue
        if any(part in system for part in _NOT_KEPT_SYSTEMS):
            continue
        made = {"value": value, "system": system or None, "type": types[0] if types else None}
        found.append({key: part for key, part in made.items() if part is not None})
    return found


def _mrn(patient: Element, identifiers: list[dict[str, Any]]) -> str | None:
    marked = [each["value"] for each in identifiers if each.get("type") == "MR"]
    if marked:
        return str(marked[0])
    usual = [each.text("value") for each in patient.many("identifier") if each.text("use") == "usual"]
    kept = {each["value"] for each in identifiers}
    return next((value for value in usual if value in kept), None)


def _language(patient: Element) -> dict[str, Any] | None:
    spoken = patient.many("communication")
    if not spoken:
        return None
    best = min(spoken, key=lambda each: not each.flag("preferred"))
    language = concept(best, "language", "urn:ietf:bcp:47")
    if language is None:
        return None
    made = {"code": language["code"] or "und", "display": language["display"]}
    needed = best.extension("patient-interpreterRequired") or patient.extension("patient-interpreterRequired")
    if needed is not None:
        made["interpreter"] = bool(needed.flag("valueBoolean"))
    return made


def _deceased(chart: Chart, entry: Entry) -> str | None:
    day = entry.resource.day("deceasedDateTime")
    if day is None and entry.resource.flag("deceasedBoolean"):
        chart.notes.append(f"{entry.named} is marked as deceased without a date: not taken, check the source")
    return day


def _birth_date(chart: Chart, entry: Entry) -> str | None:
    day = entry.resource.day("birthDate")
    if day is not None and len(day) < _FULL_DAY:
        chart.notes.append(f"{entry.named} has a birth date without a day: not taken, ask the patient")
        return None
    return day


def patients(chart: Chart) -> None:
    """Every patient with a name, and the contacts named inside."""
    for entry in chart.bundle.of("Patient"):
        patient = entry.resource
        name = person_name(patient, chart.today)
        if name is None:
            chart.leave("Patient", "has no name")
            continue
        identifiers = _identifiers(patient)
        sex = patient.text("gender")
        fields = {
            "name": name,
            "birthDate": _birth_date(chart, entry),
            "sex": None if sex is None else sex if sex in _SEXES else "unknown",
            "mrn": _mrn(patient, identifiers),
            "address": address(patient, chart.today),
            "phones": phones(patient, chart.today),
            "language": _language(patient),
            "codeStatus": None,
            "identifiers": identifiers or None,
            "deceased": _deceased(chart, entry),
        }
        chart.items.append(Item(entry.key, entry.key, "patient", fields, entry, "Patient"))
        _contacts_inside(chart, entry)
        _physicians(chart, entry)


def _contacts_inside(chart: Chart, entry: Entry) -> None:
    for place, contact in enumerate(entry.resource.many("contact")):
        # Contacts have no id of their own in most sources; their place is the best name there is.
        key = entry.key.part("contact", contact.text("id") or str(place))
        _contact(chart, entry, key, contact, "Patient.contact")


def _contact(chart: Chart, entry: Entry, key: Key, contact: Element, type_: str) -> None:
    name = person_name(contact, chart.today)
    if name is None:
        chart.leave(type_, "has no name")
        return
    fields = {
        "name": name,
        "relation": words(contact, "relationship"),
        "role": _role(contact),
        "phones": phones(contact, chart.today),
        "address": address(contact, chart.today),
    }
    over = "is over" if is_over(contact, chart.today) else None
    chart.items.append(Item(key, entry.key, "contact", fields, entry, type_, ended=over))


def _role(contact: Element) -> str | None:
    codes = set(contact.codes("relationship"))
    if "C" in codes or "EMERGENCY" in codes:
        return "Emergency contact"
    if codes & {"POWATT", "HPOWATT", "GUARD", "RESPRSN"}:
        return "Representative"
    return "Next of kin" if "N" in codes else None


def _physicians(chart: Chart, entry: Entry) -> None:
    for reference in entry.resource.many("generalPractitioner"):
        text = reference.text("reference") or ""
        target = chart.bundle.resolve(text, entry)
        name = person_name(target, chart.today) if target and target.type == "Practitioner" else None
        said = chart.named(entry, reference)
        if name is None and said:
            name = {"family": said}
        if name is None:
            chart.leave("Patient.generalPractitioner", "names somebody who is not in the file")
            continue
        fields = {
            "name": name,
            "relation": "Primary care",
            "role": "Physician",
            "phones": phones(target, chart.today) if target else None,
            "address": address(target, chart.today) if target else None,
        }
        key = entry.key.part("generalPractitioner", text or said or "")
        chart.items.append(Item(key, entry.key, "contact", fields, entry, "Patient.generalPractitioner"))


def related_people(chart: Chart) -> None:
    for entry in chart.bundle.of("RelatedPerson"):
        patient = chart.patient_of(entry)
        if patient is None:
            chart.leave("RelatedPerson", NO_PATIENT)
            continue
        name = person_name(entry.resource, chart.today)
        if name is None:
            chart.leave("RelatedPerson", "has no name")
            continue
        fields = {
            "name": name,
            "relation": words(entry.resource, "relationship"),
            "role": _role(entry.resource),
            "phones": phones(entry.resource, chart.today),
            "address": address(entry.resource, chart.today),
        }
        over = "is over" if is_over(entry.resource, chart.today) else None
        if entry.resource.flag("active") is False:
            over = "is not active"
        chart.items.append(Item(entry.key, patient, "contact", fields, entry, "RelatedPerson", ended=over))
