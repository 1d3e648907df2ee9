"""What every tablet carries: the values of library records (forms, needs table, agency, person).

Each function gives the fields of one record of its kind; who writes the record is the caller's affair.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

from server.forms.extensions import Json
from sync import canonical

HERE: Final = Path(__file__).resolve().parent
FORMS: Final = ("phq-9", "ahc-hrsn-core")
"""The forms that we ship, in the order of a visit's sections."""

ON_CALL: Final = "{onCallPhone}"
PATIENT: Final = "{patient}"

# The five steps of the default protocol, word for word (UX section 7). `{patient}` is the name the
# person is called by and `{onCallPhone}` the agency's number. A step is done when what it asks is recorded.
ACCEPTANCE_POLICY: Final[Json] = {"name": "Acceptance to service, 2026"}
"""The name kept with each decision; what is asked is of the settings of care where it has no points."""

SAFETY_PROTOCOL: Final[list[Json]] = [
    {
        "id": "1",
        "text": (
            f"Stay with {PATIENT}. Ask directly: Are you thinking of ending your life? "
            "Do you have a plan? A way to do it?"
        ),
        "asks": "done",
    },
    {
        "id": "2",
        "text": "In danger now?",
        "asks": "choice",
        "choices": [
            {"code": "yes", "display": "Yes, now"},
            {"code": "not-sure", "display": "Not sure"},
            {"code": "no", "display": "No"},
        ],
    },
    {
        "id": "3",
        "asks": "done",
        "dependsOn": "2",
        "byAnswer": {
            "yes": {"text": [f"Don't leave {PATIENT} alone. Call 911.", "Call or text 988"], "then": ON_CALL},
            "not-sure": {
                "text": [f"Don't leave {PATIENT} alone. Call 911.", "Call or text 988"],
                "then": ON_CALL,
            },
            "no": {"text": [], "then": ON_CALL, "when": "today"},
        },
        "phones": ["911", "988", ON_CALL],
    },
    {"id": "4", "text": "Who was told, when, what they said.", "asks": "told"},
    {"id": "5", "text": "What is agreed until the next contact.", "asks": "text"},
]


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def questionnaire(name: str) -> Json:
    """A form that we ship, by its id. A fresh copy: the caller may change it."""
    if name not in FORMS:
        raise KeyError(name)
    found: Json = json.loads(_text(HERE / "questionnaires" / f"{name}.json"))
    return found


def form(resource: Json, visit_types: list[str]) -> Json:
    """Fields of kind `form`. The hash is over the questionnaire's canonical JSON."""
    return {
        "url": resource["url"],
        "version": resource["version"],
        "title": resource["title"],
        "sha256": canonical.sha256(canonical.canonical_bytes(resource)),
        "questionnaire": resource,
        "visitTypes": visit_types,
        "roles": ["coordinator"],
    }


def needs_table() -> Json:
    """Fields of kind `needs_table`: the whole committed table."""
    return {"rules": json.loads(_text(HERE / "needs.json"))}


def agency(*, name: str, office_phone: str, on_call_phone: str, timezone: str, setting: str) -> Json:
    """Fields of kind `agency`, with the default safety steps."""
    return {
        "name": name,
        "officePhone": office_phone,
        "onCallPhone": on_call_phone,
        "timezone": timezone,
        "setting": setting,
        "safetyProtocol": SAFETY_PROTOCOL,
        "acceptancePolicy": ACCEPTANCE_POLICY,
    }


def person(*, name: str, role: str) -> Json:
    """Fields of kind `person`. Initials are of the first and the last word of the name."""
    words = name.split()
    return {"name": name, "role": role, "initials": (words[0][0] + words[-1][0]).upper()}
