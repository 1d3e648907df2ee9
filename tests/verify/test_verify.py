"""`doorstep verify` is silent over a healthy database, and finds what is spoilt behind the program's back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from server.cli import main
from sync import canonical
from tests.verify.conftest import Busy, Spoilt


def test_a_healthy_busy_database_gives_no_finding(spoilt: Spoilt) -> None:
    report = spoilt.report()
    assert report.findings == []
    tally = report.tally
    assert (tally.held, tally.waiting, tally.attachments, tally.witnesses) == (3, 1, 1, 1)
    assert tally.beyond_replay == 0
    assert tally.records == 12


def text_of(spoilt: Spoilt, record: str) -> tuple[str, str]:
    """Id and text of a record's newest change."""
    newest = "FROM changes WHERE record_id = :r ORDER BY version DESC LIMIT 1"
    return spoilt.value(f"SELECT id {newest}", r=record), spoilt.value(f"SELECT text {newest}", r=record)


def alter_text(spoilt: Spoilt) -> None:
    change, text = text_of(spoilt, spoilt.busy.goal)
    spoilt.spoil(
        "UPDATE changes SET text = :t WHERE id = :c", t=text.replace("Walk far", "Walk near"), c=change
    )


def forge_text(spoilt: Spoilt) -> None:
    """The same, with its hash put right."""
    change, text = text_of(spoilt, spoilt.busy.goal)
    forged = text.replace("Walk far", "Walk near")
    spoilt.spoil(
        "UPDATE changes SET text = :t, sha256 = :h WHERE id = :c",
        t=forged,
        h=canonical.sha256(forged),
        c=change,
    )


def change_document(spoilt: Spoilt) -> None:
    alter_document(
        spoilt, spoilt.busy.goal, lambda doc: doc["fields"]["target"]["heads"][0].update(value="Walk near")
    )


def change_head_version(spoilt: Spoilt) -> None:
    alter_document(
        spoilt, spoilt.busy.goal, lambda doc: doc["fields"]["target"]["heads"][0].update(version=1)
    )


def change_scores(spoilt: Spoilt) -> None:
    alter_document(spoilt, spoilt.busy.assessment, lambda doc: doc["derived"].update(scores={}))


def alter_document(spoilt: Spoilt, record: str, how: Callable[[dict[str, Any]], None]) -> None:
    doc = json.loads(spoilt.value("SELECT doc FROM records WHERE id = :r", r=record))
    how(doc)
    spoilt.spoil("UPDATE records SET doc = :d WHERE id = :r", d=json.dumps(doc), r=record)


def make_up_a_record(spoilt: Spoilt) -> None:
    spoilt.spoil(
        "INSERT INTO records SELECT agency_id, '019a0000-0000-7000-8000-00000000dead', patient_id, kind,"
        " version, visit_id, state, arrived_at, doc, replaced FROM records WHERE id = :r",
        r=spoilt.busy.goal,
    )


def cut_the_audit_log_short(spoilt: Spoilt) -> None:
    """The last entries go, and the agency's counters with them: the chain is whole in itself."""
    spoilt.spoil("DELETE FROM audit_entries WHERE number > 5")
    spoilt.spoil(
        "UPDATE agencies SET audit_count = 5, audit_head = (SELECT hash FROM audit_entries WHERE number = 5)"
    )


def sql(statement: str) -> Callable[[Spoilt], None]:
    def run(spoilt: Spoilt) -> None:
        ids = {name: getattr(spoilt.busy, name) for name in ("goal", "torn", "held", "waiting")}
        assert spoilt.spoil(statement, **{name: ids[name] for name in ids if f":{name}" in statement})

    return run


