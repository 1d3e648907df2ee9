"""The request's body, read strictly. What is wrong with the envelope is told with its place.

What stands inside a change's text is never looked at here: that is for custody, which keeps it either way.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from server.errors import BadInput, Problem
from server.sync_api.cursor import Cursor, read_cursor
from sync.batch import Sent
from sync.clock import parse_wall
from sync.ids import BatchId, ChangeId, PatientId, is_uuid

PROTOCOL = 1
MOST_INFLATED = 16 * 1024 * 1024
MOST_CHANGES = 500
MOST_PATIENTS = 5_000
MOST_RECORDS = 1_000
MOST_WRITES = 2**53 - 1
_USUAL_RECORDS = 500
_MOST_UNSENT = 1_000_000
_HASH = re.compile(r"[0-9a-f]{64}")
_REQUIRED = frozenset({"protocol", "app", "sent", "held", "batches"})
_OPTIONAL = frozenset(
    {
        "timeline",
        "cursor",
        "limit",
        "pull",
        "library",
        "audit_head",
        "check",
        "digest_mismatch",
        "asks",
        "history",
        "unsent",
    }
)


@dataclass(frozen=True)
class SentBatch:
    """One batch as it came: `sig` is as sent, not yet checked."""

    id: BatchId
    sig: str
    changes: tuple[Sent, ...]


@dataclass(frozen=True)
class History:
    """How much this vault has ever written: the count of its changes, and the newest of them."""

    writes: int
    last: ChangeId


@dataclass(frozen=True)
class Exchange:
    """One request of a device.

    `library`: it pulls the library alone, whoever is granted. `check`: it wants the digests although nothing
    is new. `digest_mismatch`: patients whose records differed from the server's. `asks`: changes that it was
    told are held.
    """

    app: str
    sent: str
    timeline: int | None
    cursor: Cursor | None
    held: frozenset[PatientId]
    limit: int
    pull: bool
    audit_head: str | None
    batches: tuple[SentBatch, ...]
    library: bool = False
    check: bool = False
    digest_mismatch: frozenset[PatientId] = frozenset()
    asks: tuple[ChangeId, ...] = ()
    history: History | None = None
    unsent: int | None = None
    """How many changes it has that have no final receipt, as of this request."""


def inflate(body: bytes, encoding: str | None) -> bytes:
    """Undo the body's Content-Encoding, up to a limit that no bomb passes."""
    if encoding in (None, "", "identity"):
        return body
    if encoding != "gzip":
        raise Problem("wrong-content-type", "Content-Encoding is gzip or none")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(body, MOST_INFLATED)
    except zlib.error as error:
        raise Problem("not-json", "the body is not gzip") from error
    if unpacker.unconsumed_tail:
        raise Problem("too-large", f"at most {MOST_INFLATED} bytes inflated")
    if not unpacker.eof:
        raise Problem("not-json", "the gzip body is cut short")
    return plain


def read_exchange(body: bytes) -> Exchange:
    """Read the body. Raises BadInput with the place of what is wrong."""
    try:
        raw = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Problem("not-json", f"not JSON at byte {error.pos}") from error
    if not isinstance(raw, dict):
        raise BadInput("the body is an object")
    if raw.get("protocol") != PROTOCOL:
        raise BadInput(f"this server speaks protocol {PROTOCOL}", "protocol", "protocol-unknown")
    _check_keys(raw, _REQUIRED, _OPTIONAL, "")
    return Exchange(
        app=_text(raw["app"], "app", 40),
        sent=_moment(raw["sent"], "sent"),
        timeline=_timeline(raw.get("timeline")),
        cursor=read_cursor(raw.get("cursor")),
        held=_patients(raw["held"], "held"),
        limit=_limit(raw.get("limit", _USUAL_RECORDS)),
        pull=_flag(raw.get("pull", True), "pull"),
        audit_head=_audit_head(raw.get("audit_head")),
        batches=_batches(raw["batches"]),
        library=_flag(raw.get("library", False), "library"),
        check=_flag(raw.get("check", False), "check"),
        digest_mismatch=_patients(raw.get("digest_mismatch", []), "digest_mismatch"),
        asks=_asks(raw.get("asks", [])),
        history=_history(raw.get("history")),
        unsent=_unsent(raw.get("unsent")),
    )


def _check_keys(raw: Mapping[str, Any], required: frozenset[str], optional: frozenset[str], at: str) -> None:
    dot = "." if at else ""
    for key in sorted(required - raw.keys()):
        raise BadInput("is missing", f"{at}{dot}{key}")
    for key in sorted(raw.keys() - required - optional):
        raise BadInput("is not known", f"{at}{dot}{key[:40]}")


