"""A conference of patient, family and the people who give care: prepared, held at one table, agreed.

What people think of it stands under each one's own row; what is agreed becomes the next version of the plan.
"""

from typing import Final

from sync.kinds.fields import (
    Append,
    Code,
    Composite,
    Day,
    Flag,
    Moment,
    Number,
    Prose,
    Ref,
    Rows,
    Rule,
    SetOf,
    Shape,
    Words,
    state,
)
from sync.kinds.kind import Kind
from sync.kinds.shapes import TAKES_BACK

AGREES: Final = {
    "agrees": "Agrees to the meeting",
    "with-limits": "Agrees, with limits",
    "cannot-say": "Can't say",
    "declines": "Doesn't agree",
}
CAPACITY: Final = {
    "decides": "Decides alone",
    "with-help": "Decides with help",
    "represented": "Somebody else decides",
}
AUTHORITY: Final = {
    "patient": "The patient",
    "health-care-proxy": "Health care proxy",
    "guardian": "Guardian",
    "next-of-kin": "Next of kin",
    "not-known": "Not known",
}
ATTENDANCE: Final = {"present": "Present", "phone": "By phone", "absent": "Absent"}
SHOWN: Final = {
    "assessments": "Assessments",
    "options": "Facility comparison",
    "costs": "Costs",
    "plan": "Plan of care",
}
CHANGES: Final = {"goal": "Goal", "service": "Service", "setting": "Setting"}

DECISION_MAKER: Final = Composite(
    "DecisionMaker", name=Words("Name", required=True), authority=Code("Authority", choices=AUTHORITY)
)

AT_TABLE: Final = Composite(
    "AtTable",
    name=Words("Name"),
    relation=Words("Relation or role"),
    contact=Ref("Contact", to="contact"),
    reachBy=Words("Reached by"),
    mayAttend=Flag("The patient agrees that this person attends"),
    attendance=Code("At the conference", choices=ATTENDANCE),
    view=Prose("View"),
    disagrees=Flag("Disagrees"),
)
CONCERN: Final = Composite("Concern", words=Prose("Question or concern"), raisedBy=Words("Asked by"))
OPTION: Final = Composite(
    "ConferenceOption",
    title=Words("Option"),
    benefits=Prose("Benefits"),
    burdens=Prose("Burdens"),
    cost=Words("Cost"),
    coverage=Words("Coverage"),
)
DECISION: Final = Composite("Decision", words=Prose("Decision"))
PLAN_CHANGE: Final = Composite(
    "PlanChange",
    what=Code("What changes", choices=CHANGES),
    words=Prose("Change"),
    owner=Words("Who"),
    due=Day("Due"),
    made=Ref("Made in the plan", to="record"),
)
CONFERENCE_ACTION: Final = Composite(
    "ConferenceAction",
    what=Prose("Action"),
    owner=Words("Who"),
    due=Day("Due"),
    made=Ref("Made in the plan", to="intervention"),
)
READ_BACK: Final = Composite(
    "ReadBack",
    name=Words("Name", required=True),
    relation=Words("Relation"),
    at=Moment("When", required=True),
    takesBack=TAKES_BACK,
)
COPY_SENT: Final = Composite(
    "CopySent",
    to=Words("To", required=True),
    at=Moment("When", required=True),
    takesBack=TAKES_BACK,
)

CONFERENCE: Final = Kind(
    name="conference",
    title="Conference",
    fields={
        "state": state("State", "conference"),
        "plannedFor": Day("Planned for", Rule.LATEST),
        "place": Words("Where and at what time", Rule.LATEST),
        "purpose": Prose("Purpose and decision needed", Rule.TEXT),
        "agreement": Code("The patient", Rule.REVIEW, choices=AGREES),
        "mayAttend": Words("Who may attend", Rule.REVIEW),
        "capacity": Code("Who decides", Rule.REVIEW, choices=CAPACITY),
        # Somebody's view and disagreement are that person's: never woven, never replaced unseen.
        "people": Rows(
            "People",
            of=AT_TABLE,
            rules={"mayAttend": Rule.REVIEW, "view": Rule.REVIEW, "disagrees": Rule.REVIEW},
        ),
        "shown": SetOf("Shown", of=Code("What", choices=SHOWN)),
        "concerns": Rows("Questions and concerns", of=CONCERN, rules={"words": Rule.REVIEW}),
        "interpreter": Words("Interpreter", Rule.LATEST),
        "decisionMaker": Shape("Decision maker today", Rule.REVIEW, of=DECISION_MAKER),
        "understanding": Prose("What patient and family understand now", Rule.TEXT),
        "update": Prose("Clinical and functional update given", Rule.TEXT),
        # A quotation: two people's hearing of it stays two quotations.
        "matters": Prose("What matters most, in the patient's words", Rule.REVIEW),
        "options": Rows(
            "Options",
            of=OPTION,
            rules=dict.fromkeys(("title", "benefits", "burdens", "cost", "coverage"), Rule.REVIEW),
        ),
        "decisions": Rows("Decisions", of=DECISION, rules={"words": Rule.REVIEW}),
        "noDecision": Flag("No decision yet", Rule.LATEST),
        "nextDate": Day("Next date", Rule.LATEST),
        "planChanges": Rows(
            "Changes to the plan", of=PLAN_CHANGE, rules={"words": Rule.REVIEW, "due": Rule.REVIEW}
        ),
        "actions": Rows("Actions", of=CONFERENCE_ACTION, rules={"what": Rule.REVIEW, "due": Rule.REVIEW}),
        "agreed": Append("Read back and agreed by", of=READ_BACK),
        "copies": Append("Copies sent to", of=COPY_SENT),
        "startedAt": Moment("Began", Rule.ONCE),
        "endedAt": Moment("Ended", Rule.LATEST),
        "minutes": Number("Length in minutes", Rule.LATEST),
    },
)
