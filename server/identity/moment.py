"""The running app's settings and clock, for this room.

Not `server.web.context`: that room asks this one who is calling.
"""

from datetime import datetime

from flask import current_app

from server.config import Settings
from sync.clock import format_wall


def settings() -> Settings:
    """What the environment said."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def moment() -> datetime:
    """The server's clock."""
    found: datetime = current_app.extensions["doorstep"].clock()
    return found


def now() -> str:
    """The server's clock as the store writes it."""
    return format_wall(moment())
