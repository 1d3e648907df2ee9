"""A coordinator's tablet at work: makes changes as the app does, delivers them, and keeps what it is sent."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from server.identity import statements
from server.store.database import writing
from server.store.repository import grants
from server.sync_api import own
from sync import canonical
from sync.clock import Hlc, milliseconds
from sync.ids import DeviceId, PatientId, PersonId, uuid7
from tests.api.conftest import Clock, Office
from tests.api.identity.authenticator import sign_raw
from tests.api.identity.tablet import Tablet

Json = dict[str, Any]


def set_op(name: str, value: Any, saw: list[str] | None = None, **more: Any) -> Json:
    return {"op": "set", "field": name, "value": value, "saw": saw or [], **more}


def event_op(event: str, saw: list[str], name: str = "state") -> Json:
    return {"op": "event", "field": name, "event": event, "saw": saw}


CREATE: Json = {"op": "create"}


@dataclass
class FieldTablet:
    """One person's tablet. `records` is what it would show: documents by id, once rounds are complete."""

    tablet: Tablet
    clock: Clock
    records: dict[str, Json] = field(default_factory=dict)
    cursor: str | None = None
    timeline: int | None = None
    held: list[str] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)

    def id(self) -> str:
        return uuid7(milliseconds(self.clock.moment), os.urandom)

    def change(self, record: str, patient: str, kind: str, *ops: Json, **more: Any) -> Json:
        """A change; `needs`, `visit`, `id`, `batch` and any other part may be given."""
        change: Json = {
            "v": 1,
            "id": self.id(),
            "batch": None,
            "record": record,
            "patient": patient,
            "kind": kind,
            "schema": 1,
            "visit": None,
            "wall": self.clock.text,
            "hlc": str(Hlc(milliseconds(self.clock.moment), 0, "0a0b0c0d")),
            "needs": [],
            "ops": list(ops),
        }
        return {**change, **more}

    def batch(self, *changes: Json, texts: list[str] | None = None, **spoiled: Any) -> Json:
        """Seal changes into a signed batch; `texts` replaces their texts, `spoiled` parts of the envelope."""
        batch_id = self.id()
        for change in changes:
            change["batch"] = change["batch"] or batch_id
        written = texts or [canonical.canonical(change) for change in changes]
        sent = [
            {"id": change["id"], "sha256": canonical.sha256(text), "text": text}
            for change, text in zip(changes, written, strict=True)
        ]
        statement = statements.batch(batch_id, [one["sha256"] for one in sent])
        return {"id": batch_id, "sig": sign_raw(self.tablet.vault.p, statement), "changes": sent, **spoiled}

    def body(self, *batches: Json, **more: Any) -> Json:
        return {
            "protocol": 1,
            "app": "0.1.0",
            "sent": self.clock.text,
            "timeline": self.timeline,
            "cursor": self.cursor,
            "held": self.held,
            "batches": list(batches),
            **more,
        }

    def post(self, *batches: Json, **more: Any) -> TestResponse:
        return self.tablet.post("/api/sync", self.body(*batches, **more))

    def deliver(self, *changes: Json) -> Json:
        """Deliver changes as one batch and give the whole answer; what is pulled is not kept."""
        answer = self.post(self.batch(*changes))
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})

    def outcomes(self, *changes: Json) -> list[str]:
        return [told(receipt) for receipt in self.deliver(*changes)["receipts"]]

    def round(self, *batches: Json, limit: int = 500) -> list[Json]:
        """A whole round, as the app does it: pages are staged and shown when it is complete."""
        staged: list[Json] = []
        receipts: list[Json] = []
        pages = 0
        while True:
            answer = self.post(*(batches if pages == 0 else ()), limit=limit)
            assert answer.status_code == 200, answer.text
            said: Json = dict(answer.json or {})
            receipts += said["receipts"]
            staged.append(said)
            self.cursor, self.timeline = said["cursor"], said["timeline"]
            pages += 1
            assert pages < 500, "a round that does not end"
            if said["complete"]:
                self._show(staged)
                return receipts

    def _show(self, staged: list[Json]) -> None:
        for said in staged:
            for document in said["page"]["records"]:
                self.records[document["id"]] = document
        last = staged[-1]
        self.granted = last["granted"]
        self.held = [*self.granted, "library"]
        for patient in last["purge"]:
            self.records = {
                key: document for key, document in self.records.items() if document["patient"] != patient
            }

    def heads(self, record: str, name: str) -> list[Json]:
        return list(self.records[record]["fields"].get(name, {"heads": []})["heads"])

    def saw(self, record: str, name: str) -> list[str]:
        """The stamps on the screen now."""
        return [stamp for head in self.heads(record, name) for stamp in head["stamps"]]

    def new_patient(self, family: str = "Okafor") -> str:
        """A patient that this person brings in."""
        patient = self.id()
        name = {"family": family, "given": ["Ben"]}
        change = self.change(patient, patient, "patient", CREATE, set_op("name", name))
        assert self.outcomes(change) == ["applied"]
        return patient

    def new_goal(self, patient: str, target: str = "Walk to the mailbox") -> str:
        goal = self.id()
        change = self.change(goal, patient, "goal", CREATE, set_op("target", target))
        assert self.outcomes(change) == ["applied"]
        return goal


def told(receipt: Json) -> str:
    """`applied`, or `quarantined:no-right`."""
    reason = receipt["reason"]
    return receipt["outcome"] if reason is None else f"{receipt['outcome']}:{reason['code']}"


def at_work(office: Office, clock: Clock, name: str = "Ana Ruiz", role: str = "coordinator") -> FieldTablet:
    """An enrolled tablet of a person of this agency."""
    return FieldTablet(office.enrolled(name, role), clock)


def share(office: Office, tablet: FieldTablet, patient: str) -> None:
    with office.app.app_context(), writing() as connection:
        who = PersonId(tablet.tablet.person)
        grants.give(
            connection,
            office.agency,
            who,
            PatientId(patient),
            at=tablet.clock.text,
            reason="test",
        )


def withdraw(office: Office, tablet: FieldTablet, patient: str) -> None:
    with office.app.app_context(), writing() as connection:
        who = PersonId(tablet.tablet.person)
        grants.end(connection, office.agency, who, PatientId(patient), tablet.clock.text)


def stock_library(office: Office, clock: Clock, kind: str, **values: Any) -> str:
    """One library record, by the server's own hand."""
    moment = milliseconds(clock.moment)
    record, change, batch = (uuid7(moment, os.urandom) for _ in range(3))
    made = {
        "v": 1,
        "id": change,
        "batch": batch,
        "record": record,
        "patient": "library",
        "kind": kind,
        "schema": 1,
        "visit": None,
        "wall": clock.text,
        "hlc": str(Hlc(moment, 0, "00000000")),
        "needs": [],
        "ops": [CREATE, *(set_op(name, value) for name, value in values.items())],
    }
    with office.app.app_context(), writing() as connection:
        own.write(connection, office.agency, PersonId("system"), DeviceId("system"), [made], at=clock.text)
    return record
