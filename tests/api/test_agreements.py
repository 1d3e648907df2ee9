"""A version of a plan counts only if who makes it signed all that it says, and it is never altered after."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from server.identity import base64url
from server.identity.statements import visit as said_of
from server.store.database import reading, writing
from server.store.models.changes import Logged
from server.verify.checks import verify_snapshot
from sync import canonical
from tests.api.agreeing import SNAPSHOT, new_plan, statement, version, words_of
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, share
from tests.api.identity.authenticator import sign_raw


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def patient(ana: FieldTablet) -> str:
    return ana.new_patient()


@pytest.fixture
def plan(ana: FieldTablet, patient: str) -> str:
    return new_plan(ana, patient)


def test_a_version_that_its_author_signed_stands_with_its_signature(
    ana: FieldTablet, patient: str, plan: str
) -> None:
    made = version(ana, patient, words_of(ana, plan))
    assert ana.outcomes(made) == ["applied"]
    ana.round()
    [head] = ana.heads(made["record"], "signature")
    assert (head["value"]["method"], head["by"]) == ("passkey", ana.tablet.person)


def test_the_five_words_sign_it_too(ana: FieldTablet, patient: str, plan: str) -> None:
    record, fields = ana.id(), words_of(ana, plan)
    text = statement(record, patient, fields)
    signature = {
        "method": "passphrase",
        "at": ana.clock.text,
        "manifestSha256": canonical.sha256(text),
        "deviceSignature": base64url_of(ana, text),
    }
    ops = [CREATE, *(set_op(name, value) for name, value in {**fields, "signature": signature}.items())]
    assert ana.outcomes(ana.change(record, patient, "plan_version", *ops)) == ["applied"]


def base64url_of(tablet: FieldTablet, text: str) -> str:
    signature = sign_raw(tablet.tablet.vault.p, said_of(text.encode()))
    assert base64url.decode(signature)
    return signature


def test_a_version_from_before_they_were_signed_is_let_in_as_what_it_is(
    ana: FieldTablet, patient: str, plan: str
) -> None:
    made = version(ana, patient, words_of(ana, plan), spoil={"signature": None})
    assert ana.outcomes(made) == ["applied"]
    ana.round()
    assert ana.heads(made["record"], "signature") == []


OTHER = SNAPSHOT.replace("Low salt", "Much salt")
SPOILED: dict[str, Json] = {
    "of other contents": {"snapshot": OTHER},
    "of other contents, with their hash": {"snapshot": OTHER, "sha256": canonical.sha256(OTHER)},
    "of no contents": {"snapshot": None},
    "of another number": {"number": 7},
    "agreed by somebody else": {"agreedBy": [{"name": "Nobody", "relation": "Patient"}]},
    "agreed by nobody": {"agreedBy": None},
    "after other versions": {"replaces": ["01a207a2-3280-7795-904c-bc3a4f3c1d76"]},
    "from somewhere else": {"madeIn": "conference"},
    "at another time": {"agreedAt": "2026-11-20T09:00:00.000Z"},
    "by nobody's passkey": {
        "signature": {
            "method": "passkey",
            "at": "2026-11-23T09:00:00.000Z",
            "manifestSha256": "0" * 64,
            "credential": "AAAA",
        }
    },
    "by words alone": {
        "signature": {
            "method": "passphrase",
            "at": "2026-11-23T09:00:00.000Z",
            "manifestSha256": "0" * 64,
            "deviceSignature": "AAAA",
        }
    },
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_version_that_is_not_what_was_signed_is_held(
    ana: FieldTablet, patient: str, plan: str, spoil: Json
) -> None:
    made = version(ana, patient, words_of(ana, plan), spoil=spoil)
    assert ana.outcomes(made) == ["quarantined:bad-signature"]
    ana.round()
    assert made["record"] not in ana.records


def test_a_colleagues_signature_or_one_of_another_version_is_none(
    office: Office, clock: Clock, ana: FieldTablet, patient: str, plan: str
) -> None:
    lee = at_work(office, clock, "Lee Chen")
    share(office, lee, patient)
    foreign = version(ana, patient, words_of(ana, plan), by=lee)
    assert ana.outcomes(foreign) == ["quarantined:bad-signature"]
    first = version(ana, patient, words_of(ana, plan))
    assert ana.outcomes(first) == ["applied"]
    signature = first["ops"][-1]["value"]
    again = version(ana, patient, words_of(ana, plan), spoil={"signature": signature})
    assert ana.outcomes(again) == ["quarantined:bad-signature"]


def test_with_a_version_that_is_held_its_whole_batch_is_and_can_be_made_again(
    ana: FieldTablet, patient: str, plan: str
) -> None:
    goal = ana.id()
    made = ana.change(goal, patient, "goal", CREATE, set_op("words", "Walk to the mailbox"))
    forged = version(ana, patient, words_of(ana, plan), spoil={"number": 7})
    assert ana.outcomes(made, forged) == ["quarantined:bad-signature"] * 2
    again = ana.change(goal, patient, "goal", CREATE, set_op("words", "Walk to the mailbox"))
    assert ana.outcomes(again, version(ana, patient, words_of(ana, plan))) == ["applied", "applied"]


@pytest.mark.parametrize("field", ["snapshot", "signature", "agreedBy", "replaces"])
@pytest.mark.parametrize("op", ["set", "correct"])
def test_nothing_that_was_agreed_is_altered_afterwards(
    ana: FieldTablet, patient: str, plan: str, field: str, op: str
) -> None:
    made = version(ana, patient, words_of(ana, plan))
    assert ana.outcomes(made) == ["applied"]
    ana.round()
    [head] = ana.heads(made["record"], field)
    value = next(one["value"] for one in made["ops"] if one.get("field") == field)
    altered = {**set_op(field, value, head["stamps"]), "op": op}
    change = ana.change(made["record"], patient, "plan_version", altered)
    assert ana.outcomes(change) == ["quarantined:bad-signature"]
    phoned = {"who": "patient", "how": "phone", "at": ana.clock.text}
    told = {"op": "append", "field": "told", "value": phoned}
    assert ana.outcomes(ana.change(made["record"], patient, "plan_version", told)) == ["applied"]
    ana.clock.advance(minutes=1)
    slip = {**phoned, "at": ana.clock.text, "takesBack": phoned["at"]}
    back = {**told, "value": slip}
    assert ana.outcomes(ana.change(made["record"], patient, "plan_version", back)) == ["applied"]
    ana.round()
    kept = [one["value"] for one in ana.records[made["record"]]["entries"]["told"]]
    assert kept == [phoned, slip]


def test_two_versions_after_one_are_both_kept_with_their_signatures_until_one_comes_after_both(
    office: Office, clock: Clock, ana: FieldTablet, patient: str, plan: str
) -> None:
    lee = at_work(office, clock, "Lee Chen")
    share(office, lee, patient)
    first = version(ana, patient, words_of(ana, plan))
    assert ana.outcomes(first) == ["applied"]
    hers = version(ana, patient, words_of(ana, plan, 2, (first["record"],)))
    his = version(lee, patient, words_of(lee, plan, 2, (first["record"],)))
    assert (ana.outcomes(hers), lee.outcomes(his)) == (["applied"], ["applied"])
    joining = version(lee, patient, words_of(lee, plan, 3, (hers["record"], his["record"])))
    assert lee.outcomes(joining) == ["applied"]
    ana.round()
    kept = [one for one in ana.records.values() if one["kind"] == "plan_version"]
    authors = sorted(one["fields"]["signature"]["heads"][0]["by"] for one in kept)
    assert authors == sorted([ana.tablet.person, ana.tablet.person, lee.tablet.person, lee.tablet.person])
    assert not [one for one in ana.records.values() if one["kind"] == "conflict"]


def test_verify_finds_a_signed_version_that_was_altered_behind_the_programs_back(
    office: Office, ana: FieldTablet, patient: str, plan: str
) -> None:
    made = version(ana, patient, words_of(ana, plan))
    assert ana.outcomes(made) == ["applied"]
    assert "agreement" not in findings(office)
    with office.app.app_context(), writing() as connection:
        row = connection.execute(select(Logged).where(Logged.record_id == made["record"])).one()
        said = json.loads(row.text)
        for op in said["ops"]:
            if op.get("field") == "number":
                op["value"] = 9
        text = canonical.canonical(said)
        connection.execute(
            update(Logged).where(Logged.id == row.id).values(text=text, sha256=canonical.sha256(text))
        )
    assert "agreement" in findings(office)


def findings(office: Office) -> set[str]:
    with office.app.app_context(), reading() as connection:
        folder = office.app.config["SETTINGS"].data_dir
        reports = verify_snapshot(connection, folder / "attachments")
    return {finding.check for report in reports for finding in report.findings}
