"""A tablet joins: by an invite and a passkey, once, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from server import audit
from server.identity import base64url
from server.store.database import reading, writing
from server.store.models.audit import AuditEntry
from server.store.models.identity import Credential, Device, Invite, Person, SignIn
from tests.api.conftest import Clock, Office
from tests.api.identity.authenticator import Json, Lies, Vault, spki


def count(app: Flask, table: Any) -> int:
    with app.app_context(), reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def actions(app: Flask) -> list[str]:
    with app.app_context(), reading() as connection:
        return list(connection.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


def test_an_invite_shows_whose_it_is_and_what_passkey_to_make(office: Office) -> None:
    person = office.person()
    begun = office.tablet().begin(office.invite(person).link)
    assert begun["person"] == {"id": person.id, "name": "Ana Ruiz", "role": "coordinator"}
    assert begun["agency"] == {"id": office.agency, "name": "Kestrel Home Health"}
    assert begun["demo"] is False
    options = begun["options"]
    assert options["rp"] == {"id": "localhost", "name": "Kestrel Home Health"}
    assert options["authenticatorSelection"] == {
        "authenticatorAttachment": "platform",
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert options["extensions"] == {"prf": {}}
    assert options["attestation"] == "none"


def test_looking_at_an_invite_uses_nothing_up(office: Office) -> None:
    link = office.invite(office.person()).link
    office.tablet().begin(link)
    assert office.tablet().enrol(link).session


def test_every_enrolment_has_a_user_handle_of_its_own_so_that_no_passkey_is_overwritten(
    office: Office,
) -> None:
    link = office.invite(office.person()).link
    handles = {office.tablet().begin(link)["options"]["user"]["id"] for _ in range(3)}
    assert len(handles) == 3


def test_a_tablet_that_joined_is_signed_in_at_once(office: Office) -> None:
    tablet = office.enrolled()
    assert tablet.send("DELETE", "/api/session").status_code == 204


def test_the_cookie_is_host_bound_and_out_of_reach_of_scripts(office: Office) -> None:
    tablet = office.tablet()
    link = office.invite(office.person()).link
    answer = tablet.ask("/api/enrol/finish", tablet.enrolment(link, tablet.begin(link)))
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-doorstep=")
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"} <= parts
    assert not any(part.startswith("Domain") for part in parts)


def test_only_hashes_of_invite_and_cookie_are_stored(app: Flask, office: Office) -> None:
    issued = office.invite(office.person())
    tablet = office.tablet().enrol(issued.link)
    token = tablet.client.get_cookie("__Host-doorstep", domain="localhost")
    assert token is not None
    with app.app_context(), reading() as connection:
        rows = [*connection.execute(select(Invite)), *connection.execute(select(SignIn))]
    stored = repr(rows)
    assert issued.link not in stored
    assert issued.typed.replace("-", "") not in stored
    assert token.value not in stored


def test_the_eight_characters_are_the_same_invite(office: Office) -> None:
    issued = office.invite(office.person())
    sloppy = issued.typed.replace("-", " ").lower()
    assert office.tablet().enrol(sloppy).session
    assert office.tablet().ask("/api/enrol/begin", {"invite": issued.link}).status_code == 410


def test_an_invite_is_used_once_and_the_answer_says_when(office: Office) -> None:
    link = office.invite(office.person()).link
    first, second = office.tablet(), office.tablet()
    late = second.enrolment(link, second.begin(link))
    first.enrol(link)
    for answer in (
        second.ask("/api/enrol/finish", late),
        second.ask("/api/enrol/begin", {"invite": link}),
    ):
        assert (answer.status_code, (answer.json or {})["code"]) == (410, "invite-used")
        assert (answer.json or {})["detail"] == (
            "This link was already used on Nov 23. Ask the office for a new one."
        )


def test_an_invite_lives_for_a_day(office: Office, clock: Clock) -> None:
    link = office.invite(office.person()).link
    clock.advance(hours=24)
    answer = office.tablet().ask("/api/enrol/begin", {"invite": link})
    assert (answer.status_code, (answer.json or {})["code"]) == (410, "invite-expired")


@pytest.mark.parametrize("invite", ["A" * 22, "ABCD-EFGH", "not an invite", "x" * 64, "\ud800" * 22, "é" * 8])
def test_an_invite_that_nobody_issued_is_unknown(office: Office, invite: str) -> None:
    answer = office.tablet().ask("/api/enrol/begin", {"invite": invite})
    assert (answer.status_code, (answer.json or {})["code"]) == (404, "invite-unknown")


def test_an_invite_of_somebody_who_left_is_unknown(app: Flask, office: Office, clock: Clock) -> None:
    person = office.person()
    link = office.invite(person).link
    with app.app_context(), writing() as connection:
        connection.execute(update(Person).values(removed_at=clock.text))
    assert office.tablet().ask("/api/enrol/begin", {"invite": link}).status_code == 404


REFUSED_PASSKEYS = {
    "the person was not verified": Lies(verified=False),
    "another rpId": Lies(rp_id="doorstep.example"),
    "another origin": Lies(origin="http://localhost:8001"),
    "another challenge": Lies(challenge=base64url.encode(bytes(32))),
    "a sign-in instead of a registration": Lies(ceremony="webauthn.get"),
    "another site's page around ours": Lies(cross_origin=True),
    "another site's page, said as text": Lies(cross_origin="false"),
    "another top origin": Lies(top_origin="https://elsewhere.example"),
    "a swapped id": Lies(credential_id=bytes(32)),
    "a key on a stick": Lies(transports=("usb",)),
    "a phone nearby": Lies(transports=("hybrid",)),
    "no transport named": Lies(transports=()),
    "the vault's key material along with it": Lies(sends_prf=True),
}


@pytest.mark.parametrize("lies", REFUSED_PASSKEYS.values(), ids=REFUSED_PASSKEYS)
def test_a_registration_is_refused_with(app: Flask, office: Office, lies: Lies) -> None:
    link = office.invite(office.person()).link
    tablet = office.tablet()
    answer = tablet.ask("/api/enrol/finish", tablet.enrolment(link, tablet.begin(link), lies))
    assert (answer.status_code, (answer.json or {})["code"]) == (400, "ceremony-refused")
    assert (count(app, Device), count(app, Credential), count(app, SignIn)) == (0, 0, 0)
    assert office.tablet().enrol(link).session, "a refused attempt does not use the invite up"


def spoiled(body: Json, path: str, value: object) -> Json:
    """The body with one place of its credential replaced."""
    inner: Any = body["credential"]
    *way, last = path.split("/")
    for part in way:
        inner = inner[part]
    inner[last] = value
    return body


HOSTILE = {
    "no CBOR": ("response/attestationObject", base64url.encode(b"\xff\xff")),
    "CBOR of something else": ("response/attestationObject", base64url.encode(b"\x83\x01\x02\x03")),
    "deep CBOR": ("response/attestationObject", base64url.encode(b"\x81" * 9000)),
    "an empty attestation": ("response/attestationObject", ""),
    "client data that is no JSON": ("response/clientDataJSON", base64url.encode(b"{")),
    "client data that is a list": ("response/clientDataJSON", base64url.encode(b"[]")),
    "deep JSON": ("response/clientDataJSON", base64url.encode(b"[" * 9000)),
    "client data of a wrong alphabet": ("response/clientDataJSON", "+/=="),
    "client data that is a number": ("response/clientDataJSON", 7),
    "no id": ("id", None),
    "an id that is an object": ("id", {}),
    "transports that are one text": ("response/transports", "internal"),
    "transports that are objects": ("response/transports", [{"internal": True}, ["internal"]]),
    "another type": ("type", "password"),
}


@pytest.mark.parametrize(("path", "value"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_registration_is_a_refusal_and_never_a_failure(
    office: Office, path: str, value: object
) -> None:
    link = office.invite(office.person()).link
    tablet = office.tablet()
    body = spoiled(tablet.enrolment(link, tablet.begin(link)), path, value)
    answer = tablet.ask("/api/enrol/finish", body)
    assert answer.status_code in {400, 422}, answer.text
    assert answer.mimetype == "application/problem+json"


def test_an_attempt_is_over_after_five_minutes(office: Office, clock: Clock) -> None:
    link = office.invite(office.person()).link
    tablet = office.tablet()
    body = tablet.enrolment(link, tablet.begin(link))
    clock.advance(minutes=5)
    answer = tablet.ask("/api/enrol/finish", body)
    assert (answer.status_code, (answer.json or {})["code"]) == (400, "challenge-unknown")


def test_a_challenge_is_used_up_by_a_refused_attempt(office: Office) -> None:
    link = office.invite(office.person()).link
    tablet = office.tablet()
    begun = tablet.begin(link)
    tablet.ask("/api/enrol/finish", tablet.enrolment(link, begun, Lies(verified=False)))
    answer = tablet.ask("/api/enrol/finish", tablet.enrolment(link, begun))
    assert (answer.status_code, (answer.json or {})["code"]) == (400, "challenge-unknown")


def test_a_challenge_belongs_to_its_invite(office: Office) -> None:
    ana, ben = office.person("Ana Ruiz"), office.person("Ben Okafor")
    mine, other = office.invite(ana).link, office.invite(ben).link
    tablet = office.tablet()
    body = tablet.enrolment(mine, tablet.begin(other))
    answer = tablet.ask("/api/enrol/finish", body)
    assert (answer.json or {})["code"] == "challenge-unknown"


def test_a_sign_in_challenge_does_not_enrol(office: Office) -> None:
    link = office.invite(office.person()).link
    tablet = office.tablet()
    asked = tablet.challenge()
    begun = tablet.begin(link)
    begun["enrolment"] = asked["request"]
    begun["options"]["challenge"] = asked["challenge"]
    answer = tablet.ask("/api/enrol/finish", tablet.enrolment(link, begun))
    assert (answer.json or {})["code"] == "challenge-unknown"


def test_whoever_enrols_holds_the_key_she_registers(office: Office) -> None:
    link = office.invite(office.person()).link
    tablet = office.tablet()
    body = tablet.enrolment(link, tablet.begin(link))
    body["device"]["P"] = spki(Vault().p)
    answer = tablet.ask("/api/enrol/finish", body)
    assert (answer.status_code, (answer.json or {})["code"]) == (400, "ceremony-refused")


@pytest.mark.parametrize("key", ["P", "D"])
def test_a_key_that_is_no_p256_key_is_named(office: Office, key: str) -> None:
    link = office.invite(office.person()).link
    tablet = office.tablet()
    body = tablet.enrolment(link, tablet.begin(link))
    body["device"][key] = base64url.encode(b"not a key")
    answer = tablet.ask("/api/enrol/finish", body)
    assert (answer.status_code, (answer.json or {})["where"]) == (422, f"device.{key}")


def test_a_vault_enrols_once(office: Office) -> None:
    first = office.enrolled()
    second = office.tablet()
    second.vault.id = first.vault.id
    link = office.invite(office.person("Ben Okafor")).link
    answer = second.ask("/api/enrol/finish", second.enrolment(link, second.begin(link)))
    assert (answer.status_code, (answer.json or {})["code"]) == (400, "ceremony-refused")
    assert office.tablet().enrol(link).session, "the failed attempt used nothing up"


def test_what_the_authenticator_says_of_backup_is_kept(app: Flask, office: Office) -> None:
    link = office.invite(office.person()).link
    tablet = office.tablet()
    lies = Lies(backed_up=True, transports=("internal", "hybrid"))
    assert (
        tablet.ask("/api/enrol/finish", tablet.enrolment(link, tablet.begin(link), lies)).status_code == 200
    )
    with app.app_context(), reading() as connection:
        kept = connection.execute(select(Credential)).one()
    assert (kept.backup_eligible, kept.backed_up, kept.transports) == (True, True, "internal,hybrid")


def test_joining_is_written_into_a_chain_that_holds(app: Flask, office: Office) -> None:
    office.enrolled()
    assert actions(app) == ["person.added", "invite.issued", "tablet.enrolled"]
    with app.app_context(), reading() as connection:
        assert audit.verify(connection, office.agency) == 3


def test_a_lost_answer_is_no_lost_tablet(office: Office) -> None:
    """The invite is used up, but the vault is enrolled: it signs in."""
    link = office.invite(office.person()).link
    tablet = office.tablet()
    tablet.ask("/api/enrol/finish", tablet.enrolment(link, tablet.begin(link)))
    tablet.client.delete_cookie("__Host-doorstep", domain="localhost")
    assert tablet.sign_in().status_code == 200


def test_guessing_invites_is_slowed_down(office: Office) -> None:
    tablet = office.tablet()
    answers = [tablet.ask("/api/enrol/begin", {"invite": "ABCD-EFGH"}) for _ in range(61)]
    assert [answer.status_code for answer in answers] == [404] * 60 + [429]
    assert (answers[-1].json or {})["code"] == "too-many"


@pytest.mark.parametrize("name", ["", "x" * 81, "two\nlines", "half \ud800 a character", "nul\0"])
def test_a_tablets_name_is_a_line_of_text(office: Office, name: str) -> None:
    link = office.invite(office.person()).link
    tablet = office.tablet()
    body = tablet.enrolment(link, tablet.begin(link))
    body["device"]["name"] = name
    answer = tablet.ask("/api/enrol/finish", body)
    assert (answer.status_code, (answer.json or {})["where"]) == (422, "device.name")
