"""The server with an agency in New York, as the watch over deadlines has it."""

from tests.api.conftest import app, clock, settings
from tests.deadlines.conftest import due, office

__all__ = ["app", "clock", "due", "office", "settings"]
