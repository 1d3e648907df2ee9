"""Insurances: from Coverage, else from what claims that were paid say about the insurer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from server.ehr.bundle import Entry, Key, contained
from server.ehr.chart import NO_PATIENT, Chart, Item
from server.ehr.elements import Element
from server.ehr.values import concept, is_over, period, words

_GONE: Final = ("cancelled", "draft", "entered-in-error")
_NAMES: Final = {"medicare": "Medicare", "medicaid": "Medicaid", "private": "Private insurance"}
_STILL_YEARS: Final = 2


def coverages(chart: Chart) -> None:
    """One record an insurance; claims are asked only about patients whose Coverage is not in the file."""
    known = set()
    for entry in chart.bundle.of("Coverage"):
        patient = chart.patient_of(entry, "beneficiary")
        if patient is None:
            chart.leave("Coverage", NO_PATIENT)
            continue
        known.add(patient)
        status = entry.resource.text("status")
        ended = f"is {status}" if status in _GONE else None
        if is_over(entry.resource, chart.today):
            ended = "is over"
        fields = _fields(chart, entry, entry.resource)
        if fields["payer"] is None and fields["plan"] is None:
            chart.leave("Coverage", "names no insurer")
            continue
        chart.items.append(Item(entry.key, patient, "coverage", fields, entry, "Coverage", ended=ended))
    _from_claims(chart, known)


def _class(coverage: Element, code: str) -> str | None:
    for each in coverage.many("class"):
        if code in each.codes("type"):
            return each.text("name") or each.text("value")
    return None


def _insurer(chart: Chart, entry: Entry, coverage: Element) -> str | None:
    for reference in coverage.many("payor"):
        said = chart.named(entry, reference)
        if said:
            return _NAMES.get(said.lower(), said)
    return None


def _member_id(coverage: Element) -> str | None:
    numbers = [each.text("value") for each in coverage.many("identifier")]
    return coverage.text("subscriberId") or next((number for number in numbers if number), None)


def _fields(chart: Chart, entry: Entry, coverage: Element) -> dict[str, Any]:
    order = coverage.number("order")
    insurer = _insurer(chart, entry, coverage)
    kind = concept(coverage, "type")
    return {
        "payer": insurer or (str(kind["display"]) if kind else None),
        "plan": _class(coverage, "plan") or _class(coverage, "group"),
        "memberId": _member_id(coverage),
        "type": kind,
        "period": period(coverage),
        "order": int(order) if order is not None else None,
        "status": coverage.text("status"),
    }


@dataclass(frozen=True)
class _Claim:
    entry: Entry
    billed: str
    insurer: str
    member: str | None
    fields: dict[str, Any]


def _claims(chart: Chart, entry: Entry) -> Iterator[_Claim]:
    billed = (period(entry.resource, "billablePeriod") or {}).get("start") or entry.resource.day("created")
    for insurance in entry.resource.many("insurance"):
        reference = insurance.one("coverage")
        if reference is None:
            continue
        text = reference.text("reference") or ""
        found = contained(entry.resource, text[1:]) if text.startswith("#") else None
        coverage = found or reference
        insurer = _insurer(chart, entry, coverage) or words(coverage, "type") or reference.text("display")
        if insurer is None:
            continue
        insurer = _NAMES.get(insurer.lower(), insurer)
        member = _member_id(coverage) if found else None
        fields = _fields(chart, entry, coverage) if found else {"type": None, "plan": None}
        yield _Claim(entry, str(billed or ""), insurer, member, fields)


def _from_claims(chart: Chart, known: set[Key]) -> None:
    """Insurers of the newest claims, the newest first; those long not billed are left."""
    by_patient: dict[Key, list[_Claim]] = {}
    for entry in chart.bundle.of("ExplanationOfBenefit"):
        patient = chart.patient_of(entry)
        if patient is None:
            chart.leave("ExplanationOfBenefit", NO_PATIENT)
        elif patient in known:
            chart.leave("ExplanationOfBenefit", "the insurance is taken from Coverage")
        else:
            claims = list(_claims(chart, entry))
            by_patient.setdefault(patient, []).extend(claims)
            if not claims:
                chart.leave("ExplanationOfBenefit", "names no insurer")
    for patient, claims in by_patient.items():
        _latest(chart, patient, claims)


def _latest(chart: Chart, patient: Key, claims: list[_Claim]) -> None:
    groups: dict[tuple[str, str | None], list[_Claim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.billed, reverse=True):
        groups.setdefault((claim.insurer, claim.member), []).append(claim)
    newest = max((claim.billed for claim in claims), default="")
    for order, ((insurer, member), group) in enumerate(groups.items(), 1):
        last = group[0]
        if insurer.upper() == "NO_INSURANCE":
            _leave_all(chart, group, "says that there was no insurance")
            continue
        long_ago = last.billed[:4] and int(newest[:4]) - int(last.billed[:4]) > _STILL_YEARS
        if long_ago:
            _leave_all(chart, group, "an earlier insurer, long not billed")
            continue
        fields = {
            "payer": insurer,
            "plan": last.fields["plan"],
            "memberId": member,
            "type": last.fields["type"],
            "period": {"start": group[-1].billed, "end": None} if group[-1].billed else None,
            "order": order,
            "status": "active",
        }
        key = patient.part("insurer", f"{insurer}|{member or ''}")
        chart.items.append(Item(key, patient, "coverage", fields, last.entry, "ExplanationOfBenefit"))
        _leave_all(chart, group[1:], "the same insurer as a newer one")


def _leave_all(chart: Chart, group: list[_Claim], reason: str) -> None:
    for _ in group:
        chart.leave("ExplanationOfBenefit", reason)
