"""Every clause of the protocol is held by a test that exists; every test of the protocol holds a clause."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.test_vectors import own

ROOT = Path(__file__).parents[2]
CLAUSE = re.compile(r"^- \*\*(\d+\.\d+)\*\* (.*?)(?=^- \*\*|^## |\Z)", re.MULTILINE | re.DOTALL)
PYTEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
VITEST = re.compile(r"`(pwa/tests/[\w/-]+\.test\.ts)::([^`]+)`")
VECTOR = re.compile(r"vector `([\w-]+): ([^`]+)`")
CITED = re.compile(r"`[^`]*`")
SUITES = (
    "tests/sync/test_*.py",
    "tests/api/test_sync_*.py",
    "tests/api/test_attachments.py",
    "tests/api/test_attachments_content.py",
    "tests/api/test_grants.py",
    "tests/api/test_hostile*.py",
    "tests/api/test_quotas.py",
    "tests/api/test_release.py",
    "tests/api/test_removed_tablet.py",
    "tests/api/test_rights.py",
    "tests/api/test_scoring_lock.py",
    "pwa/tests/sync/*.test.ts",
)
"""Where the tests of the protocol are. One that no clause names is an unwritten clause, or of no use."""
TITLE = re.compile(
    r"^( *)(describe|it|test)(?:\.each\(.*\))?\((['\"])((?:\\.|(?!\3).)+)\3, (?:async )?\(", re.MULTILINE
)


def clauses() -> list[tuple[str, str]]:
    text = (ROOT / "sync" / "PROTOCOL.md").read_text(encoding="utf-8")
    return CLAUSE.findall(text)


@pytest.mark.parametrize(("number", "text"), clauses(), ids=[number for number, _ in clauses()])
def test_a_clause_says_must_or_should_why_and_which_test_holds_it(number: str, text: str) -> None:
    assert not list(wanting(text)), number


def wanting(text: str) -> Iterator[str]:
    """What a clause lacks."""
    rule, _, rest = text.partition("Why:")
    reason, _, tests = rest.partition("Test:")
    if not re.search(r"MUST|SHOULD", rule):
        yield "rule"
    if not reason.strip():
        yield "reason"
    found = sum(len(kind.findall(tests)) for kind in (PYTEST, VITEST, VECTOR))
    if found == 0:
        yield "test"
    if found != len(CITED.findall(tests)):
        yield "a citation that can be read"
    yield from missing(tests)


def missing(tests: str) -> Iterator[str]:
    for path, name in PYTEST.findall(tests):
        if name not in functions(ROOT / path):
            yield f"{path}::{name}"
    for path, title in VITEST.findall(tests):
        if title not in titles(ROOT / path):
            yield f"{path}::{title}"
    for file, description in VECTOR.findall(tests):
        if description not in descriptions(ROOT / "tests" / "vectors" / f"{file}.json"):
            yield f"{file}: {description}"


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.parse("")
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def uncited(root: Path, protocol: str) -> Iterator[str]:
    """Tests of the protocol that no clause names; this file, which holds the form of the clauses, aside."""
    held = {*PYTEST.findall(protocol), *VITEST.findall(protocol)}
    for path in sorted({path for suite in SUITES for path in root.glob(suite)} - {Path(__file__)}):
        file = path.relative_to(root).as_posix()
        names = titles(path) if path.suffix == ".ts" else functions(path)
        tests = names if path.suffix == ".ts" else {name for name in names if name.startswith("test_")}
        yield from sorted(f"{file}::{name}" for name in tests if (file, name) not in held)


def test_every_test_of_the_protocol_is_named_by_a_clause() -> None:
    protocol = "".join(text for _, text in clauses())
    assert not list(uncited(ROOT, protocol))
    assert all(list(ROOT.glob(suite)) for suite in SUITES), "a suite that has no file any more"


def test_every_vector_file_is_named_by_a_clause() -> None:
    """But those of other suites, which have no part in the wire."""
    protocol = "".join(text for _, text in clauses())
    named = {file for file, _ in VECTOR.findall(protocol)}
    assert {path.stem for path in own()} - named == set()


def test_the_design_says_what_is_left_at_each_step_and_ten_limits() -> None:
    design = (ROOT / "sync" / "DESIGN.md").read_text(encoding="utf-8")
    dies, _, limits = design.partition("## If it dies here")[2].partition("## Limits, honestly")
    numbers = re.findall(r"^(\d+)\. ", limits, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 11)]
    for step in (
        "row",
        "set",
        "prose",
        "deletion",
        "held",
        "Digests",
        "Attachments",
        "Backup",
        "Receipts",
        "Pull",
    ):
        assert step in dies, step


def test_a_test_that_no_clause_names_is_found(tmp_path: Path) -> None:
    python, app = tmp_path / "tests/sync/test_a.py", tmp_path / "pwa/tests/sync/a.test.ts"
    for file, text in (
        (python, "def test_b() -> None: ...\ndef help() -> None: ...\n"),
        (app, "it('c', () => {\n"),
    ):
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    assert list(uncited(tmp_path, "")) == ["pwa/tests/sync/a.test.ts::c", "tests/sync/test_a.py::test_b"]
    assert not list(uncited(tmp_path, "`tests/sync/test_a.py::test_b`; `pwa/tests/sync/a.test.ts::c`"))


def titles(path: Path) -> set[str]:
    """Titles of the app's tests as vitest prints them, each behind the blocks that it stands in."""
    found: set[str] = set()
    blocks: list[tuple[int, str]] = []
    for indent, word, _, title in TITLE.findall(path.read_text(encoding="utf-8") if path.is_file() else ""):
        plain = re.sub(r"\\(.)", r"\1", title)
        blocks = [block for block in blocks if block[0] < len(indent)]
        if word == "describe":
            blocks.append((len(indent), plain))
        else:
            found.add(" > ".join([*(name for _, name in blocks), plain]))
    return found


