"""The vault's frozen format, said twice: here in Python, by the app in `pwa/tests/vault/format.test.ts`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.vault.vault_in_python import run_vault

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "vault.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["tests"], ids=lambda case: str(case["description"]))
def test_a_sealed_value_is_the_same_bytes_in_both_languages(case: Any) -> None:
    assert run_vault(case["input"]) == case["expected"]
