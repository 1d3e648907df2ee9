"""Bad input: whatever has a readable envelope is kept with its reason; what is behind it applies."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from server import audit
from server.store.database import reading
from server.store.repository import changes, grants, records
from sync import batch as planner
from sync import canonical
from sync.ids import RecordId
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, event_op, set_op, share, told, withdraw
from tests.api.identity.authenticator import Vault

Json = dict[str, Any]


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def patient(ana: FieldTablet) -> str:
    return ana.new_patient()


def receipts(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [told(receipt) for receipt in (answer.json or {})["receipts"]]


def held(office: Office) -> list[tuple[str, str, bytes]]:
    with office.app.app_context(), reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, reason, text FROM quarantine ORDER BY received_at, id")
        return [(row[0], row[1], row[2]) for row in rows]


def good(ana: FieldTablet, patient: str) -> Json:
    return ana.batch(ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Stairs")))


def test_unreadable_text_is_kept_and_what_is_behind_it_applies(
    office: Office, ana: FieldTablet, patient: str
) -> None:
    broken = ana.change(ana.id(), patient, "goal", CREATE)
    answer = ana.post(ana.batch(broken, texts=["{not json"]), good(ana, patient))
    assert receipts(answer) == ["quarantined:unreadable", "applied"]
    assert held(office) == [(broken["id"], "unreadable", b"{not json")]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ({"kind": "horoscope"}, "unknown-kind"),
        ({"schema": 9}, "unknown-schema"),
        ({"ops": [CREATE, set_op("target", 7)]}, "invalid"),
        ({"ops": [CREATE, set_op("colour", "red")]}, "invalid"),
        ({"ops": [CREATE, {"op": "delete", "saw": {}}]}, "invalid"),
        ({"ops": [set_op("target", "Stairs")]}, "depends"),
        ({"batch": "019a0000-0000-7000-8000-000000000000"}, "invalid"),
        ({"kind": "conflict"}, "unknown-kind"),
    ],
)
def test_a_change_that_cannot_be_applied_is_kept_with_its_reason(
    ana: FieldTablet, patient: str, spoil: Json, reason: str
) -> None:
    ops = [CREATE, set_op("target", "Stairs")]
    change = {**ana.change(ana.id(), patient, "goal", *ops), **spoil}
    assert receipts(ana.post(ana.batch(change), good(ana, patient))) == [f"quarantined:{reason}", "applied"]


def test_one_bad_change_holds_its_whole_batch(ana: FieldTablet, patient: str) -> None:
    goal = ana.id()
    changes = [
        ana.change(goal, patient, "goal", CREATE),
        ana.change(goal, patient, "goal", set_op("target", 7)),
    ]
    assert ana.outcomes(*changes) == ["quarantined:depends", "quarantined:invalid"]
    ana.round()
    assert goal not in ana.records


def test_a_batch_signed_by_another_key_is_kept_but_not_applied(ana: FieldTablet, patient: str) -> None:
    right, ana.tablet.vault = ana.tablet.vault, Vault()
    batch = good(ana, patient)
    ana.tablet.vault = right
    assert receipts(ana.post(batch)) == ["quarantined:bad-signature"]


@pytest.mark.parametrize("sig", ["", "%%%", "AAAA"])
def test_a_signature_that_is_none_is_kept_but_not_applied(ana: FieldTablet, patient: str, sig: str) -> None:
    assert receipts(ana.post({**good(ana, patient), "sig": sig})) == ["quarantined:bad-signature"]


def test_a_hash_that_is_not_the_texts_is_kept_under_the_true_hash(ana: FieldTablet, patient: str) -> None:
    batch = good(ana, patient)
    batch["changes"][0]["sha256"] = "0" * 64
    answer = ana.post(batch).json or {}
    [receipt] = answer["receipts"]
    assert told(receipt) == "quarantined:unreadable"
    assert receipt["sha256"] == canonical.sha256(batch["changes"][0]["text"])


def test_an_id_used_for_other_bytes_is_kept_beside_the_first(ana: FieldTablet, patient: str) -> None:
    goal = ana.id()
    change = ana.change(goal, patient, "goal", CREATE, set_op("target", "One"))
    assert ana.outcomes(change) == ["applied"]
    twin = {**change, "batch": None, "ops": [CREATE, set_op("target", "Two")]}
    assert ana.outcomes(twin) == ["quarantined:id-reused"]
    ana.round()
    assert ana.heads(goal, "target")[0]["value"] == "One"


def test_somebody_elses_patient_and_no_patient_get_the_same_receipt(
    office: Office, clock: Clock, patient: str
) -> None:
    marcus = at_work(office, clock, "Marcus Webb")
    nobody = marcus.id()
    answers = []
    for whose in (patient, nobody):
        [receipt] = marcus.deliver(marcus.change(marcus.id(), whose, "goal", CREATE))["receipts"]
        answers.append({**receipt, "id": "", "sha256": ""})
    assert answers[0] == answers[1]
    assert told(answers[0]) == "quarantined:no-right"


def test_somebody_elses_record_and_no_record_get_the_same_receipt(
    office: Office, clock: Clock, ana: FieldTablet, patient: str
) -> None:
    goal = ana.new_goal(patient)
    marcus = at_work(office, clock, "Marcus Webb")
    own = marcus.new_patient("Lindgren")
    answers = []
    for record in (goal, marcus.id()):
        change = marcus.change(record, own, "goal", set_op("target", "Mine"))
        [receipt] = marcus.deliver(change)["receipts"]
        answers.append({**receipt, "id": "", "sha256": ""})
    assert answers[0] == answers[1]


def test_a_record_never_moves_to_another_patient(ana: FieldTablet, patient: str) -> None:
    goal, other = ana.new_goal(patient), ana.new_patient("Lindgren")
    assert ana.outcomes(ana.change(goal, other, "goal", set_op("target", "x"))) == ["quarantined:depends"]


def test_work_on_a_patient_whose_grant_has_ended_is_kept_but_not_applied(
    office: Office, ana: FieldTablet, patient: str
) -> None:
    withdraw(office, ana, patient)
    assert receipts(ana.post(good(ana, patient))) == ["quarantined:no-right"]


def test_a_tablet_cannot_write_the_library_nor_speak_for_the_server(ana: FieldTablet, patient: str) -> None:
    agency = ana.change(ana.id(), "library", "agency", CREATE, set_op("name", "Mine"))
    assert ana.outcomes(agency) == ["quarantined:no-right"]
    visit = ana.id()
    ana.deliver(ana.change(visit, patient, "visit", CREATE))
    ana.round()
    receive = ana.change(visit, patient, "visit", event_op("receive", ana.saw(visit, "state")))
    assert ana.outcomes(receive) == ["quarantined:no-right"]


def test_a_fault_of_the_server_in_one_batch_does_not_stop_the_next(
    monkeypatch: pytest.MonkeyPatch, office: Office, ana: FieldTablet, patient: str
) -> None:
    real, poison = planner.plan, good(ana, patient)

    def plan(envelope: Any, origin: Any, lookup: Any) -> Any:
        if envelope.id == poison["id"]:
            raise KeyError("a fault")
        return real(envelope, origin, lookup)

    monkeypatch.setattr(planner, "plan", plan)
    assert receipts(ana.post(poison, good(ana, patient))) == ["quarantined:invalid", "applied"]
    assert [text for _, _, text in held(office)] == [poison["changes"][0]["text"].encode()]


def test_a_fault_behind_the_plan_leaves_nothing_of_the_batch_but_its_held_bytes(
    monkeypatch: pytest.MonkeyPatch, office: Office, ana: FieldTablet, patient: str
) -> None:
    newcomer = ana.id()
    opening = ana.batch(ana.change(newcomer, newcomer, "patient", CREATE, set_op("mrn", "77")))

    def fail(*_: Any, **__: Any) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(grants, "give", fail)
    behind = good(ana, patient)
    assert receipts(ana.post(opening, behind)) == ["quarantined:invalid", "applied"]
    assert [text for _, _, text in held(office)] == [opening["changes"][0]["text"].encode()]
    with office.app.app_context(), reading() as connection:
        assert records.load(connection, office.agency, [RecordId(newcomer)]) == {}


def test_a_fault_over_what_was_applied_before_leaves_it_applied(
    monkeypatch: pytest.MonkeyPatch, office: Office, ana: FieldTablet, patient: str
) -> None:
    batch = good(ana, patient)
    first = ana.post(batch)

    def fail(*_: Any) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(planner, "plan", fail)
    again = ana.post(batch)
    assert receipts(again) == ["applied"]
    assert (again.json or {})["receipts"] == (first.json or {})["receipts"]
    assert held(office) == []


def test_a_request_that_fails_takes_nothing_and_can_be_sent_again(
    monkeypatch: pytest.MonkeyPatch, office: Office, ana: FieldTablet, patient: str
) -> None:
    batches = [good(ana, patient), {**good(ana, patient), "sig": ""}]

    def fail(*_: Any) -> None:
        raise OperationalError("COMMIT", {}, OSError("the disk is gone"))

    with monkeypatch.context() as broken:
        broken.setattr(audit, "append", fail)
        answer = ana.post(*batches)
    assert answer.status_code >= 500
    assert "receipts" not in (answer.json or {})
    assert held(office) == []
    assert receipts(ana.post(*batches)) == ["applied", "quarantined:bad-signature"]


def test_a_fault_while_rows_are_written_undoes_the_request_and_holds_no_innocent_batch(
    monkeypatch: pytest.MonkeyPatch, office: Office, ana: FieldTablet, patient: str
) -> None:
    # Planning the second batch reads what is under the goal, for which the first one's rows are written.
    goal = ana.id()
    first = ana.change(goal, patient, "goal", CREATE)
    seen = {"stamps": [first["id"]], "entries": [], "children": []}
    delete = {"op": "delete", "field": "", "saw": seen}
    gone = ana.change(goal, patient, "goal", delete, needs=[{"id": first["id"], "hard": True}])
    batches = [ana.batch(first), ana.batch(gone)]
    with monkeypatch.context() as broken:
        faults = iter([KeyError("a fault")])
        real = changes.log

        def log(*given: Any) -> None:
            for fault in faults:
                raise fault
            real(*given)

        broken.setattr(changes, "log", log)
        answer = ana.post(*batches)
    assert answer.status_code == 500
    assert held(office) == []
    assert receipts(ana.post(*batches)) == ["applied", "applied"]


def test_what_a_spoiled_change_had_seen_is_known_from_its_true_text_that_came_later(
    ana: FieldTablet, patient: str
) -> None:
    goal = ana.id()
    first = ana.change(goal, patient, "goal", CREATE, set_op("target", "Stairs"))
    second = ana.change(goal, patient, "goal", set_op("target", "Bus", [first["id"]]))
    sealed = [ana.batch(first), ana.batch(second)]
    change = sealed[1]["changes"][0]
    cut = {**sealed[1], "changes": [{**change, "text": change["text"][:-3]}]}
    assert receipts(ana.post(sealed[0], cut)) == ["applied", "quarantined:unreadable"]
    assert receipts(ana.post(sealed[1])) == ["quarantined:id-reused"]
    third = ana.change(goal, patient, "goal", set_op("target", "Shop", [second["id"]]))
    assert ana.outcomes(third) == ["applied"]


def test_another_batch_under_the_id_of_one_that_waits_does_not_drop_it(
    ana: FieldTablet, patient: str
) -> None:
    goal = ana.id()
    creation = ana.change(goal, patient, "goal", CREATE)
    needs = [{"id": creation["id"], "hard": True}]
    batch = ana.batch(ana.change(goal, patient, "goal", set_op("target", "One"), needs=needs))
    assert receipts(ana.post(batch)) == ["waiting"]
    other = ana.batch(
        ana.change(goal, patient, "goal", set_op("due", "2027-01-01"), needs=needs, batch=batch["id"]),
    )
    assert receipts(ana.post(other)) == ["quarantined:invalid"]
    assert sorted(ana.outcomes(creation)) == ["applied", "applied"]


def test_a_shared_patient_can_be_worked_on_by_both(office: Office, clock: Clock, patient: str) -> None:
    marcus = at_work(office, clock, "Marcus Webb")
    share(office, marcus, patient)
    assert receipts(marcus.post(good(marcus, patient))) == ["applied"]


@pytest.mark.parametrize(
    ("spoil", "status", "code", "where"),
    [
        ({"protocol": 2}, 400, "protocol-unknown", "protocol"),
        ({"sent": "yesterday"}, 422, "invalid", "sent"),
        ({"held": ["x"]}, 422, "invalid", "held[0]"),
        ({"limit": 0}, 422, "invalid", "limit"),
        ({"limit": True}, 422, "invalid", "limit"),
        ({"cursor": "x"}, 400, "cursor-unknown", "cursor"),
        ({"cursor": "e30"}, 400, "cursor-unknown", "cursor"),
        ({"timeline": "1"}, 422, "invalid", "timeline"),
        ({"pull": 1}, 422, "invalid", "pull"),
        ({"batches": {}}, 422, "invalid", "batches"),
        ({"batches": [{"id": "x", "sig": "", "changes": []}]}, 422, "invalid", "batches[0].id"),
        ({"surprise": 1}, 422, "invalid", "surprise"),
        ({"check": 1}, 422, "invalid", "check"),
        ({"digest_mismatch": ["x"]}, 422, "invalid", "digest_mismatch[0]"),
        ({"asks": ["x"]}, 422, "invalid", "asks[0]"),
        ({"history": {"writes": 1}}, 422, "invalid", "history.last"),
        ({"history": {"writes": 0, "last": "x"}}, 422, "invalid", "history.writes"),
        ({"history": {"writes": 1, "last": "x"}}, 422, "invalid", "history.last"),
    ],
)
def test_a_wrong_envelope_says_what_and_where(
    ana: FieldTablet, spoil: Json, status: int, code: str, where: str
) -> None:
    answer = ana.post(**spoil)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    body = answer.json or {}
    assert (body["code"], body["where"], body["status"]) == (code, where, status)


def test_too_many_changes_are_refused_before_any_is_taken(
    office: Office, ana: FieldTablet, patient: str
) -> None:
    one = good(ana, patient)
    answer = ana.post({**one, "changes": one["changes"] * 501})
    assert (answer.status_code, (answer.json or {})["code"]) == (413, "too-large")
    assert held(office) == []


def test_a_need_tells_of_somebody_elses_change_only_that_it_has_come(
    office: Office, clock: Clock, ana: FieldTablet, patient: str
) -> None:
    theirs = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Stairs"))
    marcus = at_work(office, clock, "Marcus Webb")
    own = marcus.new_patient()
    needs = [{"id": theirs["id"], "hard": True}]
    waits = marcus.change(marcus.id(), own, "goal", CREATE, needs=needs)
    assert marcus.outcomes(waits) == ["waiting"], "as for an id that nobody has"
    assert ana.outcomes(theirs) == ["applied"], "what is said to Marcus is not said to Ana"
    marcus.round()
    assert waits["record"] in marcus.records
    assert theirs["record"] not in marcus.records
