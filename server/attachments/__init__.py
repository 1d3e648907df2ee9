"""Photos and papers of a visit: bytes come in pieces, are checked as what they are, and kept by hash."""

from server.attachments.routes import blueprint

__all__ = ["blueprint"]
