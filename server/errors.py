"""The one catalogue of errors, told as RFC 9457 bodies (application/problem+json).

Exception
  Problem                    an error with a code of the catalogue; raise it anywhere under a route
    NotSignedIn      401     no session, or one that ended
      NonceRefused   401     the proof's nonce is old or foreign; a fresh one is in the answer's header
      ProofRefused   401     the proof is not this device's over this very request
    Forbidden        403     the access table does not allow it
    Missing          404     absent, or not yours: one answer for both, the same bytes
    BadInput         400/422 what is wrong, and where
  (werkzeug's HTTPException)  becomes a Problem by its status
  (anything else)             becomes `internal`: logged in full, told in nothing

Body: `{"type","title","status","detail","code"}` and `"where"` (a JSON path) where one place is wrong.
A code keeps its meaning for ever; a retired one stays listed with `retired=True`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

TYPE = "https://doorstep.invalid/problems/"
MIMETYPE = "application/problem+json"
_log = structlog.get_logger("doorstep.errors")


@dataclass(frozen=True)
class Entry:
    """One kind of error: its status and its title, the same words every time."""

    status: int
    title: str
    retired: bool = False


CATALOGUE: Mapping[str, Entry] = {
    # the request as such
    "bad-request": Entry(400, "The request cannot be read"),
    "not-json": Entry(400, "The body is not JSON"),
    "wrong-host": Entry(400, "This server does not answer to that name"),
    "not-found": Entry(404, "There is nothing here for you"),
    "method-not-allowed": Entry(405, "This address does not take that method"),
    "too-large": Entry(413, "The body is too large"),
    "wrong-content-type": Entry(415, "The body must be JSON"),
    "invalid": Entry(422, "Part of the body is wrong"),
    "too-many": Entry(429, "Too many requests"),
    "internal": Entry(500, "The server failed; nothing was changed"),
    "busy": Entry(503, "The server is busy; try again"),
    "storage-full": Entry(507, "The server has no room; nothing was taken"),
    # who is asking
    "not-signed-in": Entry(401, "Sign in first"),
    "nonce-refused": Entry(401, "The nonce is too old"),
    "proof-refused": Entry(401, "The proof does not fit the request"),
    "forbidden": Entry(403, "You may not do this"),
    "foreign-origin": Entry(403, "Requests come from the app itself"),
    "verification-due": Entry(403, "Unlock with your passkey once more"),
    "revoked": Entry(403, "This tablet was removed"),
    # joining and signing in
    "invite-unknown": Entry(404, "This link is not known"),
    "invite-used": Entry(410, "This link was already used"),
    "invite-expired": Entry(410, "This link has expired"),
    "ceremony-refused": Entry(400, "The passkey's answer was refused"),
    "challenge-unknown": Entry(400, "This attempt is over; begin again"),
    "rp-changed": Entry(503, "Passkeys here were made for another name of this server"),
    "demo-off": Entry(404, "There is nothing here for you"),
    # people
    "last-administrator": Entry(409, "Nobody else here could do an administrator's work"),
    # imports of the directory
    "not-undone": Entry(409, "This import can't be undone"),
    # sync
    "protocol-unknown": Entry(400, "This server does not speak that protocol"),
    "cursor-unknown": Entry(400, "The cursor cannot be read"),
    # the review
    "cannot-approve": Entry(409, "This visit cannot be approved yet"),
    # printing
    "pdf-not-installed": Entry(501, "This server cannot make PDFs"),
    "pdf-failed": Entry(503, "The PDF could not be made"),
    "not-agreed": Entry(409, "The patient has not agreed to share this"),
    # attachments
    "not-announced": Entry(409, "Announce the attachment first"),
    "hash-differs": Entry(422, "The bytes are not the ones that were announced"),
    "content-refused": Entry(422, "This file is not taken"),
}

_BY_STATUS = {
    400: "bad-request",
    401: "not-signed-in",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "wrong-content-type",
    422: "invalid",
    429: "too-many",
    503: "busy",
    507: "storage-full",
}


class Problem(Exception):
    """An error with a code of the catalogue. `detail` is told to the client: never a value from a chart."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        where: str | None = None,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """`where` is a JSON path like `batches[0].sig`; `headers` go with the answer, `more` in its body."""
        entry = CATALOGUE[code]
        super().__init__(f"{code}: {detail or entry.title}")
        self.code = code
        self.status = entry.status
        self.title = entry.title
        self.detail = detail or entry.title
        self.where = where
        self.headers: Mapping[str, str] = headers or {}
        self.more: Mapping[str, Any] = more or {}

    def body(self) -> dict[str, Any]:
        """Give the RFC 9457 members."""
        body: dict[str, Any] = {
            "type": TYPE + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.where is not None:
            body["where"] = self.where
        return {**self.more, **body}

    def response(self) -> Response:
        """Give the answer to send."""
        answer = Response(json.dumps(self.body(), ensure_ascii=False), self.status, mimetype=MIMETYPE)
        answer.headers.extend(self.headers)
        return answer


class NotSignedIn(Problem):
    """No session, or one that ended."""

    def __init__(self, code: str = "not-signed-in", detail: str = "") -> None:
        """`code` is one of the 401s."""
        super().__init__(code, detail)


class NonceRefused(NotSignedIn):
    """The client takes the fresh nonce from the answer and tries once more."""

    def __init__(self) -> None:
        """Say nothing about why."""
        super().__init__("nonce-refused")


class ProofRefused(NotSignedIn):
    """The signature is not this device's over this very request."""

    def __init__(self) -> None:
        """Say nothing about why."""
        super().__init__("proof-refused")


