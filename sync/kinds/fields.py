"""The types a field's value can have, each a marshmallow field that checks JSON and leaves it as it is.

Values are kept exactly as their author wrote them; loading them into Python types and back would
change bytes that somebody signed. So `_deserialize` checks and returns its input.
"""

import re
from collections.abc import Mapping
from copy import copy
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields

from sync.clock import parse_wall
from sync.ids import is_uuid


class Rule(StrEnum):
    """What happens to two values set unseen by each other; SYNC.md section 3 defines each."""

    LATEST = "latest"
    REVIEW = "review"
    TEXT = "text"
    ONCE = "once"
    UNION = "union"
    ROWS = "rows"
    APPEND = "append"
    LIFECYCLE = "lifecycle"


class Value(fields.Field[Any]):
    """A typed value with the words a screen puts beside it.

    `rule` belongs to a record's own fields and is empty for parts of a composite value; `group` names a
    concurrency group; `server` marks what only the server writes.
    """

    type_name: str = "json"
    typescript: str = "Json"

    def __init__(
        self,
        label: str,
        rule: Rule | None = None,
        *,
        required: bool = False,
        group: str = "",
        lifecycle: str = "",
        server: bool = False,
    ) -> None:
        """Keep what the tables export; parts that are not required may be null or left out."""
        super().__init__(required=required, allow_none=not required, metadata={"label": label})
        self.label = label
        self.rule = rule
        self.group = group
        self.lifecycle = lifecycle
        self.server = server
        self.choices: Mapping[str, str] = {}
        self.most_past: int | None = None

    def check(self, value: Any) -> None:
        """Raise ValidationError unless the JSON value is of this type."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        del attr, data, kwargs
        self.check(value)
        return value


def _need(holds: object, text: str) -> None:
    if not holds:
        raise ValidationError(text)


class Words(Value):
    """One line or a few of plain text."""

    type_name = "text"
    typescript = "string"
    longest: ClassVar[int] = 4000

    def check(self, value: Any) -> None:
        """Check text within its length."""
        _need(
            isinstance(value, str) and len(value) <= self.longest,
            f"text of at most {self.longest} characters",
        )


class Prose(Words):
    """Long text that people write."""

    type_name = "prose"
    longest = 100_000


class Blob(Words):
    """Text made by a machine: a manifest, a drawn signature."""

    type_name = "blob"
    longest = 500_000


class Code(Value):
    """One of a fixed list; `choices` maps each code to its words on the screen."""

    type_name = "code"

    def __init__(
        self, label: str, rule: Rule | None = None, *, choices: Mapping[str, str], required: bool = False
    ) -> None:
        """Take the choices in the order a screen shows them."""
        super().__init__(label, rule, required=required)
        self.choices = choices
        self.typescript = " | ".join(f"'{choice}'" for choice in choices)

    def check(self, value: Any) -> None:
        """Check that the code is one of the choices."""
        _need(isinstance(value, str) and value in self.choices, "one of the codes of this field")


class Flag(Value):
    """True or false."""

    type_name = "flag"
    typescript = "boolean"

    def check(self, value: Any) -> None:
        """Check true or false."""
        _need(isinstance(value, bool), "true or false")


class Number(Value):
    """A whole number."""

    type_name = "integer"
    typescript = "number"

    def check(self, value: Any) -> None:
        """Check a whole number."""
        _need(isinstance(value, int) and not isinstance(value, bool), "a whole number")


class Decimal(Value):
    """A decimal as a string, so that 1.10 stays 1.10 in every language."""

    type_name = "decimal"
    typescript = "string"
    _shape: ClassVar[re.Pattern[str]] = re.compile(r"-?\d{1,18}(\.\d{1,12})?")

    def check(self, value: Any) -> None:
        """Check a decimal number written as a string."""
        _need(
            isinstance(value, str) and self._shape.fullmatch(value) is not None,
            "a decimal number as a string",
        )


class Day(Value):
    """A date, `YYYY-MM-DD`."""

    type_name = "date"
    typescript = "string"
    _shape: ClassVar[re.Pattern[str]] = re.compile(r"\d{4}-\d{2}-\d{2}")

    def check(self, value: Any) -> None:
        """Check a real date in full."""
        _need(isinstance(value, str) and self._shape.fullmatch(value) is not None, "a date, YYYY-MM-DD")
        _real_day(value)


class PartialDay(Value):
    """A date whose day or month may be unknown: `1941`, `1941-02`, `1941-02-03`."""

    type_name = "partial-date"
    typescript = "string"
    _shape: ClassVar[re.Pattern[str]] = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

    def check(self, value: Any) -> None:
        """Check a real date, as far as it is given."""
        _need(
            isinstance(value, str) and self._shape.fullmatch(value) is not None,
            "a date, or its year and month",
        )
        _real_day((value + "-01-01")[:10])


def _real_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError("a day of the calendar") from error


class Moment(Value):
    """A moment, UTC with milliseconds and Z."""

    type_name = "moment"
    typescript = "string"

    def check(self, value: Any) -> None:
        """Check a moment in its one spelling."""
        try:
            parse_wall(value)
        except (TypeError, ValueError) as error:
            raise ValidationError("a moment, UTC with milliseconds and Z") from error


class Ref(Value):
    """The id of a record or a person."""

    type_name = "reference"
    typescript = "string"

    def __init__(self, label: str, rule: Rule | None = None, *, to: str, required: bool = False) -> None:
        """`to` is the kind that the id is of."""
        super().__init__(label, rule, required=required)
        self.to = to

    def check(self, value: Any) -> None:
        """Check an id."""
        _need(is_uuid(value), f"the id of a {self.to}")


class Shape(Value):
    """A composite value: its parts belong together and are compared whole."""

    def __init__(
        self, label: str, rule: Rule | None = None, *, of: "Composite", required: bool = False
    ) -> None:
        """`of` names and checks the parts."""
        super().__init__(label, rule, required=required)
        self.of = of
        self.type_name = of.name
        self.typescript = of.name

    def check(self, value: Any) -> None:
        """Check every part, and that there is no other."""
        _need(isinstance(value, dict), f"a {self.of.name}")
        errors = self.of.schema().validate(value)
        if errors:
            raise ValidationError(errors)


class ListOf(Value):
    """A list, compared whole."""

    most: ClassVar[int] = 500

    def __init__(self, label: str, rule: Rule | None = None, *, of: Value, required: bool = False) -> None:
        """`of` is the type of each item."""
        super().__init__(label, rule, required=required)
        self.of = of
        self.choices = of.choices
        self.type_name = f"{of.type_name}[]"
        inner = of.typescript
        self.typescript = f"({inner})[]" if "|" in inner else f"{inner}[]"

    def check(self, value: Any) -> None:
        """Check every item, naming the place of a wrong one."""
        _need(isinstance(value, list) and len(value) <= self.most, f"a list of at most {self.most}")
        for place, item in enumerate(value):
            try:
                self.of.check(item)
            except ValidationError as error:
                raise ValidationError({str(place): error.messages}) from error


class Composite:
    """A named composite type: a marshmallow schema over its parts."""

    def __init__(self, name: str, /, **parts: Value) -> None:
        """Build the schema; unknown parts are refused."""
        self.name = name
        self.parts: Mapping[str, Value] = parts
        self.schema: type[Schema] = type(
            name, (Schema,), {**parts, "Meta": type("Meta", (), {"unknown": RAISE})}
        )


class Append(Value):
    """Immutable entries, each of one composite type, keyed by the change that added it."""

    type_name = "entries"

    def __init__(self, label: str, *, of: Composite) -> None:
        """Append is its own merge rule."""
        super().__init__(label, Rule.APPEND)
        self.of = of
        self.typescript = of.name

    def check(self, value: Any) -> None:
        """Check one entry."""
        Shape(self.label, of=self.of).check(value)


class SetOf(Value):
    """A set: items that people add and remove one by one, merged by `union`."""

    most: ClassVar[int] = 500

    def __init__(self, label: str, *, of: Value) -> None:
        """`of` is the type of each item."""
        super().__init__(label, Rule.UNION)
        self.of = of
        self.choices = of.choices
        self.type_name = f"{of.type_name}[]"
        self.typescript = ListOf(label, of=of).typescript

    def check(self, value: Any) -> None:
        """Check one item."""
        self.of.check(value)


class Rows(Value):
    """A list of small records with ids; each part stands at `field/rowId/part` and has its own rule."""

    def __init__(self, label: str, *, of: Composite, rules: Mapping[str, Rule] | None = None) -> None:
        """`rules` names the parts that are not `latest`."""
        super().__init__(label, Rule.ROWS)
        self.of = of
        self.type_name = f"{of.name}[]"
        self.typescript = f"{of.name}[]"
        self.parts: Mapping[str, Value] = {
            name: _ruled(name, part, (rules or {}).get(name, Rule.LATEST)) for name, part in of.parts.items()
        }


def _ruled(name: str, part: Value, rule: Rule) -> Value:
    made = copy(part)
    made.rule = rule
    made.name = name
    return made


class Free(Value):
    """Any JSON: machine-made content whose own format is checked elsewhere.

    `past` is how many of its replaced values travel with it where that is not as many as of any field.
    """

    def __init__(self, label: str, rule: Rule | None = None, *, past: int | None = None) -> None:
        """Take label and rule as every field does."""
        super().__init__(label, rule)
        self.most_past = past


class State(Value):
    """The state of a record, moved by the events of its lifecycle."""

    type_name = "state"
    typescript = "string"


def state(label: str, lifecycle: str) -> Value:
    """The state of a record: its table is in sync/lifecycles."""
    return State(label, Rule.LIFECYCLE, lifecycle=lifecycle)
