"""One record as its resources, by its kind's target: the first one carries the record's id."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final
from uuid import UUID, uuid5

from server.ehr.giving import values
from server.ehr.giving.paths import put
from server.ehr.giving.reading import Reading, label_of
from server.ehr.giving.target import About, At, Beside, Giving, Target, Where
from sync.kinds import KINDS
from sync.kinds.fields import Value
from sync.lifecycles import LIFECYCLES

Json = dict[str, Any]

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "AllergyIntolerance": ("code",),
    "CarePlan": ("status",),
    "Communication": ("status",),
    "Consent": ("status",),
    "Coverage": ("status", "payor[]"),
    "DocumentReference": ("status",),
    "Composition": ("author[]",),
    "Encounter": ("status",),
    "EpisodeOfCare": ("status",),
    "Flag": ("status", "code"),
    "Goal": ("lifecycleStatus", "description"),
    "List": ("status",),
    "MedicationRequest": ("status", "medicationCodeableConcept"),
    "Observation": ("code",),
    "Procedure": ("status",),
    "ServiceRequest": ("status",),
    "Task": ("status",),
}
"""What R4 wants of each: where nobody settled it, it says that it is not known, never a guess."""
_CODED: Final = frozenset({"status", "lifecycleStatus"})
_UNKNOWN: Final = {"extension": [{"url": values.ABSENT, "valueCode": "unknown"}]}


def part_id(record: str, name: str) -> str:
    """The id of one more resource of a record: the same at every export."""
    return str(uuid5(UUID(record), f"export\0{name}"))


def resources(target: Target, read: Reading, giving: Giving) -> Iterator[Json]:
    """Give the resources of one record, its first one first."""
    record = read.record
    made: Json = {"resourceType": target.resource, "id": record["id"], **deepcopy(dict(target.fixed))}
    if target.subject:
        put(made, target.subject, giving.patient)
    if target.authored:
        put(made, target.authored, record["created"]["at"])
    author = giving.refer("person", record["created"]["by"]) if target.author else None
    if author:
        put(made, target.author, author)
    for name, where in target.fields.items():
        _write(made, read, name, where, giving)
    for prefix, where in target.dynamic.items():
        if isinstance(where, Beside):
            _dynamic(made, read, prefix, giving)
    more = list(target.more(made, read, giving)) if target.more else []
    _not_settled(made, read, giving)
    for one in (made, *more):
        _complete(one)
        yield one


def _write(made: Json, read: Reading, name: str, where: Where, giving: Giving) -> None:
    kind = read.record["kind"]
    declared = KINDS[kind].fields[name]
    value = read.value(name)
    if declared.lifecycle:
        value = value or _initial(declared, read)
        _reason(made, read, name)
    if value is None or value in ("", [], {}):
        return
    if isinstance(where, Beside):
        _beside(made, f"{kind}-{name}", declared, value, giving)
    elif isinstance(where, At):
        encoded = value
        if where.encode is not None:
            encoded = where.encode(value, About(read.record, name, declared, giving.refer))
        if encoded is None or encoded == []:
            # The element can't take this value: it is given all the same.
            _beside(made, f"{kind}-{name}", declared, value, giving)
        else:
            put(made, where.path, encoded)


def _initial(declared: Value, read: Reading) -> str | None:
    unset = not read.record["fields"].get(declared.name or "", {}).get("heads")
    return LIFECYCLES[declared.lifecycle].initial if unset else None


def _reason(made: Json, read: Reading, name: str) -> None:
    """Why a record came into its state, as it was said."""
    why = read.why(name)
    if why and made["resourceType"] == "Task":
        put(made, "statusReason.text", why)
    elif why:
        url = f"{values.STRUCTURE}{read.record['kind']}-{name}-reason"
        put(made, "extension[]", {"url": url, "valueString": why})


def _beside(made: Json, name: str, declared: Value, value: Any, giving: Giving) -> None:
    found = list(values.extension(values.STRUCTURE + name, declared, value, giving.refer))
    if found:
        put(made, "extension[]", found)


def _dynamic(made: Json, read: Reading, prefix: str, giving: Giving) -> None:
    kind = read.record["kind"]
    declared = KINDS[kind].dynamic[prefix]
    for name, value in read.dynamic(prefix).items():
        _beside(made, f"{kind}-{prefix}-{name}", declared, value, giving)


def _not_settled(made: Json, read: Reading, giving: Giving) -> None:
    """Give of each field with different answers all of them, as not settled: none stands as the one."""
    kind = read.record["kind"]
    if kind == "assessment":
        # An address would name a question, and some are asked in private.
        if any(True for _ in read.unsettled()):
            put(made, "extension[]", {"url": values.NOT_SETTLED, "valueString": "Answers: not settled"})
        return
    for address, answers in read.unsettled():
        declared = KINDS[kind].field(address)
        told: list[Json] = [{"url": "field", "valueString": label_of(kind, address)}]
        for answer in answers:
            if declared is not None:
                told += values.extension("answer", declared, answer, giving.refer)
        put(made, "extension[]", {"url": values.NOT_SETTLED, "extension": told})


def _complete(made: Json) -> None:
    for path in REQUIRED.get(made["resourceType"], ()):
        name = path.removesuffix("[]")
        if name in made:
            continue
        if name in _CODED:
            made[f"_{name}"] = deepcopy(_UNKNOWN)
        else:
            put(made, path, deepcopy(_UNKNOWN))