class Forbidden(Problem):
    """The access table does not allow it."""

    def __init__(self, detail: str = "") -> None:
        """Say what was refused, not why somebody else may."""
        super().__init__("forbidden", detail)


class Missing(Problem):
    """Absent or not yours. The body is the same for both, so that nobody learns who is a patient."""

    def __init__(self) -> None:
        """Take no detail: any would tell the two cases apart."""
        super().__init__("not-found")


class BadInput(Problem):
    """What is wrong, and where."""

    def __init__(self, detail: str, where: str | None = None, code: str = "invalid") -> None:
        """`where` is a JSON path into the body."""
        super().__init__(code, detail, where=where)


def init_errors(app: Flask) -> None:
    """Make every error of this app answer with the same body."""
    app.register_error_handler(Problem, _tell)
    app.register_error_handler(HTTPException, _tell_http)
    app.register_error_handler(Exception, _tell_failure)


def _tell(problem: Problem) -> Response:
    return problem.response()


def _tell_http(error: HTTPException) -> Response:
    code = _BY_STATUS.get(error.code or 500, "internal")
    data = getattr(error, "data", None)
    detail, where = (
        _first_message(data["messages"]) if isinstance(data, dict) and data.get("messages") else ("", None)
    )
    problem = Problem(code, detail, where=where)
    answer = problem.response()
    if error.code == 405:  # noqa: PLR2004 - RFC 9110: a 405 names what is allowed
        answer.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return answer


def _first_message(messages: Any, path: str = "") -> tuple[str, str | None]:
    """Find the first complaint of a marshmallow error tree, and the path to it."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            part = f"[{key}]" if isinstance(key, int) else f".{key}"
            return _first_message(inner, path + ("" if key == "json" and not path else part))
    if isinstance(messages, list) and messages:
        return _first_message(messages[0], path)
    return str(messages), path.lstrip(".") or None


def fault(error: BaseException) -> dict[str, str]:
    """Give what a log may say of an unexpected error: its type and its place. Its text may hold values."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = "" if frame is None else f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}"
    return {"error": type(error).__name__, "place": place}


def _tell_failure(error: Exception) -> Response:
    _log.error("request failed", **fault(error))
    return Problem("internal").response()
