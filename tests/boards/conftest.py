"""A server with an agency."""

from __future__ import annotations

from tests.api.conftest import app, clock, office, settings

__all__ = ["app", "clock", "office", "settings"]