def descriptions(path: Path) -> set[str]:
    found = json.loads(path.read_text(encoding="utf-8"))["tests"] if path.is_file() else []
    return {case["description"] for case in found}


def test_clauses_are_numbered_without_gaps_and_none_is_there_twice() -> None:
    numbers = [tuple(int(part) for part in number.split(".")) for number, _ in clauses()]
    assert numbers
    expected = [
        (section, clause)
        for section in range(1, numbers[-1][0] + 1)
        for clause in range(1, size(section) + 1)
    ]
    assert numbers == expected


def size(section: int) -> int:
    return sum(number.startswith(f"{section}.") for number, _ in clauses())


REAL = "`tests/sync/test_protocol.py::test_what_a_clause_lacks_is_found`"


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        (f"It MUST be so. Why: because. Test: {REAL}", []),
        (f"It is so. Why: because. Test: {REAL}", ["rule"]),
        (f"It MUST be so. Why: Test: {REAL}", ["reason"]),
        ("It MUST be so. Why: because.", ["test"]),
        ("It MUST be so. Why: because. Test: somewhere", ["test"]),
        (f"It MUST be so. Why: because. Test: {REAL}; `elsewhere`", ["a citation that can be read"]),
        (
            "It MUST be so. Why: because. Test: `tests/sync/test_protocol.py::test_nothing`",
            ["tests/sync/test_protocol.py::test_nothing"],
        ),
        ("It MUST be so. Why: because. Test: `tests/none.py::test_it`", ["tests/none.py::test_it"]),
        ("It MUST be so. Why: because. Test: vector `saw: nothing`", ["saw: nothing"]),
        (
            "It MUST be so. Why: because. Test: `pwa/tests/sync/round.test.ts::pages > fly`",
            ["pwa/tests/sync/round.test.ts::pages > fly"],
        ),
        (
            "It MUST be so. Why: because. Test: `pwa/tests/sync/round.test.ts::that says waiting`",
            ["pwa/tests/sync/round.test.ts::that says waiting"],
        ),
        ("It MUST be so. Why: because. Test: `pwa/tests/none.test.ts::a`", ["pwa/tests/none.test.ts::a"]),
    ],
)
def test_what_a_clause_lacks_is_found(text: str, lacks: list[str]) -> None:
    assert list(wanting(text)) == lacks


def test_a_skipped_test_of_the_app_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.test.ts"
    file.write_text(
        "describe('a', () => {\n  it('b\\'s', () => {\n  it.skip('c', () => {\n", encoding="utf-8"
    )
    assert titles(file) == {"a > b's"}
