"""The TypeScript that the PWA imports is what the kinds say today."""

from pathlib import Path

from sync import export
from sync.kinds import KINDS
from sync.kinds.fields import Ref, Rows

GENERATED = Path(__file__).parents[2] / "pwa" / "src" / "domain" / "generated"


def test_the_committed_typescript_is_what_the_kinds_say() -> None:
    assert export.stale(GENERATED) == [], "run: doorstep kinds export"


def test_writing_twice_changes_nothing_and_removes_what_is_no_longer_generated(tmp_path: Path) -> None:
    target = tmp_path / "generated"
    assert export.write(target) == sorted(export.files())
    (target / "old.ts").write_text("export {};\n")
    (target / "kinds.ts").write_text("edited by hand\n")
    assert export.stale(target) == ["kinds.ts", "old.ts"]
    assert export.write(target) == ["kinds.ts", "old.ts"]
    assert export.write(target) == []


def test_every_field_of_every_kind_has_a_label_a_type_and_a_rule() -> None:
    for kind in KINDS.values():
        for name, value in (*kind.fields.items(), *kind.dynamic.items()):
            assert value.label, (kind.name, name)
            assert value.rule is not None, (kind.name, name)
            assert value.type_name != "json" or value.typescript == "Json", (kind.name, name)


def test_every_reference_names_a_kind_a_person_or_any_record() -> None:
    for kind in KINDS.values():
        rows = (
            part for value in kind.fields.values() if isinstance(value, Rows) for part in value.parts.values()
        )
        for value in (*kind.fields.values(), *kind.dynamic.values(), *rows):
            if isinstance(value, Ref):
                assert value.to in {*KINDS, "person", "record"}, (kind.name, value.label)
