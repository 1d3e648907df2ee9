"""A patient's digest: one number over all of her records, by which device and server find that they differ.

The sum modulo 2**64 of the first eight bytes of SHA-256 over each record's id, a nought byte and its version
in decimal. A sum, so that one record that moves takes its old part off and puts its new part on.
"""

from hashlib import sha256

from sync.ids import RecordId

_MODULUS = 2**64
EMPTY = "0" * 16
"""Of a patient without records."""


def part(record: RecordId, version: int) -> int:
    """What one record adds to its patient's digest."""
    return int.from_bytes(sha256(f"{record}\0{version}".encode()).digest()[:8], "big")


def moved(digest: str, by: int) -> str:
    """A digest after parts were put on and taken off; written as 16 digits of lower-case hex."""
    return f"{(int(digest, 16) + by) % _MODULUS:016x}"
