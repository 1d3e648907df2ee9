"""The access table, cell by cell over HTTP: every action x role x relation to the patient."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from server.access import ACCESS, PUBLIC, Relation, Role, Undeclared, action_of, check_routes
from server.web.routing import takes_bytes
from tests.api.conftest import Clock, Office, found_agency
from tests.api.field_work import (
    CREATE,
    FieldTablet,
    Json,
    at_work,
    event_op,
    set_op,
    share,
    stock_library,
    told,
    withdraw,
)
from tests.api.photographing import PHOTO, bring

_OF_A_PATIENT = (Relation.GRANTED, Relation.ENDED, Relation.NEVER)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Who may do what is a table of ours; no database has a say in it."""
    return sqlite_url


@dataclass
class Scene:
    """A caller, the owner of a patient, and that patient as the caller is related to her."""

    caller: FieldTablet
    owner: FieldTablet
    patient: str

    def reads(self, path: str) -> bool:
        status = self.caller.tablet.get(path).status_code
        assert status in {200, 403, 404}
        return status == 200

    def has_right(self, kind: str, *ops: Json, record: str | None = None) -> bool:
        """Whether a change passes the table; what else may be wrong with it is not asked here."""
        caller = self.caller
        change = caller.change(record or caller.id(), self.patient, kind, CREATE, *ops)
        [outcome] = caller.outcomes(change)
        return outcome != "quarantined:no-right"


def _session_end(scene: Scene) -> bool:
    return scene.caller.tablet.send("DELETE", "/api/session").status_code in {200, 204}


def _exchange(scene: Scene) -> bool:
    return scene.caller.post().status_code == 200


def _pull(scene: Scene) -> bool:
    scene.caller.round()
    return any(record["patient"] == scene.patient for record in scene.caller.records.values())


def _decide(scene: Scene) -> bool:
    correction = {"op": "correct", "field": "startedAt", "value": scene.caller.clock.text, "saw": []}
    return scene.has_right("visit", correction)


def _open(scene: Scene) -> bool:
    """A patient who has no record yet, related to the caller as the scene's is."""
    return scene.has_right("patient", record=scene.patient)


def _quarantined(scene: Scene) -> bool:
    return scene.reads(f"/api/quarantine/{_held(scene)['id']}")


def _decided(scene: Scene, decision: str, body: Json) -> bool:
    path = f"/api/quarantine/{_held(scene)['batch']}/{decision}"
    status = scene.caller.tablet.post(path, body).status_code
    assert status in {200, 403, 404}
    return status == 200


def _acts(scene: Scene, path: str, body: Json) -> bool:
    """Whether she may; that there is nobody of that id is told to her alone who may."""
    status = scene.caller.tablet.post(f"/api/office/{path}", body).status_code
    assert status in {200, 403, 404}
    return status != 403


def _in_an_emergency(scene: Scene) -> bool:
    asked = {"birthDate": "1900-01-01", "nameOrMrn": "Nobody", "reason": "On call"}
    status = scene.caller.tablet.post("/api/emergency", asked).status_code
    assert status in {403, 404}
    return status == 404


def _held(scene: Scene) -> Json:
    owner = scene.owner
    held = owner.change(owner.id(), scene.patient, "goal", CREATE, set_op("target", 7))
    if scene.patient == "":
        owner.post(owner.batch(held, texts=["nothing that can be read"]))
    else:
        owner.deliver(held)
    return held


def _announce(scene: Scene) -> bool:
    asked = {"patient": scene.patient, "sha256": "0" * 64, "size": 9, "type": "image/jpeg"}
    return scene.caller.tablet.post("/api/attachments", asked).status_code == 200


def _fetch(scene: Scene) -> bool:
    brought = bring(scene.owner, scene.patient, PHOTO)
    return scene.reads(f"/api/attachments/{scene.patient}/{brought}")


def _assigns(scene: Scene) -> bool:
    """An edit of a deadline that does not exist: what else is wrong with it is not asked here."""
    caller = scene.caller
    owner = set_op("owner", caller.tablet.person)
    [outcome] = caller.outcomes(caller.change(caller.id(), scene.patient, "deadline", owner))
    return outcome != "quarantined:no-right"


LATER = "2026-12-24T09:00:00.000Z"
_LOST = {"reason": "lost"}
_SEEN = {"op": "append", "field": "seenReturns", "value": {"round": 1, "at": "2026-11-23T09:00:00.000Z"}}


def _reviews(scene: Scene) -> bool:
    """Reading a visit in review; whoever may not, or sees no such visit, gets nothing."""
    owner, visit = scene.owner, scene.owner.id()
    owner.deliver(owner.change(visit, scene.patient, "visit", CREATE, visit=visit))
    return scene.reads(f"/api/office/visits/{visit}/review")


