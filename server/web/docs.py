"""The API's description at /api/docs: a page of our own, as Swagger's would need scripts from elsewhere."""

from html import escape
from typing import Any

from flask import Blueprint, Response, current_app, jsonify

from server.access import public

OPENAPI: dict[str, Any] = {
    "API_TITLE": "Doorstep",
    "API_VERSION": "1",
    "OPENAPI_VERSION": "3.1.0",
    # flask-smorest's own routes stay off: ours pass the access table and the Content Security Policy.
    "OPENAPI_URL_PREFIX": None,
}
blueprint = Blueprint("docs", __name__, url_prefix="/api")
_METHODS = ("get", "post", "put", "patch", "delete")


def _description() -> dict[str, Any]:
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    described: dict[str, Any] = api.spec.to_dict()
    return described


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    """Give the OpenAPI 3.1 description."""
    return jsonify(_description())


@blueprint.get("/docs")
@public
def page() -> Response:
    """Give the same as a page without script or style."""
    described = _description()
    rows = [
        f"<tr><td><code>{method.upper()} {escape(path)}</code></td>"
        f"<td>{escape(operation.get('summary', ''))}</td></tr>"
        for path, operations in sorted(described["paths"].items())
        for method, operation in operations.items()
        if method in _METHODS
    ]
    html = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Doorstep API</title>"
        "<h1>Doorstep API</h1><p>OpenAPI 3.1: <a href=/api/openapi.json>/api/openapi.json</a></p>"
        f"<table><thead><tr><th>Route<th>What it does</thead><tbody>{''.join(rows)}</tbody></table></html>"
    )
    return Response(html, mimetype="text/html")
