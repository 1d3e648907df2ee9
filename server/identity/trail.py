"""What this room writes into the audit log: every ceremony, and alerts that a person has to look at."""

from typing import Any

from sqlalchemy.orm import Session

from server.store.models.identity import Device


def note(rows: Session, now: str, device: Device, action: str, detail: dict[str, Any]) -> None:
    """Write one entry in the name of a device's person, in the transaction of what it tells of."""
