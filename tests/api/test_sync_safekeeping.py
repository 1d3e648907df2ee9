"""What an exchange says and keeps for the day when a backup or the audit chain is needed."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import select, update

from server.store.database import reading, writing
from server.store.models.agency import Agency
from server.store.models.audit import AuditEntry, AuditWitness
from server.store.models.changes import Logged
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, at_work, set_op

Json = dict[str, Any]


def witnessed(office: Office) -> list[str]:
    with office.app.app_context(), reading() as connection:
        return [row.head for row in connection.execute(select(AuditWitness.head))]


def test_an_answer_says_up_to_which_version_a_backup_covers(office: Office, clock: Clock) -> None:
    ana = at_work(office, clock)
    assert (ana.post().json or {})["backed_up"] == 0
    with office.app.app_context(), writing() as connection:
        connection.execute(update(Agency).values(backed_up=41))
    assert (ana.post().json or {})["backed_up"] == 41


def test_a_head_that_a_device_tells_back_is_kept_as_long_as_it_bears_witness(
    office: Office, clock: Clock
) -> None:
    ana = at_work(office, clock)
    patient = ana.new_patient()
    first = ana.post(ana.batch(ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Walk"))))
    told: Json = dict(first.json or {})
    ana.timeline = told["timeline"]
    again = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Sleep"))
    second: Json = dict(ana.post(ana.batch(again), audit_head=told["audit_head"]).json or {})
    assert witnessed(office) == [told["audit_head"]]
    third = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Cook"))
    assert ana.post(ana.batch(third), audit_head=second["audit_head"]).status_code == 200
    assert witnessed(office) == [second["audit_head"]], "the newest that the chain bears out is enough"
    with office.app.app_context(), writing() as connection:
        connection.execute(update(AuditEntry).values(hash="0" * 64))
    fourth = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Read"))
    assert ana.post(ana.batch(fourth), audit_head="f" * 64).status_code == 200
    assert sorted(witnessed(office)) == sorted([second["audit_head"], "f" * 64])


def test_a_change_is_logged_with_what_its_reconciliation_rested_on(office: Office, clock: Clock) -> None:
    ana = at_work(office, clock)
    patient = ana.new_patient()
    goal, elsewhere = ana.id(), ana.id()
    made = ana.change(goal, patient, "goal", CREATE, set_op("target", "Walk"))
    edit = ana.change(goal, patient, "goal", set_op("target", "Sleep", saw=[made["id"], elsewhere]))
    assert ana.outcomes(made, edit) == ["applied", "applied"]
    with office.app.app_context(), reading() as connection:
        rows = connection.execute(select(Logged.id, Logged.basis))
        kept = {row.id: orjson.loads(str(row.basis)) for row in rows}
    assert kept[made["id"]] == {"place": 0, "timeline": 1, "sent": 0}
    assert kept[edit["id"]]["place"] == 1
    assert kept[edit["id"]]["stamps"] == [["target", elsewhere, None]]


def test_a_report_of_what_was_read_takes_no_version(office: Office, clock: Clock) -> None:
    ana = at_work(office, clock)
    patient = ana.new_patient()
    goal = ana.new_goal(patient)
    read = [set_op("patient", patient), set_op("screen", "chart")]
    report = ana.change(ana.id(), patient, "chart_read", CREATE, *read)
    edit = ana.change(goal, patient, "goal", set_op("target", "Sleep"))
    receipts = ana.deliver(report, edit)["receipts"]
    assert [receipt["version"] for receipt in receipts] == [None, 3]
