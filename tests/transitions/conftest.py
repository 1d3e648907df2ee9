"""The server of the tests of deadlines: an agency in New York, Ana, who cares, and Rina, who reviews."""

from tests.deadlines.conftest import app, clock, due, office, settings

__all__ = ["app", "clock", "due", "office", "settings"]
