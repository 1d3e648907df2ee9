"""The API's description at /api/docs: a page of our own, as Swagger's would need scripts from elsewhere."""

from html import escape
from threading import Lock
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify
from flask_smorest import Api
from flask_smorest import Blueprint as DescribedBlueprint

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


class DescribedApi(Api):  # type: ignore[misc] # it carries no types
    """The routes at once, their description when somebody first asks for it.

    To describe them is half of what it takes to build the app, in each worker; nearly none is ever asked.
    """

    def __init__(self, app: Flask) -> None:
        self._undescribed: list[DescribedBlueprint] = []
        self._describing = Lock()
        super().__init__(app)
        app.extensions["described-api"] = self

    def register_blueprint(self, blp: DescribedBlueprint) -> None:
        """Register it in the app, and keep it for the description."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        self._undescribed.append(blp)

    def description(self) -> dict[str, Any]:
        """Give the OpenAPI 3.1 description."""
        with self._describing:
            for blp in self._undescribed:
                blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
                self.spec.tag({"name": blp.name, "description": blp.description})
            self._undescribed = []
            described: dict[str, Any] = self.spec.to_dict()
        return described


def _description() -> dict[str, Any]:
    api: DescribedApi = current_app.extensions["described-api"]
    return api.description()


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
