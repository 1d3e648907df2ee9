"""Every clause of the protocol is held by a test that exists."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLAUSE = re.compile(r"^- \*\*(\d+\.\d+)\*\* (.*?)(?=^- \*\*|^## |\Z)", re.MULTILINE | re.DOTALL)
PYTEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
VECTOR = re.compile(r"vector `([\w-]+): ([^`]+)`")


def clauses() -> list[tuple[str, str]]:
    text = (ROOT / "sync" / "PROTOCOL.md").read_text(encoding="utf-8")
    return CLAUSE.findall(text)


@pytest.mark.parametrize(("number", "text"), clauses(), ids=[number for number, _ in clauses()])
def test_a_clause_says_must_or_should_why_and_which_test_holds_it(number: str, text: str) -> None:
    rule, _, rest = text.partition("Why:")
    reason, _, tests = rest.partition("Test:")
    assert re.search(r"MUST|SHOULD", rule), number
    assert reason.strip(), number
    assert [*PYTEST.findall(tests), *VECTOR.findall(tests)], number
    assert not list(missing(tests))


def missing(tests: str) -> Iterator[str]:
    for path, name in PYTEST.findall(tests):
        if name not in functions(ROOT / path):
            yield f"{path}::{name}"
    for file, description in VECTOR.findall(tests):
        if description not in descriptions(ROOT / "tests" / "vectors" / f"{file}.json"):
            yield f"{file}: {description}"


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.parse("")
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


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