CORRUPTIONS: dict[str, tuple[Callable[[Spoilt], None], str]] = {
    "a value in a record": (change_document, "record-differs"),
    "the version of a head": (change_head_version, "record-differs"),
    "a record's state beside its document": (
        sql("UPDATE records SET patient_id = 'library' WHERE id = :goal"),
        "record-differs",
    ),
    "what a record remembers as replaced": (
        sql("""UPDATE records SET replaced = '{"target":{"stamps":["x"]}}' WHERE id = :goal"""),
        "record-differs",
    ),
    "a record deleted": (sql("DELETE FROM records WHERE id = :goal"), "record-missing"),
    "a conflict record deleted": (sql("DELETE FROM records WHERE kind = 'conflict'"), "record-missing"),
    "a conflict closed by nobody": (
        sql("UPDATE records SET state = 'agreed' WHERE kind = 'conflict'"),
        "record-differs",
    ),
    "a record that nobody made": (make_up_a_record, "record-unexplained"),
    "scores that are not those of the answers": (change_scores, "scores"),
    "a change deleted": (
        sql("DELETE FROM changes WHERE record_id = :torn AND outcome = 'conflict'"),
        "versions",
    ),
    "a change deleted, by the custody sum": (
        sql("DELETE FROM changes WHERE record_id = :torn AND outcome = 'conflict'"),
        "custody",
    ),
    "a change's text": (alter_text, "text"),
    "a change's text with its hash": (forge_text, "signature"),
    "whom a change is about": (
        sql("UPDATE changes SET patient_id = 'library' WHERE record_id = :goal"),
        "text",
    ),
    "an outcome": (sql("UPDATE changes SET outcome = 'history' WHERE record_id = :goal"), "replay"),
    "who wrote a change": (
        sql("UPDATE changes SET person_id = 'system' WHERE record_id = :goal"),
        "record-differs",
    ),
    "a version given twice": (
        sql(
            "UPDATE changes SET version = 1 WHERE record_id = :goal"
            " AND version = (SELECT MAX(version) FROM changes)"
        ),
        "versions",
    ),
    "an agency's version set back": (sql("UPDATE agencies SET version = version - 1"), "versions"),
    "a version that nothing was written under": (
        sql("UPDATE agencies SET version = version + 1"),
        "versions",
    ),
    "an audit entry altered": (sql("UPDATE audit_entries SET action = 'seen' WHERE number = 3"), "audit"),
    "an audit entry removed": (sql("DELETE FROM audit_entries WHERE number = 3"), "audit"),
    "the audit log's end removed": (sql("DELETE FROM audit_entries WHERE number > 5"), "audit"),
    "the audit log's end removed with its count": (cut_the_audit_log_short, "witness"),
    "a timeline that no restore began": (sql("UPDATE agencies SET timeline = 2"), "audit"),
    "a held change deleted": (sql("DELETE FROM quarantine WHERE id = :held"), "custody"),
    "a held change's bytes": (sql("UPDATE quarantine SET text = sig"), "held"),
    "a held change that is applied as well": (
        sql(
            "INSERT INTO quarantine (agency_id, id, sha256, batch_id, person_id, device_id, received_at,"
            " sent_at, reason, reason_text, text, place, signed) SELECT agency_id, id, sha256, batch_id,"
            " person_id, device_id, received_at, received_at, 'invalid', '', sig, 0, signed FROM"
            " (SELECT changes.*, EXISTS (SELECT 1) AS signed FROM changes) AS logged WHERE record_id = :goal"
        ),
        "custody",
    ),
    "a decision forgotten": (sql("DELETE FROM quarantine_decisions"), "held"),
    "a line of the queue": (sql("UPDATE review_queue SET rounds = rounds + 1"), "queue"),
    "a line of the queue deleted": (sql("DELETE FROM review_queue"), "queue"),
    "a digest": (sql("UPDATE digests SET digest = '0000000000000001'"), "digest"),
    "a digest deleted": (sql("DELETE FROM digests"), "digest"),
    "a waiting batch deleted": (sql("DELETE FROM waiting_batches"), "waiting"),
    "what a waiting batch needs deleted": (sql("DELETE FROM waiting_needs"), "waiting"),
    "an attachment's size": (sql("UPDATE attachments SET size = size + 1"), "attachment"),
}


@pytest.mark.parametrize("what", CORRUPTIONS)
def test_it_finds(spoilt: Spoilt, what: str) -> None:
    spoil, check = CORRUPTIONS[what]
    spoil(spoilt)
    assert check in spoilt.found()


def test_a_waiting_batch_that_is_gone_without_a_trace_is_on_record(spoilt: Spoilt) -> None:
    for table in ("waiting_batches", "waiting_changes", "waiting_needs"):
        spoilt.spoil(f"DELETE FROM {table}")  # noqa: S608
    assert spoilt.found() == {"custody"}


@pytest.mark.parametrize("left", [b"", b"other bytes, and fewer"])
def test_it_finds_an_attachment_that_was_altered(spoilt: Spoilt, left: bytes) -> None:
    [file] = [each for each in spoilt.busy.attachments.rglob("*") if each.is_file()]
    whole = file.read_bytes()
    file.write_bytes(left)
    assert spoilt.found() == {"attachment"}
    file.write_bytes(whole[:-1] + b"?")
    assert spoilt.found() == {"attachment"}
    file.unlink()
    assert spoilt.found() == {"attachment"}
    file.write_bytes(whole)


def test_the_report_says_where_what_and_how_to_mend(busy: Busy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", busy.url)
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(busy.data_dir))
    healthy = CliRunner().invoke(main, ["verify"])
    assert (healthy.exit_code, healthy.output.splitlines()[-1]) == (0, "findings: 0")
    with busy.spoilt() as spoilt:
        before = spoilt.value("SELECT doc FROM records WHERE id = :r", r=busy.goal)
        change_document(spoilt)
        spoilt.connection.commit()
    found = CliRunner().invoke(main, ["verify"])
    with busy.spoilt() as spoilt:
        spoilt.spoil("UPDATE records SET doc = :d WHERE id = :r", d=before, r=busy.goal)
        spoilt.connection.commit()
    assert found.exit_code == 1
    assert f"record-differs: record {busy.goal}: it is not what its changes make of it" in found.output
    assert "doc.fields.target" in found.output
    assert "to mend: " in found.output
    assert "Walk" not in found.output, "a report names places, never values"
    assert found.output.splitlines()[-1] == "findings: 1"


def test_changes_from_before_the_log_kept_what_a_replay_needs_are_counted_and_no_finding(
    spoilt: Spoilt,
) -> None:
    spoilt.spoil("UPDATE changes SET basis = NULL")
    report = spoilt.report()
    assert report.findings == []
    assert report.tally.beyond_replay > 10
    assert "were not rebuilt" in "\n".join(report.lines())
