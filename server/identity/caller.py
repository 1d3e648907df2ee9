"""Who sent a request, once its proof has been checked. Nothing of it ever comes from a request's body."""

from dataclasses import dataclass
from datetime import datetime

from sync.ids import AgencyId, DeviceId, PersonId


@dataclass(frozen=True)
class Caller:
    """One person on one tablet in one session. `verified_at`: when the server last saw her verified."""

    agency: AgencyId
    person: PersonId
    device: DeviceId
    role: str
    session: str
    verified_at: datetime
    demo: bool