def _prints(scene: Scene) -> bool:
    """All four addresses of a note and a plan, which have to agree."""
    owner, visit = scene.owner, scene.owner.id()
    owner.deliver(owner.change(visit, scene.patient, "visit", CREATE, visit=visit))
    papers = (f"visits/{visit}/note", f"patients/{scene.patient}/plan-of-care")
    [may] = {scene.reads(f"/api/office/{paper}{form}") for paper in papers for form in ("", ".pdf")}
    return may


def _figures(scene: Scene) -> bool:
    """The figures and the files of them, which have to agree."""
    addresses = ("figures", "figures.csv", "figures.csv?figure=needs")
    [may] = {scene.reads(f"/api/office/{address}") for address in addresses}
    return may


def _imports(scene: Scene) -> bool:
    """The list of imports and what stands behind one of it, which have to agree."""
    reads = scene.reads("/api/office/imports")
    for address in ("imports/1", "imports/1/report.csv"):
        assert scene.caller.tablet.get(f"/api/office/{address}").status_code == (404 if reads else 403)
    assert _acts(scene, "imports/1/report", {}) is reads
    return reads


PROBES: dict[str, Callable[[Scene], bool]] = {
    "session.end": _session_end,
    "push.own": lambda scene: scene.reads("/api/push"),
    "sync.exchange": _exchange,
    "sync.pull": _pull,
    "review.list": lambda scene: scene.reads("/api/office/queue"),
    "review.visit": _reviews,
    "chart.list": lambda scene: scene.reads("/api/office/patients"),
    "chart.search": lambda scene: _acts(scene, "search", {"text": "okafor"}),
    "chart.read": lambda scene: scene.reads(f"/api/records/{scene.patient}/all"),
    "chart.write": lambda scene: scene.has_right("goal"),
    "chart.open": _open,
    "chart.report-read": lambda scene: scene.has_right("chart_read"),
    "chart.print": _prints,
    "conflict.decide": _decide,
    "visit.sign": lambda scene: scene.has_right("visit", event_op("sign", [])),
    "visit.return": lambda scene: scene.has_right("visit", event_op("return", [])),
    "visit.recall": lambda scene: scene.has_right("visit", event_op("recall", [])),
    "visit.approve": lambda scene: scene.has_right("visit", event_op("approve", [])),
    "remark.write": lambda scene: scene.has_right("remark", event_op("withdraw", [])),
    "remark.answer": lambda scene: scene.has_right("visit", _SEEN),
    "safety.acknowledge": lambda scene: scene.has_right("safety", event_op("acknowledge", [])),
    "deadline.make": lambda scene: scene.has_right("deadline"),
    "deadline.assign": _assigns,
    "library.write": lambda scene: scene.has_right("agency", set_op("name", "Mine")),
    "directory.write": lambda scene: scene.has_right("facility_overlay", set_op("admissionContact", "Kim")),
    "directory.disclose": lambda scene: scene.has_right(
        "facility_overlay", set_op("financialInterest", value=True)
    ),
    "attachment.write": _announce,
    "attachment.read": _fetch,
    "access.list": lambda scene: scene.reads("/api/office/access"),
    "access.give": lambda scene: _acts(scene, f"access/{_ANY}/{_ANY}/give", {"reason": "cover"}),
    "access.end": lambda scene: _acts(scene, f"access/{_ANY}/{_ANY}/end", {}),
    "people.list": lambda scene: _acts(scene, "people", {}),
    "people.invite": lambda scene: _acts(scene, f"people/{_ANY}/link", {}),
    "people.end": lambda scene: _acts(scene, f"people/{_ANY}/end", {}),
    "access.move": lambda scene: _acts(
        scene, f"people/{_ANY}/move", {"shares": [{"to": _ANY, "patients": [_ANY]}], "reason": "ill"}
    ),
    "tablet.list": lambda scene: scene.reads("/api/office/tablets"),
    "tablet.revoke": lambda scene: _acts(scene, f"tablets/{scene.owner.tablet.device}/revoke", _LOST),
    "emergency.open": _in_an_emergency,
    "emergency.list": lambda scene: scene.reads("/api/office/emergencies"),
    "emergency.acknowledge": lambda scene: _acts(scene, f"emergencies/{_ANY}/acknowledge", {}),
    "tablet.silent": lambda scene: scene.reads("/api/office/deadlines/tablets"),
    "tablet.put-off": lambda scene: _acts(
        scene, f"deadlines/tablets/{_ANY}/put-off", {"until": LATER, "reason": "On leave"}
    ),
    "figures.read": _figures,
    "workload.read": lambda scene: scene.reads("/api/office/workload"),
    "settings.read": lambda scene: scene.reads("/api/office/settings"),
    "settings.change": lambda scene: _acts(scene, "settings/pack", {"text": ""}),
    "import.list": _imports,
    "import.undo": lambda scene: _acts(scene, "imports/1/undo", {}),
    "quarantine.list": lambda scene: scene.reads("/api/quarantine"),
    "quarantine.read": _quarantined,
    "quarantine.release": lambda scene: _decided(scene, "release", {}),
    "quarantine.set-aside": lambda scene: _decided(scene, "set-aside", {"why": "Not needed"}),
}
_OF_NOBODY = {
    "session.end",
    "push.own",
    "sync.exchange",
    "chart.list",
    "chart.search",
    "review.list",
    "quarantine.list",
    "access.list",
    "access.give",
    "access.end",
    "people.list",
    "people.invite",
    "people.end",
    "access.move",
    "tablet.list",
    "tablet.revoke",
    "emergency.open",
    "emergency.list",
    "emergency.acknowledge",
    "tablet.silent",
    "tablet.put-off",
    "figures.read",
    "workload.read",
    "settings.read",
    "settings.change",
    "import.list",
    "import.undo",
}


