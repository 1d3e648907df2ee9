"""The statements on the hot path: SQLAlchemy Core on a connection whose transaction the caller holds."""
