"""The sections of a visit: the twin of `pwa/src/domain/sections.ts`."""

from collections.abc import Mapping
from typing import Final

_FORMS: Final = "https://doorstep.invalid/fhir/Questionnaire/"
FORM_SECTIONS: Final[Mapping[str, str]] = {_FORMS + "phq-9": "mood", _FORMS + "ahc-hrsn-core": "social"}
"""Where a form is asked. One that is not listed has a section in no visit yet."""
