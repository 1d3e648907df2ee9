"""Is the program alive, and is it ready to serve?"""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from server.access import public
from server.store.database import MIGRATIONS, reading

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """The database answers and has this release's tables."""
    try:
        with reading() as connection:
            has = set(MigrationContext.configure(connection).get_current_heads())
    except SQLAlchemyError:
        return jsonify(status="the database does not answer"), 503
    wants = set(ScriptDirectory(str(MIGRATIONS)).get_heads())
    if has != wants:
        return jsonify(status="the database needs `doorstep db upgrade`"), 503
    return jsonify(status="ready"), 200
