"""The FHIR extensions that our Questionnaires use. The first group is standard, the second ours."""

from typing import Any, Final

Json = dict[str, Any]

ORDINAL: Final = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
VARIABLE: Final = "http://hl7.org/fhir/StructureDefinition/variable"
HIDDEN: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
ITEM_CONTROL: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
EXCLUSIVE: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
CALCULATED: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"

OURS: Final = "https://doorstep.invalid/fhir/"
PRIVATE: Final = OURS + "private"
"""valueBoolean on a group: asked alone, shown only behind Unlock, never in lists, notes or prints."""
PRIVATE_FOLLOW_UP: Final = OURS + "private-follow-up"
"""valueExpression on a private group: true when the answers ask for the private follow-up."""
POSITIVE: Final = OURS + "positive-answer"
"""valueBoolean on an answer option: the instrument calls this answer positive."""
SCORE_RANGE: Final = OURS + "score-range"
"""valueRange on a calculated item: lowest and highest possible score."""
SCORE_BAND: Final = OURS + "score-band"
"""On a calculated item, one per band: min, max, label, flag (true where the band asks for action)."""
SCORED_ITEM: Final = OURS + "scored-item"
"""valueString on a calculated item, one per question that it needs ("3 of 9 answered")."""
SAFETY_AT: Final = OURS + "safety-at"
"""valueDecimal on a question: an answer of this ordinal value or more opens the safety steps."""

LOINC: Final = "http://loinc.org"


def extensions(element: Json, url: str) -> list[Json]:
    return [each for each in element.get("extension", ()) if each.get("url") == url]


def value_of(element: Json, url: str, kind: str) -> Any:
    """The first extension's value of that kind, or None."""
    found = extensions(element, url)
    return found[0].get("value" + kind) if found else None
