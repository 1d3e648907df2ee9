"""Every authenticated request proves itself: cookie, fresh nonce, and P's signature over this very request.

A stolen cookie, a copy of the store or the key D alone do nothing. `current_caller()` gives who it is;
person, device and agency are never taken from a body.
"""

from flask import Request, request

from server.errors import NonceRefused, NotSignedIn, ProofRefused
from server.identity import base64url, keys, nonce, statements, store
from server.identity.caller import Caller
from server.identity.ceremony import Ceremony, hash_token
from server.identity.demo_door import Approach
from server.identity.moment import moment, settings
from server.identity.store import OpenSession
from server.store.database import reading
from sync.clock import milliseconds
from sync.ids import AgencyId, DeviceId, PersonId

COOKIE = "__Host-doorstep"
NONCE_HEADER = "Doorstep-Nonce"
PROOF_HEADER = "Doorstep-Proof"
_LONGEST_TOKEN = 64
_CALLER = "doorstep.caller"


def ceremony_of(asked: Request) -> Ceremony:
    """Where a ceremony of this request stands."""
    headers = dict(asked.headers)
    approach = Approach(host=asked.host, remote=asked.remote_addr, headers=headers)
    return Ceremony(settings(), moment(), approach)


def fresh_nonce() -> str:
    """A nonce of this moment."""
    return nonce.issue(settings().secret, milliseconds(moment()))


def current_caller() -> Caller:
    """Who sent the current request. Problems: not-signed-in, nonce-refused, proof-refused."""
    # Kept with the request, not in `g`: an application context may outlive one request, a proof must not.
    caller: Caller | None = request.environ.get(_CALLER)
    if caller is None:
        caller = request.environ[_CALLER] = authenticate(request)
    return caller


def authenticate(asked: Request) -> Caller:
    """Check session, nonce and proof, in that order: each is dearer than the one before it."""
    ceremony = ceremony_of(asked)
    token = asked.cookies.get(COOKIE, "")
    if not 0 < len(token) <= _LONGEST_TOKEN:
        raise NotSignedIn
    with reading() as connection:
        found = store.open_session(connection, hash_token(token), ceremony.now)
    if found is None:
        raise NotSignedIn
    if found.demo and not ceremony.demo_door_is_open(agency_is_demo=found.agency_is_demo):
        raise NotSignedIn
    given = asked.headers.get(NONCE_HEADER, "")
    if not nonce.is_fresh(ceremony.settings.secret, given, milliseconds(ceremony.moment)):
        raise NonceRefused
    if not _is_proven(asked, given, found):
        raise ProofRefused
    return _caller(found)


def _is_proven(asked: Request, given: str, found: OpenSession) -> bool:
    try:
        signature = base64url.decode(asked.headers.get(PROOF_HEADER, ""))
    except ValueError:
        return False
    statement = statements.request_proof(asked.method, _target(asked), asked.get_data(), given, found.id)
    return keys.signed_by(found.person_key, signature, statement)


def _target(asked: Request) -> str:
    """Path with query as the client wrote it: decoding and encoding again would lose its spelling."""
    for name in ("RAW_URI", "REQUEST_URI"):
        raw = asked.environ.get(name)
        if isinstance(raw, str) and raw.startswith("/"):
            return raw
    raise ProofRefused


def _caller(found: OpenSession) -> Caller:
    return Caller(
        agency=AgencyId(found.agency),
        person=PersonId(found.person),
        device=DeviceId(found.device),
        role=found.role,
        session=found.id,
        verified_at=found.verified_at,
        demo=found.demo,
        person_key=found.person_key,
        revoked=found.revoked,
        unsent=found.unsent,
        last_contact=found.last_contact,
    )
