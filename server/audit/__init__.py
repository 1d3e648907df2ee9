"""The audit chain: who read, wrote and was sent what. Each entry covers the hash of the one before."""

from server.audit.chain import AuditBroken, Entry, append, note, verify

__all__ = ["AuditBroken", "Entry", "append", "note", "verify"]
