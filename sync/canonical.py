"""One spelling for each JSON value: RFC 8785 (JCS) after Unicode NFC. Equality and hashes rest on it.

Two additions to RFC 8785, both refusals rather than guesses: integers beyond 2**53 (a tablet's
JavaScript could not hold them) and two keys of one object that become the same under NFC.
"""

import hashlib
import json
import math
import unicodedata
from json.encoder import encode_basestring
from typing import Any, TypeAlias

Json: TypeAlias = bool | int | float | str | list[Any] | dict[str, Any] | None

MAX_DEPTH = 32
_MAX_SAFE = 2**53 - 1
_PLAIN_EXPONENT = 21
_SMALL_EXPONENT = -7


class NotCanonical(ValueError):
    """The value has no canonical spelling; the message says why."""


def parse(text: str) -> Json:
    """Read JSON strictly: no NaN, no repeated key, no lone surrogate, at most MAX_DEPTH deep."""
    try:
        value: Json = json.loads(
            text,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_safe,
            object_pairs_hook=_without_repeats,
        )
    except RecursionError as error:
        raise NotCanonical(f"deeper than {MAX_DEPTH} levels") from error
    except NotCanonical:
        raise
    except ValueError as error:
        raise NotCanonical(f"not JSON: {error}") from error
    if not _is_plain(text):
        canonical(value)
    return value


def canonical(value: Json) -> str:
    """The one text of a JSON value."""
    return _write(value, 0)


def canonical_bytes(value: Json) -> bytes:
    """The one text of a JSON value in UTF-8: what is hashed and signed."""
    return canonical(value).encode()


def equal(left: Json, right: Json) -> bool:
    """True when two values are the same once spelled canonically, like `1` and `1.0`."""
    return canonical(left) == canonical(right)


def sha256(data: str | bytes) -> str:
    """The lower-case hex SHA-256 of bytes, or of a text's UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def _is_plain(text: str) -> bool:
    """True for a JSON text that nothing but a number could keep from having a canonical spelling.

    Without other letters there is nothing to compose and no half of a pair, and so few brackets are not
    nested too deep. Spelling each change of a day anew only to throw the spelling away took a tenth of it.
    """
    return text.isascii() and "\\u" not in text and text.count("[") + text.count("{") <= MAX_DEPTH


def _finite(text: str) -> float:
    value = float(text)
    _number(value)
    return value


def _safe(text: str) -> int:
    value = int(text)
    _integer(value)
    return value


def _refuse_constant(name: str) -> Json:
    raise NotCanonical(f"{name} is not JSON")


def _without_repeats(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key is repeated")
    return found


def _write(value: Json, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise NotCanonical(f"deeper than {MAX_DEPTH} levels")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return "[" + ",".join(_write(item, depth + 1) for item in value) + "]"
    if isinstance(value, dict):
        return _object(value, depth)
    raise NotCanonical(f"{type(value).__name__} is not JSON")


def _composed(value: str) -> str:
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a lone surrogate is not text") from error
    return unicodedata.normalize("NFC", value)


def _text(value: str) -> str:
    return encode_basestring(_composed(value))


def _integer(value: int) -> str:
    if abs(value) > _MAX_SAFE:
        raise NotCanonical("an integer beyond 2**53; write it as a string")
    return str(value)


def _object(value: dict[str, Json], depth: int) -> str:
    named = {_composed(key): item for key, item in value.items()}
    if len(named) != len(value):
        raise NotCanonical("two keys are the same under Unicode NFC")
    ordered = sorted(named, key=None if all(map(str.isascii, named)) else _by_utf16)
    return (
        "{" + ",".join([f"{encode_basestring(key)}:{_write(named[key], depth + 1)}" for key in ordered]) + "}"
    )


def _by_utf16(key: str) -> bytes:
    """RFC 8785 sorts by UTF-16 code units, which differs from code points above U+FFFF."""
    return key.encode("utf-16-be")


def _number(value: float) -> str:
    """ECMAScript Number::toString over Python's shortest digits, which are the same digits."""
    if not math.isfinite(value):
        raise NotCanonical(f"{value} is not JSON")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _place_point(digits, point)


def _place_point(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= _PLAIN_EXPONENT:
        return digits + "0" * (point - count)
    if 0 < point <= _PLAIN_EXPONENT:
        return f"{digits[:point]}.{digits[point:]}"
    if _SMALL_EXPONENT < point - 1 < 0:
        return "0." + "0" * -point + digits
    rest = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{rest}e{point - 1:+d}"
