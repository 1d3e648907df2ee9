"""What the office reads: visits that arrived, charts, search, history, what is held."""

from server.office.routes import blueprint

__all__ = ["blueprint"]
