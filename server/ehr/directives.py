"""Code status: from Consent, Observation and Flag, where they say it in SNOMED CT, LOINC or HL7 codes.

Two sources that say different things are never settled here: the status is then left to be asked.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from server.ehr.bundle import Entry, Key
from server.ehr.chart import NOT_CHART, Chart
from server.ehr.elements import Element
from server.ehr.values import is_over

# SNOMED CT findings on resuscitation, and HL7's consent category.
_CODES: Final = {
    "304252001": "full",
    "304253006": "dnr",
    "304251008": "unknown",
    "dnr": "dnr",
    "LA33470-8": "full",
}
_NO_INTUBATION: Final = frozenset(("713603004", "LA33471-6"))
_DISPLAY: Final = {
    "full": "Full code",
    "dnr": "DNR",
    "dni": "DNI",
    "dnr-dni": "DNR and DNI",
    "unknown": "Not known",
}
_DEAD_STATES: Final = frozenset(
    ("inactive", "entered-in-error", "rejected", "proposed", "draft", "cancelled", "registered")
)


def _said(resource: Element) -> str | None:
    codes = set(resource.codes("category")) | set(resource.codes("code"))
    codes |= set(resource.codes("valueCodeableConcept"))
    provision = resource.one("provision")
    if provision is not None:
        codes |= set(provision.codes("code"))
    found = {_CODES[code] for code in codes if code in _CODES}
    if codes & _NO_INTUBATION:
        return "dnr-dni" if "dnr" in found else "dni"
    return found.pop() if len(found) == 1 else None


def _statements(chart: Chart) -> Iterator[tuple[Entry, Key, dict[str, Any]]]:
    for entry in chart.bundle.of("Consent", "Observation", "Flag"):
        code = _said(entry.resource)
        over = entry.resource.text("status") in _DEAD_STATES or is_over(entry.resource, chart.today)
        patient = chart.patient_of(entry)
        if code is None or over or patient is None:
            chart.leave(entry.type, NOT_CHART if code is None else "is no longer in force")
            continue
        when = entry.resource.day("dateTime") or entry.resource.day("effectiveDateTime")
        yield (
            entry,
            patient,
            {
                "code": code,
                "display": _DISPLAY[code],
                "source": _source(entry),
                "date": when,
            },
        )


def _source(entry: Entry) -> str:
    attachment = entry.resource.one("sourceAttachment")
    title = attachment.text("title") if attachment else None
    return title or {"Consent": "Advance directive", "Flag": "Flag in the chart"}.get(entry.type, "Chart")


def code_statuses(chart: Chart) -> None:
    """Put each patient's code status into the patient's item."""
    found: dict[Key, list[tuple[Entry, dict[str, Any]]]] = {}
    for entry, patient, status in _statements(chart):
        found.setdefault(patient, []).append((entry, status))
    for place, item in enumerate(chart.items):
        if item.kind != "patient" or item.key not in found:
            continue
        said = found.pop(item.key)
        if len({status["code"] for _, status in said}) > 1:
            chart.notes.append(
                f"{item.entry.named} has code statuses that differ: none taken, ask the patient"
            )
            for entry, _ in said:
                chart.leave(entry.type, "code statuses differ")
            continue
        newest = max(said, key=lambda each: each[1]["date"] or "")
        chart.items[place] = replace(item, fields={**item.fields, "codeStatus": newest[1]})
        chart.also.update(entry.type for entry, _ in said)
    for said in found.values():
        for entry, _ in said:
            chart.leave(entry.type, "about a patient who is not in the file")
