"""A bundle as a chart: every mapper in turn, every resource accounted for, every value fit for its kind."""

from collections.abc import Callable
from typing import Any, Final

from marshmallow import ValidationError

from server.ehr.bundle import Broken, Bundle
from server.ehr.chart import NOT_CHART, Chart, Item, Link
from server.ehr.clinical import allergies, conditions, medicines
from server.ehr.coverages import coverages
from server.ehr.directives import code_statuses
from server.ehr.elements import Json, WrongShape
from server.ehr.people import patients, related_people
from server.ehr.plans import goals, plans
from sync.kinds import KINDS
from sync.plain import check_plain

_MAPPERS: Final[tuple[Callable[[Chart], None], ...]] = (
    patients,
    related_people,
    coverages,
    conditions,
    allergies,
    medicines,
    goals,
    plans,
    code_statuses,
)
_MAPPED: Final = frozenset(
    (
        "Patient",
        "RelatedPerson",
        "Coverage",
        "ExplanationOfBenefit",
        "Condition",
        "AllergyIntolerance",
        "MedicationRequest",
        "MedicationStatement",
        "MedicationOrder",
        "Goal",
        "CarePlan",
        "Consent",
        "Observation",
        "Flag",
    )
)
_REFERRED: Final = frozenset(("Medication", "Organization", "Practitioner", "PractitionerRole"))
_SERVER_WORDS: Final = frozenset(("OperationOutcome", "Bundle", "Parameters"))


def map_bundle(content: Json, today: str) -> Chart:
    """Read a bundle. `today` is the ISO date that decides what is over. Raises Broken."""
    chart = Chart(Bundle(content), today)
    try:
        for mapper in _MAPPERS:
            mapper(chart)
    except WrongShape as wrong:
        raise Broken(wrong.reason, entry=wrong.entry, resource=wrong.resource) from wrong
    for item in chart.items:
        _check(item)
    _account_for_the_rest(chart)
    return chart


def _check(item: Item) -> None:
    """Refuse values that the kind would refuse: the write path would hold them for checking one by one."""
    kind = KINDS[item.kind]
    for name, value in item.fields.items():
        if value is None or isinstance(value, Link):
            continue
        field = kind.fields[name]
        try:
            check_plain(field, value)
        except ValidationError as error:
            reason = f"{name} does not fit: {_flat(error.messages)}"
            raise Broken(reason, entry=item.entry.index, resource=item.entry.named) from error


def _flat(messages: Any) -> str:
    if isinstance(messages, dict):
        return "; ".join(f"{key}: {_flat(inner)}" for key, inner in messages.items())
    return ", ".join(map(str, messages)) if isinstance(messages, list) else str(messages)


def _account_for_the_rest(chart: Chart) -> None:
    for entry in chart.bundle.entries:
        if entry.type in _REFERRED:
            chart.leave(entry.type, "read only where something refers to it")
        elif entry.type in _SERVER_WORDS:
            chart.leave(entry.type, "a server's remark")
        elif entry.type not in _MAPPED:
            chart.leave(entry.type, NOT_CHART)
    for type_ in chart.bundle.repeated:
        chart.leave(type_, "a later version of the same is in the file")
    for _, asks in chart.bundle.bare:
        chart.leave(asks.partition(" ")[0], "an entry without a resource; an import deletes nothing")
    if chart.bundle.more_pages:
        chart.notes.append("the file is one page of a search: it names a next page that is not in it")
