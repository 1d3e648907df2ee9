"""A server with an agency; in New York where its days matter."""

from __future__ import annotations

from tests.api.conftest import app, clock, office, settings
from tests.deadlines.conftest import due

__all__ = ["app", "clock", "due", "office", "settings"]
