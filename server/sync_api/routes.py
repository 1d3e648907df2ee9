"""POST /api/sync: the one address that a device delivers to and fetches from."""

from flask import Response, request
from flask_smorest import Blueprint

from server.attachments.blobs import BlobKey, here
from server.sync_api.exchange import exchange
from server.sync_api.schemas import AnswerSchema, ExchangeSchema
from server.sync_api.wire import inflate, read_exchange
from server.web.context import now, require
from server.web.routing import post_described

blueprint = Blueprint("sync", __name__, url_prefix="/api", description="Exchange with a device.")


@post_described(blueprint, "/sync", "sync.exchange", shows=ExchangeSchema, answer=AnswerSchema)
def sync() -> Response:
    """Deliver batches and fetch the next page, in one request."""
    caller = require("sync.exchange")
    asked = read_exchange(inflate(request.get_data(), request.headers.get("Content-Encoding")))
    answer = exchange(caller, asked, now())
    for one in answer.gone:
        here().remove(BlobKey(caller.agency, one.patient, one.sha256))
    # The text is ready-made: a schema would parse every record only to write it again.
    return Response(answer.body(), mimetype="application/json")
