"""What came after signing: addenda to the note, and edits that stand beside what was signed."""

from collections.abc import Iterator

from server.forms.scores import ANSWERS
from server.printing.answers import open_questions
from server.printing.model import Section, Table, Value
from server.printing.shown import Shown
from server.printing.words import Speaker, entries_with_parts
from server.review.reading import Doc, Json, object_of, text_of
from sync.kinds import KINDS
from sync.reconcile import CORRECTIONS

_ACTS = {"remove": "Taken out", "delete": "Deleted"}


def section(shown: Shown, say: Speaker) -> Section | None:
    """All of it, or None where nothing was added."""
    parts = tuple(
        Section(f"Added to the note by {say.who(entry)}", prose=(Value(text_of(entry["value"].get("text"))),))
        for note in shown.in_visit("note")
        for entry in entries_with_parts(note, "addenda")
    )
    rows = tuple(_corrections(shown, say))
    if not parts and not rows:
        return None
    table = Table(("What", "Added", "By"), rows) if rows else None
    return Section("Added after signing", parts=parts, table=table)


def _corrections(shown: Shown, say: Speaker) -> Iterator[tuple[Value, ...]]:
    sealed = (kind.name for kind in KINDS.values() if kind.seals and kind.name != "visit")
    for record in (shown.chart.visit, *(one for kind in sealed for one in shown.in_visit(kind))):
        open_ = open_questions(shown, record) if record["kind"] == "assessment" else {}
        for entry in entries_with_parts(record, CORRECTIONS):
            field = text_of(entry["value"].get("field"))
            if field.startswith(ANSWERS) and field not in open_:
                continue
            label = text_of(open_[field].get("text")) if field in open_ else _label(record, field)
            yield Value(label), _said(say, record, entry["value"]), Value(say.who(entry))


def _label(record: Doc, field: str) -> str:
    kind = KINDS[record["kind"]]
    declared = kind.field(field)
    return kind.title if declared is None else f"{kind.title}: {declared.label}"


def _said(say: Speaker, record: Doc, said: Json) -> Value:
    words = say.words(record["kind"], text_of(said.get("field")), said.get("value"))
    act = _ACTS.get(text_of(said.get("op")), "")
    why = text_of(object_of(said.get("why")).get("text"))
    return Value(". ".join(part for part in (act, words or ("" if act else "Cleared"), why) if part))
