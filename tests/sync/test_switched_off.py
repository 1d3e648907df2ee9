"""What each rule is for: with it switched off its witnesses fail, and with it on they pass."""

import json
from pathlib import Path

import pytest

from sync.errors import Refused
from tests.sync.switches import SWITCHES, Switch, Witness
from tests.sync.vectors_in_python import RUNNERS

VECTORS = Path(__file__).parents[1] / "vectors"


def holds(witness: Witness) -> bool:
    """True when a vector comes out as it stands, or a test passes."""
    try:
        if not isinstance(witness, str):
            witness()
            return True
        file, _, description = witness.partition(": ")
        cases = json.loads((VECTORS / f"{file}.json").read_text(encoding="utf-8"))["tests"]
        [case] = [case for case in cases if case["description"] == description]
        return bool(RUNNERS[file.partition("-")[0]](case["input"]) == case["expected"])
    except (AssertionError, Refused):
        return False


@pytest.mark.parametrize("switch", SWITCHES, ids=[switch.rule for switch in SWITCHES])
def test_a_rule_that_is_switched_off_is_missed(switch: Switch) -> None:
    assert all(holds(witness) for witness in switch.witnesses), "with the rule on"
    with switch.off():
        kept = [witness for witness in switch.witnesses if holds(witness)]
    assert not kept, "nobody noticed"


def test_what_was_switched_off_is_on_again() -> None:
    for switch in SWITCHES:
        with switch.off():
            pass
    assert all(holds(witness) for switch in SWITCHES for witness in switch.witnesses)