def _relations(action: str) -> tuple[Relation, ...]:
    """The relations that can exist for an action."""
    if action in _OF_NOBODY:
        return (Relation.NONE,)
    if action in {"quarantine.read", "quarantine.release", "quarantine.set-aside"}:
        return (*_OF_A_PATIENT, Relation.NONE)
    if action in {"chart.open", "attachment.write", "attachment.read"}:
        # The library is no chart: a change that opens it cannot be written down, and it has no photos.
        return _OF_A_PATIENT
    return (*_OF_A_PATIENT, Relation.LIBRARY)


def _patient(office: Office, owner: FieldTablet, caller: FieldTablet, action: str, relation: Relation) -> str:
    if relation is Relation.LIBRARY:
        return "library"
    if relation is Relation.NONE:
        return ""
    patient = owner.id() if action == "chart.open" else owner.new_patient()
    if relation is not Relation.NEVER:
        share(office, caller, patient)
    if relation is Relation.ENDED:
        withdraw(office, caller, patient)
    return patient


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(ACCESS))
def test_each_cell_holds_over_http(office: Office, clock: Clock, action: str, role: Role) -> None:
    stock_library(office, clock, "agency", name="Kestrel Home Health")
    owner = at_work(office, clock, "Owner")
    for relation in _relations(action):
        caller = at_work(office, clock, f"{role} {relation}", role)
        scene = Scene(caller, owner, _patient(office, owner, caller, action, relation))
        assert PROBES[action](scene) is (relation in ACCESS[action][role]), relation


def test_the_table_has_a_cell_for_every_role_and_only_relations_that_exist() -> None:
    for action, row in ACCESS.items():
        assert row.keys() == set(Role), action
        for cell in row.values():
            assert cell <= set(_relations(action)), action


def test_every_route_declares_its_action(app: Flask) -> None:
    declared = {action_of(app, endpoint) for endpoint in app.view_functions}
    assert declared <= {*ACCESS, PUBLIC}


def test_a_route_that_declares_nothing_stops_the_program(app: Flask) -> None:
    app.add_url_rule("/api/forgotten", "forgotten", lambda: "")
    with pytest.raises(Undeclared, match="forgotten"):
        check_routes(app)


def test_every_route_that_is_not_public_refuses_somebody_without_a_session(
    app: Flask, office: Office
) -> None:
    stranger = office.tablet()
    for rule in app.url_map.iter_rules():
        if action_of(app, rule.endpoint) == PUBLIC:
            continue
        path = re.sub(r"<uuid:\w+>", _ANY, rule.rule)
        path = re.sub(r"<int(?:\([^)]*\))?:\w+>", "0", path).replace("<string:sha256>", "0" * 64)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            body = b"{}" if method == "POST" else None
            plain = {"Content-Type": "application/octet-stream"} if takes_bytes(app, rule.endpoint) else None
            answer = stranger.open(method, path, body, plain)
            assert (answer.status_code, (answer.json or {})["code"]) == (401, "not-signed-in"), path


_ANY = "019a0000-0000-7000-8000-000000000000"


def test_a_patient_of_somebody_else_and_no_patient_are_told_in_the_same_bytes(
    office: Office, clock: Clock
) -> None:
    patient = at_work(office, clock).new_patient()
    marcus = at_work(office, clock, "Marcus Webb")
    answers = [marcus.tablet.get(f"/api/records/{whose}/all") for whose in (patient, marcus.id())]
    assert answers[0].data == answers[1].data
    assert {answer.status_code for answer in answers} == {404}


def test_of_another_agency_nothing_is_seen_or_written(app: Flask, office: Office, clock: Clock) -> None:
    patient = at_work(office, clock).new_patient()
    stranger = at_work(found_agency(app, clock), clock, "Stranger", "reviewer")
    stranger.round()
    assert stranger.records == {}
    assert stranger.tablet.get(f"/api/records/{patient}/all").status_code == 404
    change = stranger.change(stranger.id(), patient, "goal", CREATE)
    assert [told(receipt) for receipt in stranger.deliver(change)["receipts"]] == ["quarantined:no-right"]
