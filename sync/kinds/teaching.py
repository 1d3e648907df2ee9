"""One topic taught to somebody, and whether it was said back.

One record a topic and session: who teaches two topics at one table makes two records, so that nothing of one
is decided by what somebody else wrote about the other.
"""

from typing import Final

from sync.kinds.fields import (
    Append,
    Code,
    Composite,
    Day,
    ListOf,
    Moment,
    Number,
    Prose,
    Ref,
    Rule,
    SetOf,
    Words,
    state,
)
from sync.kinds.kind import Kind

TOPICS: Final = {
    "facility-options": "Facility options",
    "services-coverage": "Services and coverage",
    "medicines": "Medicines",
    "warning-signs": "Warning signs and who to call",
    "equipment": "Equipment",
    "falls-home-safety": "Falls and home safety",
    "diet": "Diet",
    "wound-care": "Wound care",
    "rights": "Rights",
    "advance-directive": "Advance directive",
    "going-home": "Going home: the first days",
    "infection": "Preventing infection",
    "activity": "Activity and rest",
    "growth-feeding": "Feeding and growth",
    "breathing": "Asthma and breathing",
    "safe-sleep": "Safe sleep",
    "immunizations": "Immunizations",
    "school": "School and day care",
    "safety-plan": "Safety plan",
    "coping": "Coping and daily rhythm",
    "sleep": "Sleep",
    "substance-use": "Alcohol and drugs",
    "safe-storage": "Locking away what could harm",
    "long-term-condition": "Living with a long-term condition",
    "prevention": "Check-ups and screenings",
    "tobacco": "Tobacco",
    "home-readings": "Readings at home",
    "other": "Other",
}
LEARNERS: Final = {"patient": "Patient", "caregiver": "Caregiver", "both": "Both", "other": "Other"}
BARRIERS: Final = {
    "none": "None",
    "vision": "Vision",
    "hearing": "Hearing",
    "language": "Language",
    "cognition": "Memory or thinking",
    "low-health-literacy": "Low health literacy",
    "pain-fatigue": "Pain or fatigue",
    "emotional": "Emotional",
    "cultural": "Cultural",
    "not-ready": "Not ready",
}
METHODS: Final = {
    "talk": "Talk",
    "demonstration": "Demonstration",
    "printed": "Printed",
    "picture": "Picture",
    "video": "Video",
    "interpreter": "Interpreter",
}
RESULTS: Final = {
    "said-back": "Said back correctly",
    "showed": "Showed correctly",
    "hint": "Needed a hint",
    "not-yet": "Not yet, taught again",
    "unable": "Unable",
    "declined": "Declined",
}
"""The scale is our proposal; teach-back itself is AHRQ's."""

GIVEN: Final = Composite(
    "MaterialGiven",
    material=Ref("Text", to="material", required=True),
    title=Words("Title", required=True),
    language=Words("Language", required=True),
    version=Words("Version", required=True),
    sha256=Words("Hash", required=True),
    how=Code("How", choices={"shown": "Shown on the tablet", "printed": "Printed"}, required=True),
    at=Moment("When", required=True),
)
"""What was given is named as it was that day: the library may carry another version tomorrow."""

TEACHING: Final = Kind(
    name="teaching",
    title="Teaching",
    fields={
        "topic": Code("Topic", Rule.LATEST, choices=TOPICS),
        "about": Words("What about", Rule.LATEST),
        "learner": Code("Learner", Rule.REVIEW, choices=LEARNERS),
        "learnerName": Words("Who learned", Rule.LATEST),
        # Compared whole: "none" of one person and "hearing" of another contradict, and a set would hold both.
        "barriers": ListOf("Barriers to learning", Rule.REVIEW, of=Code("Barrier", choices=BARRIERS)),
        "methods": SetOf("Method", of=Code("Method", choices=METHODS)),
        "given": Append("Material given", of=GIVEN),
        "question": Words("Teach-back question asked", Rule.LATEST),
        "result": Code("Teach-back result", Rule.REVIEW, choices=RESULTS),
        "retaught": Number("Times taught again", Rule.REVIEW),
        "again": Day("Teach again on", Rule.REVIEW),
        "followUp": Ref("Task to teach again", Rule.LATEST, to="task"),
        "words": Prose("Notes", Rule.TEXT),
        "visit": Ref("Visit", Rule.ONCE, to="visit"),
        "state": state("State", "teaching"),
    },
)
