"""create_app(): all the wiring, and nothing else."""

from flask import Flask

from server.config import Settings
from server.errors import init_errors
from server.store.database import init_database


def create_app(settings: Settings) -> Flask:
    """Build the application. Importing it has no effect; two apps in one process share nothing."""
    app = Flask("doorstep", static_folder=None)
    app.config["SETTINGS"] = settings
    init_errors(app)
    init_database(app, settings.database_url)
    return app
