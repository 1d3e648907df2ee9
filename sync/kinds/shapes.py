"""Composite values that several kinds share. A value and its unit are one value."""

from typing import Any

from marshmallow import ValidationError

from sync.kinds.fields import (
    Code,
    Composite,
    Decimal,
    Flag,
    ListOf,
    Moment,
    Number,
    PartialDay,
    Ref,
    Value,
    Words,
)

CODING = Composite(
    "Coding",
    system=Words("Code system"),
    code=Words("Code", required=True),
    display=Words("Words"),
)

PERSON_NAME = Composite(
    "PersonName",
    family=Words("Last name"),
    given=ListOf("First names", of=Words("First name")),
    prefix=Words("Title"),
    suffix=Words("Suffix"),
    nickname=Words("Called"),
)

ADDRESS = Composite(
    "Address",
    line=ListOf("Street", of=Words("Line")),
    city=Words("City"),
    state=Words("State"),
    postalCode=Words("ZIP code"),
    country=Words("Country"),
)

PHONE = Composite(
    "Phone",
    value=Words("Number", required=True),
    use=Words("Home, mobile, work"),
    rank=Number("Order"),
    bestTime=Words("Best time"),
    mayLeaveMessage=Flag("May leave a message"),
)

LANGUAGE = Composite(
    "Language",
    code=Words("Code", required=True),
    display=Words("Language"),
    interpreter=Flag("Interpreter needed"),
)

IDENTIFIER = Composite(
    "Identifier",
    system=Words("Issued by"),
    value=Words("Number", required=True),
    type=Words("Type"),
)

PERIOD = Composite("Period", start=PartialDay("From"), end=PartialDay("Until"))

TIME_SPAN = Composite("TimeSpan", start=Moment("From", required=True), end=Moment("Until"))

QUANTITY = Composite(
    "Quantity", value=Decimal("Value", required=True), unit=Words("Unit"), code=Words("Unit code")
)

CODE_STATUSES = {
    "full": "Full code",
    "dnr": "DNR",
    "dni": "DNI",
    "dnr-dni": "DNR and DNI",
    "unknown": "Not known",
}

CODE_STATUS = Composite(
    "CodeStatus",
    code=Code("Code status", choices=CODE_STATUSES, required=True),
    display=Words("Words"),
    source=Words("Source"),
    date=PartialDay("As of"),
)

PARTY = Composite(
    "Party", name=Words("Name", required=True), relation=Words("Relation"), phone=Words("Phone")
)

ORGANISATION = Composite(
    "Organisation",
    name=Words("Name", required=True),
    phone=Words("Phone"),
    fax=Words("Fax"),
    address=Words("Address"),
    postalCode=Words("ZIP code"),
    directory=Words("Entry of the directory"),
)
"""Somebody outside the agency. `directory` is the id of its entry where it was chosen from there."""

PACKET_PART = Composite(
    "PacketPart",
    part=Words("Part", required=True),
    title=Words("Heading", required=True),
    lines=ListOf("Lines", of=Words("Line"), required=True),
)
"""One part of what an organisation is sent, word for word."""

NOT_HOME = Composite(
    "NotHome", reason=Words("Reason", required=True), at=Moment("When", required=True), note=Words("Note")
)

TAKES_BACK = Moment("Takes back what was said at")
"""An entry is never edited: one more takes it back, of the same name, with the moment that stands in it."""

SIGNATURE = Composite(
    "Signature",
    method=Code("Signed with", choices={"passkey": "Passkey", "passphrase": "Passphrase"}, required=True),
    at=Moment("When", required=True),
    manifestSha256=Words("Hash of the contents", required=True),
    credential=Words("Credential"),
    authenticatorData=Words("Authenticator data"),
    clientDataJSON=Words("Client data"),
    signature=Words("Passkey's signature"),
    deviceSignature=Words("Signature of this person's key on this tablet"),
)
"""With a passkey: its assertion over the manifest's challenge. Else the device signature alone."""


class Answer(Value):
    """A questionnaire answer: `{"answer": [{"valueCoding": ...}]}`, or why there is none."""

    type_name = "answer"
    typescript = "Answer"
    absent = ("asked-declined", "asked-unknown", "not-asked", "unable", "later")

    def check(self, value: Any) -> None:
        """Check one of the two forms; each answer has exactly one typed value."""
        if not (self._is_given(value) or self._is_absent(value)):
            raise ValidationError("answers with typed values, or a reason why there is none")

    def _is_given(self, value: Any) -> bool:
        if not isinstance(value, dict) or value.keys() != {"answer"}:
            return False
        return isinstance(value["answer"], list) and all(_is_typed(item) for item in value["answer"])

    def _is_absent(self, value: Any) -> bool:
        if not isinstance(value, dict) or not {"absent"} <= value.keys() <= {"absent", "note"}:
            return False
        return value["absent"] in self.absent and isinstance(value.get("note", ""), str)


def _is_typed(item: object) -> bool:
    if not isinstance(item, dict) or len(item) != 1:
        return False
    ((name, value),) = item.items()
    if name == "valueCoding":
        return isinstance(value, dict) and isinstance(value.get("code"), str)
    expected = {"valueBoolean": bool, "valueInteger": int, "valueQuantity": dict}.get(name, str)
    return name in _ANSWER_TYPES and isinstance(value, expected)


_ANSWER_TYPES = frozenset(
    (
        "valueBoolean",
        "valueDecimal",
        "valueInteger",
        "valueDate",
        "valueDateTime",
        "valueTime",
        "valueString",
        "valueUri",
        "valueQuantity",
        "valueReference",
    )
)

STEP = Composite(
    "SafetyStep", done=Flag("Done", required=True), value=Words("What"), at=Moment("When", required=True)
)

TRIGGER = Composite(
    "SafetyTrigger",
    linkId=Words("Question", required=True),
    display=Words("Question in words"),
    answer=Words("Answer"),
)

SOURCE_ANSWER = Composite(
    "SourceAnswer", assessment=Words("Assessment"), linkId=Words("Question"), display=Words("Because")
)

FORM_REF = Composite(
    "FormRef", url=Words("Form", required=True), version=Words("Version"), sha256=Words("Hash")
)

MARK = Composite(
    "Mark",
    at=Moment("When", required=True),
    text=Words("Words"),
    section=Words("Section"),
    field=Words("Question"),
)

CONFIRMATION = Composite(
    "Confirmation",
    record=Ref("What was confirmed", to="record", required=True),
    words=Words("As it was shown", required=True),
    at=Moment("When", required=True),
)
"""A known fact that the patient called still right. It stands for the words shown, not for later ones."""

ALL = (
    MARK,
    CONFIRMATION,
    CODING,
    PERSON_NAME,
    ADDRESS,
    PHONE,
    LANGUAGE,
    IDENTIFIER,
    PERIOD,
    TIME_SPAN,
    QUANTITY,
    CODE_STATUS,
    PARTY,
    ORGANISATION,
    PACKET_PART,
    NOT_HOME,
    SIGNATURE,
    STEP,
    TRIGGER,
    SOURCE_ANSWER,
    FORM_REF,
)
