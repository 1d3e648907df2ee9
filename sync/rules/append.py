"""`append`: entries keyed by change id, never edited. The same change twice adds one entry."""

from sync.record import Document, Entry, with_entry


def append(document: Document, field: str, entry: Entry) -> Document:
    """Add an entry unless this change already added one here."""
    if any(kept["id"] == entry["id"] for kept in document["entries"].get(field, [])):
        return document
    return with_entry(document, field, entry)
