"""The HTTP shell around `sync`: one request delivers a device's changes and fetches everybody else's."""

from server.sync_api.routes import blueprint

__all__ = ["blueprint"]
