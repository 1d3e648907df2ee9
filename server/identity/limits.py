"""How often an address may try the doors that need no session. Counted in each worker's memory."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
"""`init_app` is called by `init_identity`; nothing is limited but what is decorated."""

INVITES = "60 per minute; 600 per hour"
"""A typed code has 40 bits and lives a day: so many guesses find one of a hundred live codes once in some
2,000 years, for each address and worker."""
SIGN_INS = "60 per minute"
"""A whole office behind one address unlocks at nine; a challenge and an answer each."""
NONCES = "240 per minute"
