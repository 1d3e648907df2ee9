"""What the office reads: visits that arrived, charts, search, history, what is held."""

from server.office import inbox_routes, routes

blueprints = (routes.blueprint, inbox_routes.blueprint)
__all__ = ["blueprints"]
