"""The built tablet app, as files. It holds no patient data; caching follows what each name promises."""

from flask import Blueprint, Response, send_from_directory

from server.access import public
from server.web.context import settings

blueprint = Blueprint("shell", __name__)

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"
_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".mjs": "text/javascript"}


@blueprint.get("/", defaults={"name": "index.html"})
@blueprint.get("/<string:name>")
@public
def top(name: str) -> Response:
    """Serve a file of the top folder: asked for anew each time, since a release replaces it."""
    return _send(name, _ASK_EACH_TIME)


@blueprint.get("/assets/<path:name>")
@public
def asset(name: str) -> Response:
    """Serve a file whose name carries its hash: it never changes."""
    return _send(f"assets/{name}", _FOR_EVER)


@blueprint.get("/icons/<path:name>")
@public
def icon(name: str) -> Response:
    """Serve an icon."""
    return _send(f"icons/{name}", _ASK_EACH_TIME)


def _send(name: str, caching: str) -> Response:
    suffix = name[name.rfind(".") :]
    answer = send_from_directory(settings().pwa_dir, name, mimetype=_TYPES.get(suffix))
    answer.headers["Cache-Control"] = caching
    return answer
