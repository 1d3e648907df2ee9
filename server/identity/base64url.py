"""Bytes as text in URLs and JSON: base64url without padding, in its one spelling (RFC 4648 section 5)."""

import base64
import binascii
import re

_SHAPE = re.compile(r"[A-Za-z0-9_-]*")


def encode(data: bytes) -> str:
    """Write bytes without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Read bytes; ValueError for padding, other alphabets and loose last bits: one value has one text."""
    if _SHAPE.fullmatch(text) is None:
        raise ValueError("not base64url without padding")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as broken:
        raise ValueError("not base64url without padding") from broken
    if encode(data) != text:
        raise ValueError("not the one spelling of these bytes")
    return data
