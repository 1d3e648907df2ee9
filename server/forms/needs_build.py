"""Makes the table of suggestion rules: which answers suggest which need, and in which words.

A suggestion is not a finding: it shows its reason and does nothing until a person confirms it with
the patient. Domains and codes come from the published facts; the plain titles, the short names of
the questions and the urgent questions are ours.
"""

from collections.abc import Sequence
from typing import Any, Final

from server.forms.extensions import LOINC, POSITIVE, PRIVATE_FOLLOW_UP, Json, extensions, value_of

URL: Final = "https://doorstep.invalid/fhir/needs/core"
VERSION: Final = "1.0.0"
ICD10: Final = "http://hl7.org/fhir/sid/icd-10-cm"
OWN_DOMAINS: Final = "https://doorstep.invalid/fhir/need-domain"

# (domain, plain title, {question: its short name}, urgent question or None)
# An urgent question names the answer that makes the need urgent, and the answers that it is asked after.
Urgent = dict[str, Any]
SOCIAL: Final[tuple[tuple[str, str, dict[str, str], Urgent | None], ...]] = (
    (
        "homelessness",
        "No steady place to live",
        {"71802-3": "living situation today"},
        {"question": "A place to sleep tonight?", "urgentIf": "no"},
    ),
    ("housing-instability", "Keeping the home", {"71802-3": "living situation today"}, None),
    ("inadequate-housing", "Problems in the home", {"96778-6": "problems with the place you live"}, None),
    (
        "food-insecurity",
        "Food",
        {"88122-7": "worried food would run out", "88123-5": "food ran out"},
        {"question": "Any food in the home today?", "urgentIf": "no"},
    ),
    (
        "transportation-insecurity",
        "Getting around",
        {"93030-5": "missed appointments for lack of a ride"},
        {
            "question": "Dialysis, chemotherapy or wound care in the next 3 days without a ride?",
            "urgentIf": "yes",
        },
    ),
    (
        "utility-insecurity",
        "Electricity, heat and water",
        {"96779-4": "threatened to shut off services"},
        {
            "question": "Oxygen, ventilator, dialysis or medicine kept cold at home?",
            "urgentIf": "yes",
            "askedAfter": ["LA32002-0"],
        },
    ),
)
# Which of a question's positive answers belong to which domain, where one question serves two.
ONLY: Final = {
    ("homelessness", "71802-3"): ["LA31995-6"],
    ("housing-instability", "71802-3"): ["LA31994-9"],
}


def _questions(items: Sequence[Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for item in items:
        found[item["linkId"]] = item
        found.update(_questions(item.get("item", ())))
    return found


def _positive(question: Json) -> list[str]:
    return [
        option["valueCoding"]["code"]
        for option in question["answerOption"]
        if value_of(option, POSITIVE, "Boolean")
    ]


def _codes(domain: Json, billable: dict[str, bool]) -> list[Json]:
    return [
        {
            "system": ICD10,
            "code": each["code"],
            "display": each["display"],
            "billable": billable[each["code"]],
        }
        for each in domain["icd10cm"]
    ]


def _social(domains: dict[str, Json], system: str, billable: dict[str, bool], form: Json) -> list[Json]:
    questions = _questions(form["item"])
    rules: list[Json] = []
    for name, title, short_names, urgent in SOCIAL:
        domain = domains[name]
        rule: Json = {
            "id": name,
            "domain": {"system": system, "code": domain["gravityCategory"], "display": domain["display"]},
            "title": title,
            "form": form["url"],
            "when": [
                {
                    "linkId": link_id,
                    "codes": ONLY.get((name, link_id), _positive(questions[link_id])),
                    "because": '"{answer}" to "' + short + '"',
                }
                for link_id, short in short_names.items()
            ],
            "codes": _codes(domain, billable),
            "goalExample": domain["goalExample"],
            "services": domain["serviceRequestExamples"],
        }
        if urgent is not None:
            rule["urgent"] = {**urgent, "when": domain["urgentWhen"]}
        rules.append(rule)
    return rules


def _private(domains: dict[str, Json], system: str, form: Json) -> Json:
    """The private follow-up: outside Unlock it has no score and no word of what was asked."""
    group = next(item for item in form["item"] if extensions(item, PRIVATE_FOLLOW_UP))
    return {
        "id": "private-follow-up",
        "private": True,
        "domain": {"system": system, "code": "sdoh-category-unspecified", "display": "Private follow-up"},
        "title": "Private follow-up",
        "form": form["url"],
        "when": [
            {
                "linkId": group["linkId"],
                "expression": value_of(group, PRIVATE_FOLLOW_UP, "Expression")["expression"],
                "because": "Answered in private",
            }
        ],
        "codes": [],
        "within": [
            {
                "system": system,
                "code": domains[name]["gravityCategory"],
                "display": domains[name]["display"],
                "urgentWhen": domains[name]["urgentWhen"],
            }
            for name in ("intimate-partner-violence", "elder-abuse")
        ],
    }


def _mood(form: Json) -> Json:
    """A flagged PHQ-9 band. It suggests a talk with the physician and names no diagnosis."""
    return {
        "id": "mood",
        "domain": {"system": OWN_DOMAINS, "code": "mood", "display": "Mood"},
        "title": "Mood",
        "form": form["url"],
        "when": [
            {"linkId": "44261-6", "band": "flag", "because": "PHQ-9: {score} of 27, {band}"},
        ],
        "codes": [],
        "goalExample": "PHQ-9 score lower by 5 or more in 6 weeks",
        "services": ["Tell the physician the score today", "Referral for depression care"],
    }


def needs_table(domains: Json, z_codes: Json, forms: Sequence[Json]) -> Json:
    """The committed `needs.json`.

    A rule's `when` is a list of triggers, any of which suggests the need: chosen `codes` of `linkId`
    ({answer} in `because` is the answer's display); a flagged `band` of the calculated `linkId`
    ({score}, {band}); or an `expression` over the form's variables that is true.
    """
    by_id = {form["id"]: form for form in forms}
    named = {each["id"]: each for each in domains["domains"]}
    billable = {each["code"]: bool(each["billable"]) for each in z_codes["codes"]}
    social, mood = by_id["ahc-hrsn-core"], by_id["phq-9"]
    system = domains["categorySystem"]
    return {
        "url": URL,
        "version": VERSION,
        "title": "Needs that answers suggest",
        "codeTable": z_codes["_source"],
        "answerSystem": LOINC,
        "rules": [*_social(named, system, billable, social), _mood(mood), _private(named, system, social)],
    }
