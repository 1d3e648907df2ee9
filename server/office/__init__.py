"""What the office reads: visits that arrived, charts, search, history, what is held."""

from server.office import access_routes, emergency_routes, inbox_routes, people_routes, review_routes, routes

blueprints = (
    routes.blueprint,
    inbox_routes.blueprint,
    review_routes.blueprint,
    access_routes.blueprint,
    people_routes.blueprint,
    emergency_routes.blueprint,
)
__all__ = ["blueprints"]
