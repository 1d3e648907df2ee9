"""The HTTP API as a machine of states: whatever people do in whatever order, nothing that was acknowledged is
lost, a receipt says the same every time, and nobody is sent whom she may not see."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.app import create_app
from server.identity.limits import limiter
from server.store.database import Base, db, reading
from tests.api.conftest import Clock, found_agency, settings_of
from tests.api.field_work import CREATE, Json, at_work, set_op, share, withdraw

_WHO = st.sampled_from(["ana", "marcus"])
_PLACE = st.integers(0, 20)


@dataclass
class Kept:
    """One batch that a tablet made, and the receipt of each change as it was told last."""

    who: str
    batch: Json
    values: dict[str, str]
    told: dict[str, Json] = field(default_factory=dict)


class Api(RuleBasedStateMachine):
    """Two coordinators, a reviewer, one patient whom all may see at first and one who is Ana's alone."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        folder = Path(self.folder.name)
        server = settings_of(folder, f"sqlite:///{folder / 'doorstep.sqlite3'}")
        self.app = create_app(server, self.clock)
        with self.app.app_context():
            Base.metadata.create_all(db.engine)
            limiter.reset()
        self.office = found_agency(self.app, self.clock)
        self.people = {
            "ana": at_work(self.office, self.clock),
            "marcus": at_work(self.office, self.clock, "Marcus Webb"),
        }
        self.rina = at_work(self.office, self.clock, "Rina Patel", "reviewer")
        self.patients = [self.people["ana"].new_patient(), self.people["ana"].new_patient("Delgado")]
        self.seen = {"ana": set(self.patients), "marcus": {self.patients[0]}}
        share(self.office, self.people["marcus"], self.patients[0])
        for patient in self.patients:
            share(self.office, self.rina, patient)
        self.outbox: dict[str, list[Kept]] = {"ana": [], "marcus": []}
        self.delivered: list[Kept] = []
        self.goals: list[tuple[str, str, str]] = []
        self.aside: set[str] = set()
        self.counter = 0

    def teardown(self) -> None:
        if hasattr(self, "app"):
            with self.app.app_context():
                db.engine.dispose()
            self.folder.cleanup()

    def _value(self) -> str:
        self.counter += 1
        return f"target {self.counter}"

    def _keep(self, who: str, *changes: tuple[Json, str]) -> None:
        batch = self.people[who].batch(*(change for change, _ in changes))
        values = {change["id"]: value for change, value in changes}
        self.outbox[who].append(Kept(who, batch, values))

    @rule(who=_WHO, patient=st.integers(0, 1))
    def makes_a_goal(self, who: str, patient: int) -> None:
        tablet, value = self.people[who], self._value()
        whose = self.patients[patient]
        change = tablet.change(tablet.id(), whose, "goal", CREATE, set_op("target", value))
        self.goals.append((change["record"], whose, change["id"]))
        self._keep(who, (change, value))

    @rule(who=_WHO, place=_PLACE)
    def sets_a_goal_unseen(self, who: str, place: int) -> None:
        """As a tablet that was offline while others wrote; hard on what made it, as every edit is."""
        if self.goals:
            record, whose, made = self.goals[place % len(self.goals)]
            tablet, value = self.people[who], self._value()
            needs = [{"id": made, "hard": True}]
            change = tablet.change(record, whose, "goal", set_op("target", value), needs=needs)
            self._keep(who, (change, value))

    @rule(who=_WHO, patient=st.integers(0, 1))
    def makes_a_batch_with_one_bad_change(self, who: str, patient: int) -> None:
        tablet, value, whose = self.people[who], self._value(), self.patients[patient]
        good = tablet.change(tablet.id(), whose, "goal", CREATE, set_op("target", value))
        bad = tablet.change(tablet.id(), whose, "goal", CREATE, set_op("target", 7))
        self._keep(who, (good, value), (bad, ""))

    @rule(who=_WHO, newest_first=st.booleans())
    def delivers(self, who: str, newest_first: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        sent, self.outbox[who] = self.outbox[who], []
        self.delivered += sent
        self._post(who, sent[::-1] if newest_first else sent)

    @rule(place=_PLACE)
    def sends_again(self, place: int) -> None:
        if self.delivered:
            kept = self.delivered[place % len(self.delivered)]
            self._post(kept.who, [kept])

    def _post(self, who: str, sent: list[Kept]) -> None:
        self.clock.advance(seconds=1)
        answer = self.people[who].post(*(kept.batch for kept in sent))
        assert answer.status_code == 200, answer.text
        self._hear((answer.json or {})["receipts"])

    def _hear(self, receipts: list[Json]) -> None:
        """A final receipt says the same every time, but that what was held may be decided."""
        for receipt in receipts:
            [kept] = [kept for kept in self.delivered if receipt["id"] in kept.values]
            before = kept.told.get(receipt["id"])
            kept.told[receipt["id"]] = receipt
            if before is not None and before["outcome"] not in {"waiting", "quarantined"}:
                assert receipt == before
            if before is not None and before["outcome"] == "quarantined":
                assert receipt == before or kept.batch["id"] in self.aside | self._decided()

    def _decided(self) -> set[str]:
        with self.app.app_context(), reading() as connection:
            rows = connection.exec_driver_sql("SELECT DISTINCT batch_id FROM quarantine_decisions")
            return {row[0] for row in rows}

    @rule(place=_PLACE, aside=st.booleans())
    def decides(self, place: int, aside: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        held = (self.rina.tablet.get("/api/office/held").json or {})["held"]
        if held:
            batch = held[place % len(held)]["batch"]
            path, body = ("set-aside", {"why": "Twice"}) if aside else ("release", {})
            answer = self.rina.tablet.post(f"/api/quarantine/{batch}/{path}", body)
            assert answer.status_code == 200, answer.text
            said: Json = dict(answer.json or {})
            assert said["state"] in ({"set-aside"} if aside else {"released", "held"})
            outcomes = {receipt["outcome"] for receipt in said["changes"]}
            assert len(outcomes & {"quarantined"}) == len(outcomes) or "quarantined" not in outcomes

    @rule(who=_WHO, patient=st.integers(0, 1), gives=st.booleans())
    def access_changes(self, who: str, patient: int, gives: bool) -> None:  # noqa: FBT001 - as above
        self.clock.advance(seconds=1)
        whose = self.patients[patient]
        if gives:
            share(self.office, self.people[who], whose)
            self.seen[who].add(whose)
        else:
            withdraw(self.office, self.people[who], whose)
            self.seen[who].discard(whose)

    @rule(who=_WHO)
    def pulls(self, who: str) -> None:
        tablet = self.people[who]
        tablet.round()
        assert set(tablet.granted) == self.seen[who]
        whose = {record["patient"] for record in tablet.records.values()}
        assert whose <= self.seen[who] | {"library"}

    @rule(who=_WHO)
    def asks(self, who: str) -> None:
        held = [
            change
            for kept in self.delivered
            for change, receipt in kept.told.items()
            if kept.who == who and receipt["outcome"] == "quarantined"
        ]
        receipts = (self.people[who].post(asks=held).json or {})["receipts"]
        assert {receipt["id"] for receipt in receipts} <= set(held)
        self._hear(receipts)

    @invariant()
    def nothing_that_was_acknowledged_is_lost(self) -> None:
        if not hasattr(self, "delivered"):
            return
        with self.app.app_context(), reading() as connection:
            log = _pairs(connection, "SELECT id, sha256 FROM changes")
            held = _pairs(connection, "SELECT id, sha256 FROM quarantine")
            waits = _pairs(connection, "SELECT id, sha256 FROM waiting_changes")
            docs = [row[0] for row in connection.exec_driver_sql("SELECT doc FROM records")]
        values = {value for doc in docs for value in _values(json.loads(doc))}
        for kept in self.delivered:
            applied = set()
            for change, receipt in kept.told.items():
                assert (change, receipt["sha256"]) in log | held | waits, receipt
                if (change, receipt["sha256"]) in log:
                    applied.add(change)
                    assert kept.values[change] in values, "a value that a person entered"
            assert not applied or len(applied) == len(kept.told), "half a batch"


def _pairs(connection: Any, query: str) -> set[tuple[str, str]]:
    return {(row[0], row[1]) for row in connection.exec_driver_sql(query)}


def _values(document: Json) -> set[str]:
    """Every value of a record that people can still find: current, different, or in its history."""
    cells = document.get("fields", {}).values()
    found = [head["value"] for cell in cells for part in ("heads", "past") for head in cell.get(part, [])]
    return {value for value in found if isinstance(value, str)}


TestApi = Api.TestCase
TestApi.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
