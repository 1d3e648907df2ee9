"""How a route is declared: its action in the access table, what it asks and answers; types stay."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask
from flask_smorest import Blueprint
from marshmallow import Schema

from server.access import action

View = TypeVar("View", bound=Callable[..., Any])
_BYTES = "__doorstep_bytes__"
_JSON = "application/json"
_PLAIN_BYTES = "application/octet-stream"
_ANY_BYTES = {"type": "string", "format": "binary"}


def get(
    blueprint: Blueprint, path: str, does: str, *, query: type[Schema] | None = None, answer: type[Schema]
) -> Callable[[View], View]:
    """Declare a GET; a view that returns a ready-made Response is only described by `answer`."""
    return _declare(blueprint.get(path), blueprint, does, asks=query, location="query", answer=answer)


def post(
    blueprint: Blueprint, path: str, does: str, *, body: type[Schema] | None = None, answer: type[Schema]
) -> Callable[[View], View]:
    """Declare a POST. Without `body` the view reads the request itself."""
    return _declare(blueprint.post(path), blueprint, does, asks=body, location="json", answer=answer)


def post_described(
    blueprint: Blueprint, path: str, does: str, *, shows: type[Schema], answer: type[Schema]
) -> Callable[[View], View]:
    """Declare a POST whose JSON the view reads itself; `shows` only describes it."""
    return _describing(post(blueprint, path, does, answer=answer), blueprint, {_JSON: {"schema": shows}})


def post_bytes(blueprint: Blueprint, path: str, does: str, *, answer: type[Schema]) -> Callable[[View], View]:
    """Declare a POST whose body is plain bytes, not JSON; the view reads it itself."""

    def declare(view: View) -> View:
        posted = post(blueprint, path, does, answer=answer)
        declared = _describing(posted, blueprint, {_PLAIN_BYTES: {"schema": _ANY_BYTES}})(view)
        setattr(declared, _BYTES, True)
        return declared

    return declare


def _describing(
    posted: Callable[[View], View], blueprint: Blueprint, content: dict[str, Any]
) -> Callable[[View], View]:
    def declare(view: View) -> View:
        return posted(cast(View, blueprint.doc(requestBody={"required": True, "content": content})(view)))

    return declare


def takes_bytes(app: Flask, endpoint: str) -> bool:
    """Whether a route's body may be bytes."""
    return bool(getattr(app.view_functions[endpoint], _BYTES, False))


def _declare(
    opened: Callable[[Any], Any],
    blueprint: Blueprint,
    does: str,
    *,
    asks: type[Schema] | None,
    location: str,
    answer: type[Schema],
) -> Callable[[View], View]:
    def declare(view: View) -> View:
        shaped: Any = blueprint.response(200, answer)(view)
        if asks is not None:
            shaped = blueprint.arguments(asks, location=location)(shaped)
        return cast(View, opened(action(does)(shaped)))

    return declare
