"""What is checked before any route runs: the name in Host, the origin, the type of the body, the session."""

from urllib.parse import urlsplit

from flask import Flask, current_app, request

from server import access
from server.errors import Problem
from server.web.context import caller, settings
from server.web.routing import takes_bytes

MOST_BYTES = 4 * 1024 * 1024
"""A request's body as it travels."""
API = "/api/"
_JSON = "application/json"
_PLAIN_BYTES = "application/octet-stream"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", None})
_SITES_OF_A_VISITOR = frozenset({"same-origin", "none", None})


def init_gate(app: Flask) -> None:
    """Put the checks in front of every route of this app."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = 0
    app.before_request(_check_host)
    app.before_request(_check_api)


def _check_host() -> None:
    host = urlsplit(f"//{request.environ.get('HTTP_HOST', '')}").hostname
    if host not in settings().trusted_hosts:
        raise Problem("wrong-host")


def _check_api() -> None:
    if not request.path.startswith(API):
        return
    _check_origin()
    if request.url_rule is None or request.endpoint is None or request.routing_exception is not None:
        return  # the 404 or 405 is told as it is
    declared = access.action_of(current_app, request.endpoint)
    _check_body(_PLAIN_BYTES if takes_bytes(current_app, request.endpoint) else _JSON)
    if declared == access.PUBLIC:
        return
    if caller().revoked and declared not in access.HANDING_OVER:
        raise Problem("revoked")
    if not access.may_ever(caller().role, declared):
        raise Problem("forbidden")


def _check_origin() -> None:
    """Refuse other sites. SameSite alone would let a sibling host of the same site in."""
    origin = request.headers.get("Origin")
    reads = request.method in _READING
    if origin != settings().origin and not (reads and origin is None):
        raise Problem("foreign-origin")
    site = request.headers.get("Sec-Fetch-Site")
    if site not in (_SITES_OF_A_VISITOR if reads else _OWN_SITES):
        raise Problem("foreign-origin")


def _check_body(wanted: str) -> None:
    """Take JSON, or bytes where they belong: a form or plain text another site could send without asking."""
    if request.content_length and request.content_length > MOST_BYTES:
        raise Problem("too-large", f"at most {MOST_BYTES} bytes")
    has_body = bool(request.content_length) or "chunked" in request.headers.get("Transfer-Encoding", "")
    if request.method in _READING:
        return
    if (has_body or request.method != "DELETE") and request.mimetype != wanted:
        raise Problem("wrong-content-type")
