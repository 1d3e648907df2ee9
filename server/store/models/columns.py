"""The column types that several tables share."""

from sqlalchemy import String

ID = String(36)
"""A UUID in lower case with hyphens, or the pseudo-patient `library`."""
TIME = String(24)
"""UTC, `2026-11-23T10:41:05.123Z`: sorts as text, the same in every database."""
HASH = String(64)
"""SHA-256 in lower-case hex."""
WORD = String(40)
"""A kind, outcome, reason, state or role."""
