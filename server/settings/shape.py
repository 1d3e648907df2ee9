"""The schema of a pack, and what its items may name. Each message says what is wrong and how it is mended.

An item's `basis` is `{"proposal": true}` where the words are our own, or names a published rule with its
source and the day of its publication. `checked` says that the text of the rule itself was read.
"""

import re
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from server.forms.library import FORMS
from sync.deadlines.rules import RULES
from sync.kinds.facility_options import LEVELS_OF_CARE
from sync.kinds.teaching import TOPICS
from sync.kinds.transition import SETTINGS

Json = dict[str, Any]
CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
VERSION: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}\Z")
VISIT_TYPES: Final = ("start-of-care", "follow-up", "unscheduled")
DUE_FROM: Final = ("admitted", "expectedDischarge", "leftAt", "arrivedAt")
"""The dates of a transition that an item of its checklist can be counted from."""
OFF: Final = (
    "initial-visit",
    "comprehensive-assessment",
    "recertification",
    "resumption-visit",
    "discharge-summary",
    "transfer-summary",
    "plan-review",
    "transition-contact",
    "contact-due",
)
"""Rules that a setting may do without. Safety, signing, returns and open next steps are everybody's."""
LIMITS: Final = {
    "contactDays": (1, 366, "days"),
    "transitionStepHours": (1, 24 * 14, "hours"),
    "visitSignedHours": (1, 24 * 14, "hours"),
    "returnedVisitHours": (1, 24 * 14, "hours"),
    "contactFromHours": (0, 24 * 6, "hours"),
    "contactUntilHours": (1, 24 * 6, "hours"),
}
"""Limits that a setting may have of its own, with the least, the most and the unit.

The first contact after a move ends before that of the seventh day opens.
"""
WORDED: Final = {
    "patient": ("referralReceived", "returnedHome", "orderedStart", "startOfCare", "discharged"),
    "transition": (),
    "conference": (),
    "teaching": ("learner", "barriers", "methods", "result"),
}
"""Kinds, and where not all of them, their fields, whose screens take other words."""
MOST_ITEMS: Final = 100
_LONGEST: Final = 200
_MOST_DAYS: Final = 366
_OLDEST: Final = 120


def _code(text: str) -> None:
    if not CODE.fullmatch(text) or len(text) > _LONGEST:
        raise ValidationError("is no code: use small letters, digits and single dashes, such as safety-plan")


def _words(text: str) -> None:
    if not text.strip() or text != text.strip() or not text.isprintable() or len(text) > _LONGEST:
        raise ValidationError(
            f"has to be one line of 1 to {_LONGEST} characters, without spaces around it: write it out"
        )


def _one_of(choices: Any) -> validate.OneOf:
    return validate.OneOf(list(choices), error="is not known here: use one of {choices}")


_OF_SCHEMA: Final = {
    "type": "has to be an object: put it in braces",
    "unknown": "is no part of a pack: take it out, or mend its spelling",
}
_MESSAGES: Final[dict[str, str | list[Any] | dict[Any, Any]]] = {
    **_OF_SCHEMA,
    "required": "is missing: add it",
    "null": "is null: give a value or leave it out",
    "invalid": "has the wrong type: see the pack of home health for its form",
}
_WHOLE_MESSAGES: Final = {
    **_MESSAGES,
    "invalid": "is no whole number: write it without quotes, a point or a unit",
}


_LIST_MESSAGES: Final = {**_MESSAGES, "invalid": "has the wrong type: it has to be a list, in [ ]"}


class _Text(fields.String):
    default_error_messages = _MESSAGES


