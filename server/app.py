"""create_app(): all the wiring, and nothing else."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask

from server import attachments, office, sync_api
from server.access import check_routes
from server.boards import routes as boards
from server.config import Settings
from server.deadlines import browser_routes as push
from server.deadlines import routes as deadlines
from server.directory import routes as directory
from server.ehr import routes as ehr
from server.errors import init_errors
from server.identity.routes import init_identity
from server.printing import routes as printing
from server.referrals import routes as referrals
from server.search import routes as search
from server.settings import routes as settings_of_care
from server.store.database import init_database
from server.transitions import routes as transitions
from server.web import docs, health, shell
from server.web.context import init_context, utc_now
from server.web.gate import init_gate
from server.web.headers import init_headers
from server.web.log import init_log
from server.web.packing import init_packing


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Flask:
    """Build the application. Importing it has no effect; two apps in one process share nothing."""
    app = Flask("doorstep", static_folder=None)
    app.config.update(docs.OPENAPI)
    init_context(app, settings, clock)
    init_log(app)
    init_gate(app)
    init_headers(app, settings)
    init_packing(app)
    init_database(app, settings.database_url)
    api = docs.DescribedApi(app)
    # After flask-smorest, which would answer errors in a body of its own.
    init_errors(app)
    init_identity(app, api)
    for blueprint in (
        sync_api.blueprint,
        *office.blueprints,
        deadlines.blueprint,
        push.blueprint,
        printing.blueprint,
        ehr.blueprint,
        search.blueprint,
        settings_of_care.blueprint,
        boards.blueprint,
        directory.blueprint,
        transitions.blueprint,
        referrals.blueprint,
        attachments.blueprint,
    ):
        api.register_blueprint(blueprint)
    for plain in (docs.blueprint, health.blueprint, shell.blueprint):
        app.register_blueprint(plain)
    check_routes(app)
    return app
