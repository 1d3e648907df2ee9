"""FHIRPath with limits: forms come from outside, and a form must not be able to stop the server.

The limit counts Python calls, not seconds, so that the same form gives the same answer on every machine.
"""

import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import FrameType
from typing import Any, Final

import fhirpathpy

from server.forms.extensions import Json

MAX_LENGTH: Final = 10_000
MAX_CALLS: Final = 2_000_000


class ExpressionFailed(Exception):
    """An expression could not be read, was too long, or took more steps than allowed."""


def _counting(expression: str) -> Callable[[FrameType, str, object], None]:
    left = MAX_CALLS

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        if event == "call":
            left -= 1
            if left < 0:
                # Switched off first: unwinding must not count on.
                sys.setprofile(None)
                raise ExpressionFailed(f"takes too many steps: {expression[:80]}")

    return count


@lru_cache(maxsize=512)
def _compiled(expression: str) -> Callable[[Json, Mapping[str, Any]], list[Any]]:
    return fhirpathpy.compile(expression)


def evaluate(expression: str, resource: Json, environment: Mapping[str, Any]) -> list[Any]:
    """The resulting collection, with `%resource` = `resource` and the names of `environment`.

    Raises ExpressionFailed. Parsing is cached; evaluation never changes `resource`.
    """
    if len(expression) > MAX_LENGTH:
        raise ExpressionFailed("is longer than 10,000 characters")
    before = sys.getprofile()
    sys.setprofile(_counting(expression))
    try:
        return list(_compiled(expression)(resource, {"resource": resource, **environment}))
    except ExpressionFailed:
        raise
    except Exception as broken:  # the engine raises plain Exception for every fault of a form
        raise ExpressionFailed(f"{type(broken).__name__}: {broken}") from broken
    finally:
        sys.setprofile(before)
