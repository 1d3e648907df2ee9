"""What is in the way of an approval is said before, and again by the engine: held, never half applied."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from server.identity import statements
from server.store.database import reading, writing
from server.store.models.changes import Logged
from server.store.models.identity import Person
from server.verify.checks import verify_snapshot
from sync import canonical
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, event_op, set_op, share, stock_library
from tests.api.identity.authenticator import sign_raw
from tests.api.reviewing import (
    NEARLY_EVERY_DAY,
    QUESTIONS,
    approval,
    approvals_together,
    at_desk,
    get,
    queue,
    recorded,
    reviewed_visit,
)
from tests.api.visiting import Visit, signed, stock_phq9


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_desk(office, clock)


@pytest.fixture
def visit(office: Office, ana: FieldTablet, rina: FieldTablet) -> Visit:
    return reviewed_visit(office, ana, rina, ana.new_patient())


def asked(rina: FieldTablet, visit: Visit, version: int) -> Json:
    answer = rina.tablet.post(f"/api/office/visits/{visit.id}/approval", {"version": version})
    return {"status": answer.status_code, **(answer.json or {})}


def codes(rina: FieldTablet, visit: Visit) -> list[str]:
    said = get(rina, f"/api/office/visits/{visit.id}/review")["approval"]
    return [one["code"] for one in said["because"]]


def held_words(rina: FieldTablet, change: Json) -> str:
    [receipt] = rina.deliver(change)["receipts"]
    assert (receipt["outcome"], receipt["reason"]["code"]) == ("quarantined", "not-yet"), receipt
    return str(receipt["reason"]["text"])


def test_a_visit_with_nothing_in_its_way_is_approved_once(rina: FieldTablet, visit: Visit) -> None:
    [row] = queue(rina)
    assert (row["blocks"], row["checks"], row["alerts"], row["clean"]) == (0, 0, 0, False)
    assert asked(rina, visit, row["lookedAt"])["status"] == 200
    assert rina.outcomes(approval(rina, visit)) == ["applied"]
    assert queue(rina) == []
    [done] = queue(rina, "?stage=approved")
    assert done["state"] == "approved"


def test_different_answers_are_in_the_way_until_somebody_decides(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    goal = ana.new_goal(visit.patient)
    for tablet, target in ((rina, "2 a week"), (ana, "daily")):
        tablet.outcomes(tablet.change(goal, visit.patient, "goal", set_op("target", target)))
    said = get(rina, f"/api/office/visits/{visit.id}/review")["approval"]
    assert (said["may"], said["because"][0]["words"]) == (False, "Goal target: different answers")
    refused = asked(rina, visit, said["version"])
    assert (refused["status"], refused["code"]) == (409, "cannot-approve")
    assert refused["because"][0]["record"] == goal
    early = approval(rina, visit)
    assert held_words(rina, early) == "Goal target: different answers"
    rina.round()
    assert rina.heads(visit.id, "state")[0]["value"] == "received"
    # Decided, the very approval that was held can be run again.
    saw = rina.saw(goal, "target")
    decided = rina.change(goal, visit.patient, "goal", set_op("target", "daily", saw))
    rina.deliver(decided)
    answer = rina.tablet.post(f"/api/quarantine/{early['batch']}/release", {})
    assert (answer.status_code, (answer.json or {})["state"]) == (200, "released")
    assert queue(rina, "?stage=approved")[0]["visit"]["id"] == visit.id


def test_what_changed_after_it_was_looked_at_is_not_approved_unseen(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    looked = approval(rina, visit)
    note = next(one for one in rina.records.values() if one["kind"] == "note")
    addendum = {"op": "append", "field": "addenda", "value": {"text": "She rang back"}}
    added = ana.change(note["id"], visit.patient, "note", addendum, visit=visit.id, schema=2)
    assert ana.outcomes(added) == ["applied"]
    assert held_words(rina, looked) == "The visit changed after it was looked at"
    assert rina.outcomes(approval(rina, visit)) == ["applied"]


def test_an_approval_that_names_no_version_or_other_contents_is_held(rina: FieldTablet, visit: Visit) -> None:
    blind = rina.change(visit.id, visit.patient, "visit", event_op("approve", []), visit=visit.id, schema=2)
    assert "names no version" in held_words(rina, blind)
    assert "other contents" in held_words(rina, approval(rina, visit, contentSha256="0" * 64))


SPOILED: dict[str, Json] = {
    "unsigned": {"signature": None},
    "by nobody's passkey": {"signature": {"method": "passkey", "credential": "AAAA"}},
    "by words alone": {"signature": {"method": "passphrase", "deviceSignature": "AAAA"}},
    "of another round": {"round": 7},
    "as somebody else": {"role": "cosigner"},
    "of another version": {"version": 10_000},
    "of other contents": {"contentSha256": "0" * 64},
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
@pytest.mark.parametrize("approved", [False, True])
def test_an_approval_that_is_not_its_authors_over_these_words_is_held(
    rina: FieldTablet, visit: Visit, spoil: Json, *, approved: bool
) -> None:
    if approved:
        assert rina.outcomes(approval(rina, visit)) == ["applied"]
    forged = approval(rina, visit, event=not approved, spoil=spoil)
    if not spoil.get("signature", True):
        del forged["ops"][0]["value"]["signature"]
    assert rina.outcomes(forged) == ["quarantined:bad-signature"]
    assert len(entries(rina, visit)) == approved


def test_a_colleagues_signature_is_no_approval(
    office: Office, clock: Clock, rina: FieldTablet, visit: Visit
) -> None:
    maria = at_desk(office, clock, "Maria Chen")
    share(office, maria, visit.patient)
    hers = approval(maria, visit)["ops"][0]["value"]["signature"]
    assert rina.outcomes(approval(rina, visit, spoil={"signature": hers})) == ["quarantined:bad-signature"]
    # Nor does an approval become one by being delivered with the visit itself.
    planned = rina.id()
    made = rina.change(planned, visit.patient, "visit", CREATE, visit=planned, schema=2)
    made["ops"].append(approval(rina, visit)["ops"][0])
    assert rina.outcomes(made) == ["quarantined:bad-signature"]


def entries(rina: FieldTablet, visit: Visit) -> list[Json]:
    rina.round()
    return list(rina.records[visit.id]["entries"].get("approvals", []))


def test_a_visit_that_did_not_arrive_whole_is_not_approved(
    office: Office, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    second = Visit(ana, visit.patient, stock_phq9(office, ana.clock))
    second.begin()
    recorded(second)
    second.sign(also=((ana.id(), "0" * 64),))
    ana.round(*second.batches)
    row = next(one for one in queue(rina) if one["visit"]["id"] == second.id)
    assert row["arriving"]["of"] - row["arriving"]["here"] == 1
    assert row["clean"] is False
    assert "arriving" in codes(rina, second)


def test_a_block_that_the_tablet_would_have_named_is_in_the_way_here_too(
    office: Office, ana: FieldTablet, rina: FieldTablet
) -> None:
    patient = ana.new_patient()
    answers = dict.fromkeys(QUESTIONS, NEARLY_EVERY_DAY)
    visit = reviewed_visit(office, ana, rina, patient, **answers)
    said = get(rina, f"/api/office/visits/{visit.id}/review")
    assert [one["words"] for one in said["approval"]["because"]] == ["PHQ-9: 7 left"]
    assert held_words(rina, approval(rina, visit)) == "1 thing blocks it"


def test_a_held_change_of_the_visit_is_in_the_way(ana: FieldTablet, rina: FieldTablet, visit: Visit) -> None:
    spoiled = ana.change(ana.id(), visit.patient, "goal", CREATE, set_op("target", 7), visit=visit.id)
    assert ana.outcomes(spoiled) == ["quarantined:invalid"]
    assert queue(rina)[0]["held"] == 1
    assert codes(rina, visit) == ["held"]


def test_two_people_approve_where_the_agency_asks_for_it(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet
) -> None:
    rule = {"cosign": {"people": [ana.tablet.person]}}
    stock_library(office, clock, "agency", name="Kestrel", review=rule)
    visit = reviewed_visit(office, ana, rina, ana.new_patient())
    assert queue(rina)[0]["cosign"] == "reviewer"
    assert "second person" in held_words(rina, approval(rina, visit))
    assert rina.outcomes(approval(rina, visit, event=False)) == ["applied"]
    assert queue(rina)[0]["cosign"] == "cosigner"
    assert codes(rina, visit) == ["cosign-self"]
    maria = at_desk(office, clock, "Maria Chen")
    share(office, maria, visit.patient)
    assert maria.outcomes(approval(maria, visit)) == ["applied"]
    assert queue(rina) == []


def test_only_clean_ones_are_approved_many_at_once(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    clock.advance(minutes=5)
    later = reviewed_visit(office, ana, rina, visit.patient, visit.form)
    rows = {row["visit"]["id"]: row for row in queue(rina)}
    assert (rows[visit.id]["first"], rows[later.id]["clean"]) == (True, True)
    body = {"visits": [{"id": one, "version": row["lookedAt"]} for one, row in rows.items()]}
    answer = rina.tablet.post("/api/office/approvals", body)
    said = dict(answer.json or {})
    assert [one["id"] for one in said["clean"]] == [later.id]
    assert said["clean"][0]["summary"] == "PHQ-2: 0 of 6, Negative screen"
    [refused] = said["refused"]
    assert (refused["id"], refused["because"][0]["words"]) == (visit.id, "This is the patient's first visit")


def test_a_clean_visit_skips_the_queue_where_the_agency_says_so(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    stock_library(office, clock, "agency", review={"skip": [{"visitTypes": ["follow-up"]}, {}]})
    clock.advance(minutes=5)
    later = reviewed_visit(office, ana, rina, visit.patient, visit.form)
    assert [row["visit"]["id"] for row in queue(rina)] == [visit.id]
    [skipped] = queue(rina, "?stage=skipped")
    assert (skipped["visit"]["id"], skipped["state"]) == (later.id, "received")


def test_the_author_who_left_is_named_and_who_else_has_the_patient(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    bea = at_work(office, clock, "Bea Ono")
    share(office, bea, visit.patient)
    assert get(rina, f"/api/office/visits/{visit.id}/review")["author"]["gone"] is None
    with office.app.app_context(), writing() as connection:
        gone = update(Person).where(Person.id == ana.tablet.person).values(removed_at=clock.text)
        connection.execute(gone)
    said = get(rina, f"/api/office/visits/{visit.id}/review")["author"]
    assert (said["gone"], said["since"]) == ("left", clock.text)
    assert said["reassignTo"] == [{"id": bea.tablet.person, "name": "Bea Ono"}]


@pytest.fixture
def three(office: Office, ana: FieldTablet, rina: FieldTablet) -> list[Visit]:
    return [reviewed_visit(office, ana, rina, ana.new_patient()) for _ in range(3)]


def test_one_touch_approves_many_and_each_can_be_checked_alone(rina: FieldTablet, three: list[Visit]) -> None:
    first, second, third = approvals_together(rina, three)
    assert rina.outcomes(first) == ["applied"]
    assert rina.outcomes(third, second) == ["applied", "applied"]
    assert len(queue(rina, "?stage=approved")) == 3
    [entry] = entries(rina, three[1])
    assert len(entry["value"]["among"]) == 3
    with rina.tablet.app.app_context(), reading() as connection:
        [report] = verify_snapshot(connection, Path("no-attachments"))
    assert report.findings == []


def test_one_proof_of_the_five_words_approves_many_too(rina: FieldTablet, three: list[Visit]) -> None:
    changes = approvals_together(rina, three)
    among = changes[0]["ops"][0]["value"]["among"]
    said = canonical.canonical({"v": 2, "approves": among})
    signature = {
        "method": "passphrase",
        "at": rina.clock.text,
        "manifestSha256": canonical.sha256(said),
        "deviceSignature": sign_raw(rina.tablet.vault.p, statements.visit(said.encode())),
    }
    for change in changes:
        change["ops"][0]["value"]["signature"] = signature
    assert rina.outcomes(*changes) == ["applied"] * 3


def test_a_visit_that_was_not_among_them_is_not_approved_by_their_proof(
    rina: FieldTablet, three: list[Visit]
) -> None:
    *two, other = three
    first, second = approvals_together(rina, two)
    among = first["ops"][0]["value"]["among"]
    alone = approval(rina, other)
    alone["ops"][0]["value"] |= {"signature": first["ops"][0]["value"]["signature"], "among": among}
    assert rina.outcomes(alone) == ["quarantined:bad-signature"]
    # Nor by adding it to the list, nor what was among them as another round or another version.
    entry = alone["ops"][0]["value"]
    named = {name: entry[name] for name in ("round", "role", "contentSha256", "version")}
    said = {"v": 1, "approves": other.id, "patient": other.patient, **named}
    longer = [*among, canonical.sha256(canonical.canonical(said))]
    spoiled = approval(rina, other)
    spoiled["ops"][0]["value"] |= {"signature": first["ops"][0]["value"]["signature"], "among": longer}
    assert rina.outcomes(spoiled) == ["quarantined:bad-signature"]
    first["ops"][0]["value"]["version"] += 1
    assert rina.outcomes(first) == ["quarantined:bad-signature"]
    assert rina.outcomes(second) == ["applied"]


@pytest.mark.parametrize("among", [[], ["0" * 64], "0" * 64, {"0": 1}])
def test_a_list_that_is_none_proves_nothing(rina: FieldTablet, visit: Visit, among: object) -> None:
    [change] = approvals_together(rina, [visit], among=among)
    [outcome] = rina.outcomes(change)
    assert outcome.startswith("quarantined:")
    assert entries(rina, visit) == []


def test_more_than_somebody_is_shown_at_once_are_not_approved_with_one_proof(
    rina: FieldTablet, visit: Visit
) -> None:
    [change] = approvals_together(rina, [visit])
    entry = change["ops"][0]["value"]
    many = [*entry["among"], *(f"{number:064}" for number in range(50))]
    entry |= {"among": many, "signature": signed(rina, canonical.canonical({"v": 2, "approves": many}))}
    assert rina.outcomes(change) == ["quarantined:bad-signature"]


def test_verify_finds_an_approval_that_nobody_signed(rina: FieldTablet, visit: Visit) -> None:
    [change] = approvals_together(rina, [visit])
    assert rina.outcomes(change) == ["applied"]
    with rina.tablet.app.app_context():
        with writing() as connection:
            other = update(Logged).where(Logged.id == change["id"])
            at = change["ops"][0]["value"]["among"][0]
            text = connection.execute(select(Logged.text).where(Logged.id == change["id"])).scalar_one()
            forged = text.replace(at, "0" * 64)
            connection.execute(other.values(text=forged, sha256=canonical.sha256(forged)))
        with reading() as connection:
            [report] = verify_snapshot(connection, Path("no-attachments"))
    assert "approval" in {finding.check for finding in report.findings}
