"""Who sent a request, once its proof has been checked. Nothing of it ever comes from a request's body."""

from dataclasses import dataclass

from sync.ids import AgencyId, DeviceId, PersonId


@dataclass(frozen=True)
class Caller:
    """One person on one tablet in one session.

    `verified_at`: when the server last saw her verified by her passkey, as UTC text; None in the demo.
    `person_key`: the public key P of this vault (SPKI), which signed this request and signs its batches.
    """

    agency: AgencyId
    person: PersonId
    device: DeviceId
    role: str
    session: str
    verified_at: str | None
    person_key: bytes
    demo: bool
    revoked: bool = False
    """Her tablet was removed, or she left: she may hand over what it holds, and nothing else."""
    unsent: int | None = None
    last_contact: str | None = None
    """What this tablet last said was unsent, and when it last got in touch, as far as that is noted."""