class _Whole(fields.Integer):
    default_error_messages = _WHOLE_MESSAGES

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(strict=True, required=required, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if type(value) is not int:
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


def _between(least: int, most: int, *, required: bool = False) -> _Whole:
    error = f"has to be between {least} and {most}: change it"
    return _Whole(required=required, validate=validate.Range(least, most, error=error))


class _Yes(fields.Field[Any]):
    """True and nothing else: to say no, a part is left out."""

    default_error_messages = _MESSAGES

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if value is not True:
            raise ValidationError("can only be true: to say no, leave it out")
        return value


class _Flag(fields.Field[Any]):
    default_error_messages = _MESSAGES

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise ValidationError("has to be true or false: write it without quotes")
        return value


class _Strict(Schema):
    class Meta:
        """Nothing that is not declared."""

        unknown = RAISE

    error_messages = _OF_SCHEMA


class Title(_Strict):
    """The words of something, by language. English is what the office reads; another is shown to families."""

    en = _Text(required=True, validate=_words)
    es = _Text(validate=_words)


class Basis(_Strict):
    """Our proposal, or a published rule: its name, where it was published, and on which day."""

    proposal = _Yes()
    rule = _Text(validate=_words)
    source = _Text(validate=_words)
    date = fields.Date(error_messages={**_MESSAGES, "invalid": "is no day: write it as 2019-09-30"})
    checked = _Flag()

    @validates_schema
    def either(self, data: Any, **_: Any) -> None:
        """Raise where it is said to be both."""
        if data.get("proposal") and data.keys() - {"proposal"}:
            raise ValidationError(
                "is a proposal and a rule at once: keep proposal, or rule with source and date"
            )


def _title(*, required: bool = True) -> fields.Nested:
    return fields.Nested(Title, required=required, error_messages=_MESSAGES)


class _Item(_Strict):
    basis = fields.Nested(Basis, error_messages=_MESSAGES)


Ages: Final[type[Schema]] = type(
    "Ages", (_Strict,), {"from": _between(0, _OLDEST), "until": _between(0, _OLDEST)}
)
"""Full years, both included; one end may be left open. `from` is no name that a class could give."""


class Form(_Item):
    """A form of the library, at which visits and ages it is offered."""

    form = _Text(required=True, validate=_one_of(FORMS))
    visitTypes = fields.List(  # noqa: N815 - the pack's own spelling
        _Text(validate=_one_of(VISIT_TYPES)), required=True, error_messages=_MESSAGES
    )
    ages = fields.Nested(Ages, error_messages=_MESSAGES)


Due: Final[type[Schema]] = type(
    "Due",
    (_Strict,),
    {
        "days": _between(-_MOST_DAYS, _MOST_DAYS, required=True),
        "from": _Text(required=True, validate=_one_of(DUE_FROM)),
    },
)
"""So many days after a date of the transition; before it with a minus."""


class Named(_Item):
    """Something with a code and its words."""

    code = _Text(required=True, validate=_code)
    title = _title()


class ChecklistItem(Named):
    """What is to be done in a transition. `who` is a role of this pack that usually does it."""

    who = _Text(validate=_code)
    due = fields.Nested(Due, error_messages=_MESSAGES)


class Level(Named):
    """A level of care: one of the codes that records can hold."""

    code = _Text(required=True, validate=_one_of(LEVELS_OF_CARE))


class Place(Named):
    """Where a move can come from or go to: one of the codes that records can hold."""

    code = _Text(required=True, validate=_one_of(SETTINGS))


class Topic(Named):
    """A topic of teaching: one of the codes that records can hold."""

    code = _Text(required=True, validate=_one_of(TOPICS))


class Deadline(_Item):
    """A rule that this setting does without, or a limit of its own; never how one is computed."""

    rule = _Text(validate=_one_of(RULES))
    off = _Yes()
    limit = _Text(validate=_one_of(LIMITS))
    value = _Whole()

    @validates_schema
    def one_thing(self, data: Any, **_: Any) -> None:
        """Raise unless it is one of the two, whole and within bounds."""
        said = data.keys() - {"basis"}
        if said == {"rule", "off"}:
            if data["rule"] not in OFF:
                raise ValidationError(f"holds in every setting: only {', '.join(OFF)} can be off", "rule")
        elif said == {"limit", "value"}:
            least, most, unit = LIMITS[data["limit"]]
            if not least <= data["value"] <= most:
                raise ValidationError(f"has to be between {least} and {most} {unit}: change it", "value")
        else:
            raise ValidationError("says too much or too little: give rule and off, or limit and value")


class Wording(_Item):
    """Other words for a field or a choice: `kind.field` or `kind.field.code`."""

    key = _Text(required=True, validate=_words)
    title = _title()


_FEW: Final = validate.Length(max=MOST_ITEMS, error=f"has more than {MOST_ITEMS} items: leave some out")
_SOME: Final = validate.Length(min=1, error="is empty: name some, or leave it out to have what is usual")


def _many(of: type[Schema], *, usual: bool = False) -> "fields.List[Any]":
    """A list of a pack; one that has a `usual` content may be left out, as packs of before it do."""
    each = fields.Nested(of, error_messages=_MESSAGES)
    limits = [_FEW, _SOME] if usual else [_FEW]
    return fields.List(each, required=not usual, validate=limits, error_messages=_LIST_MESSAGES)


class Pack(_Strict):
    """One setting of care."""

    id = _Text(required=True, validate=_code)
    version = _Text(required=True, validate=validate.Regexp(VERSION, error="is no version: write it as 1.0"))
    title = _title()
    about = _title(required=False)
    forms = _many(Form)
    checklist = _many(ChecklistItem)
    acceptance = _many(Named, usual=True)
    fromSettings = _many(Place, usual=True)  # noqa: N815 - as in the kind
    toSettings = _many(Place, usual=True)  # noqa: N815
    deadlines = _many(Deadline)
    levels = _many(Level)
    purposes = _many(Named)
    topics = _many(Topic)
    roles = _many(Named)
    wording = _many(Wording)


PARTS: Final = (
    "forms",
    "checklist",
    "acceptance",
    "fromSettings",
    "toSettings",
    "deadlines",
    "levels",
    "purposes",
    "topics",
    "roles",
    "wording",
)
"""The lists of a pack, in the order in which a screen tells them."""
OFFERED: Final = ("levels", "purposes", "topics", "roles")
"""Lists that a screen offers: with this pack alone, an empty one leaves nothing to choose."""


def items_of(pack: Json, part: str) -> list[Json]:
    """The items of one of its lists; none where the pack leaves it to what is usual."""
    found: list[Json] = pack.get(part, [])
    return found