def _text(raw: object, at: str, longest: int) -> str:
    if not isinstance(raw, str) or len(raw) > longest:
        raise BadInput(f"is text of at most {longest} characters", at)
    return raw


def _moment(raw: object, at: str) -> str:
    try:
        parse_wall(_text(raw, at, 24))
    except ValueError as error:
        raise BadInput(str(error), at) from error
    return str(raw)


def _timeline(raw: object) -> int | None:
    if raw is None:
        return None
    if type(raw) is not int or raw < 1:
        raise BadInput("is a number from 1, or null", "timeline")
    return raw


def _patients(raw: object, at: str) -> frozenset[PatientId]:
    if not isinstance(raw, list) or len(raw) > MOST_PATIENTS:
        raise BadInput(f"is a list of at most {MOST_PATIENTS}", at)
    for place, patient in enumerate(raw):
        if patient != "library" and not is_uuid(patient):
            raise BadInput("is the id of a patient", f"{at}[{place}]")
    return frozenset(PatientId(patient) for patient in raw)


def _asks(raw: object) -> tuple[ChangeId, ...]:
    if not isinstance(raw, list) or len(raw) > MOST_CHANGES:
        raise BadInput(f"is a list of at most {MOST_CHANGES}", "asks")
    for place, change in enumerate(raw):
        if not is_uuid(change):
            raise BadInput("is the id of a change", f"asks[{place}]")
    return tuple(ChangeId(change) for change in raw)


def _history(raw: object) -> History | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise BadInput("is an object, or null", "history")
    _check_keys(raw, frozenset({"writes", "last"}), frozenset(), "history")
    writes, last = raw["writes"], raw["last"]
    if type(writes) is not int or not 0 < writes <= MOST_WRITES:
        raise BadInput(f"is a number from 1 to {MOST_WRITES}", "history.writes")
    if not is_uuid(last):
        raise BadInput("is the id of a change", "history.last")
    return History(writes, ChangeId(last))


def _unsent(raw: object) -> int | None:
    if raw is not None and (type(raw) is not int or not 0 <= raw <= _MOST_UNSENT):
        raise BadInput(f"is a number from 0 to {_MOST_UNSENT}, or null", "unsent")
    return raw


def _limit(raw: object) -> int:
    if type(raw) is not int or not 0 < raw <= MOST_RECORDS:
        raise BadInput(f"is a number from 1 to {MOST_RECORDS}", "limit")
    return raw


def _flag(raw: object, at: str) -> bool:
    if not isinstance(raw, bool):
        raise BadInput("is true or false", at)
    return raw


def _audit_head(raw: object) -> str | None:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str) or _HASH.fullmatch(raw) is None:
        raise BadInput("is a SHA-256 in lower-case hex, or null", "audit_head")
    return raw


def _batches(raw: object) -> tuple[SentBatch, ...]:
    if not isinstance(raw, list):
        raise BadInput("is a list", "batches")
    batches = tuple(read_batch(batch, f"batches[{place}]") for place, batch in enumerate(raw))
    if sum(len(batch.changes) for batch in batches) > MOST_CHANGES:
        raise BadInput(f"at most {MOST_CHANGES} changes a request", "batches", "too-large")
    return batches


def read_batch(raw: object, at: str) -> SentBatch:
    """Read one batch strictly; `at` is its place. Raises BadInput."""
    if not isinstance(raw, dict):
        raise BadInput("is an object", at)
    _check_keys(raw, frozenset({"id", "sig", "changes"}), frozenset(), at)
    if not is_uuid(raw["id"]):
        raise BadInput("is a UUID in lower case", f"{at}.id")
    changes = raw["changes"]
    if not isinstance(changes, list) or not changes:
        raise BadInput("is a list that is not empty", f"{at}.changes")
    sent = tuple(_change(change, f"{at}.changes[{place}]") for place, change in enumerate(changes))
    return SentBatch(BatchId(raw["id"]), _text(raw["sig"], f"{at}.sig", 200), sent)


def _change(raw: object, at: str) -> Sent:
    if not isinstance(raw, dict):
        raise BadInput("is an object", at)
    _check_keys(raw, frozenset({"id", "sha256", "text"}), frozenset(), at)
    if not is_uuid(raw["id"]):
        raise BadInput("is a UUID in lower case", f"{at}.id")
    if not isinstance(raw["sha256"], str) or _HASH.fullmatch(raw["sha256"]) is None:
        raise BadInput("is a SHA-256 in lower-case hex", f"{at}.sha256")
    if not isinstance(raw["text"], str):
        raise BadInput("is text", f"{at}.text")
    return Sent(ChangeId(raw["id"]), raw["sha256"], raw["text"])
