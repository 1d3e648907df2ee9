"""A bundle as the bytes of its file. To FHIR 1.10 is not 1.1: a decimal keeps the digits it came with."""

from decimal import Decimal
from typing import Any

import orjson


def written(bundle: dict[str, Any]) -> bytes:
    """Give the file."""
    return orjson.dumps(bundle, default=_exact)


def _exact(value: object) -> orjson.Fragment:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is nothing that a bundle holds")
    return orjson.Fragment(format(value, "f").encode())
