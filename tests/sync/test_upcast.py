"""What an earlier app wrote: every step up has its vector, and an old record meets a new change."""

import json
import re
from pathlib import Path
from typing import Any

from sync import upcast
from sync.change import parse
from sync.kinds import KINDS
from sync.receipt import Outcome
from tests.sync.making import Memory, add, create, envelope, put, remove, stamp, text_of, uid

VECTORS = Path(__file__).parents[1] / "vectors" / "upcast.json"


def test_every_step_up_has_a_vector() -> None:
    inputs = [case["input"]["change"] for case in json.loads(VECTORS.read_text(encoding="utf-8"))["tests"]]
    assert {raw["v"] for raw in inputs} >= upcast.FORMS.keys() | {upcast.CURRENT}
    assert {(raw["kind"], raw["schema"]) for raw in inputs} >= upcast.SCHEMAS


def test_the_steps_of_every_kind_that_changed_lead_to_its_schema() -> None:
    for kind in KINDS.values():
        steps = {schema for name, schema in upcast.SCHEMAS if name == kind.name}
        # The current schema and the last two are read: no step is missing between them.
        assert steps == set(range(max(1, kind.schema - 2), kind.schema)), kind.name


def test_the_bytes_of_an_old_change_stay_as_they_are() -> None:
    text = text_of("a1", put("whoAnswered", ["Wife"]), kind="visit", schema=1, v=1)
    memory = Memory()
    memory.take(envelope("B0", text_of("c0", create(), kind="visit", batch="B0")))
    (receipt,) = memory.take(envelope("Ba1", text))
    assert receipt.outcome is Outcome.APPLIED
    assert receipt.sha256 == envelope("Ba1", text).changes[0].sha256


def test_an_old_and_a_new_app_add_to_one_set() -> None:
    """The old one sets its list whole and had not seen the new one's item: that stays."""
    memory = Memory()
    memory.take(envelope("B0", text_of("c0", create(), add("whoAnswered", "Wife"), kind="visit", batch="B0")))
    memory.take(envelope("Bn", text_of("n", add("whoAnswered", "Son"), kind="visit", batch="Bn")))
    old = put("whoAnswered", ["Patient"], "c0")
    memory.take(envelope("Ba", text_of("a", old, kind="visit", schema=1, v=1, batch="Ba")))
    assert items(memory) == ["Patient", "Son"]
    memory.take(envelope("Bd", text_of("d", remove("whoAnswered", "a"), kind="visit", batch="Bd")))
    assert items(memory) == ["Son"]


def items(memory: Memory) -> list[Any]:
    (stored,) = memory.records.values()
    return [entry["value"] for entry in stored.document["entries"]["whoAnswered"]]


def test_phones_of_an_old_record_become_rows_with_the_next_change() -> None:
    memory = Memory()
    old = put("phones", [{"value": "1", "use": "home"}])
    memory.take(envelope("B0", text_of("c0", create(), old, kind="contact", schema=1, v=1, batch="B0")))
    ((record, stored),) = memory.records.items()
    head = stored.document["fields"].pop(next(iter(stored.document["fields"])))["heads"][0]
    stored.document["fields"].clear()
    stored.document["fields"]["phones"] = {"heads": [{**head, "value": old["value"]}], "past": []}
    stored.document["schema"] = 1
    row = upcast.row_id(uid("goal"), "phones", "1")
    memory.take(
        envelope("Bn", text_of("n", put(f"phones/{row}/use", "work", "c0"), kind="contact", batch="Bn"))
    )
    fields = memory.records[record].document["fields"]
    assert {name: [head["value"] for head in cell["heads"]] for name, cell in fields.items()} == {
        f"phones/{row}/value": ["1"],
        f"phones/{row}/use": ["work"],
    }
    assert fields[f"phones/{row}/value"]["heads"][0]["stamps"] == [stamp("c0")]


def test_an_old_list_names_the_same_rows_wherever_it_is_read() -> None:
    text = text_of("a1", put("phones", [{"value": "1"}]), kind="contact", schema=1, v=1)
    assert parse(text).ops == parse(text).ops
    assert parse(text).ops[0].field == f"phones/{upcast.row_id(uid('goal'), 'phones', '1')}/value"


FORM = re.compile(
    r"^\| (change|any other kind|[a-z_]+) \| (\d+) \| [^|]+ \| (applied|held)[^|]* \|$", re.MULTILINE
)


def test_the_table_of_forms_is_what_this_server_reads() -> None:
    """A form that is out and not in the table, or that the table promises and nobody reads, fails here."""
    protocol = (Path(upcast.__file__).parent / "PROTOCOL.md").read_text(encoding="utf-8")
    _, _, section = protocol.partition("## Forms that apps have written")
    told = {(what, int(form)): fate for what, form, fate in FORM.findall(section)}
    read = {("change", form) for form in (*upcast.FORMS, upcast.CURRENT)}
    changed = {kind.name: kind.schema for kind in KINDS.values() if kind.schema > 1}
    read |= set(changed.items()) | upcast.SCHEMAS
    assert {what for what, fate in told.items() if fate == "applied"} == read | {("any other kind", 1)}
