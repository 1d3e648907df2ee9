"""Settings of care in the office: who may choose, what reaches tablets, and what the server does with it."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from sqlalchemy import select

from server.deadlines.agency_days import agency_days
from server.settings import builtin
from server.store.database import reading
from server.store.models.audit import AuditEntry
from sync.ids import LIBRARY
from sync.record import Document
from tests.api.conftest import Clock, Office
from tests.api.field_work import FieldTablet, Json, at_work, set_op, stock_library

PATH = "/api/office/settings"


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def admin(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Grace Lindqvist", "administrator")


def said(answer: Any) -> Json:
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def refused(answer: Any) -> tuple[int, Any, Any]:
    return answer.status_code, answer.json["code"], answer.json.get("where")


def own_pack(**values: Any) -> Json:
    pack = builtin.pack("children")
    return {**pack, "id": "night-care", "title": {"en": "Night care"}, **values}


@pytest.fixture
def founded(office: Office, clock: Clock) -> str:
    """The agency's record; gives its id."""
    return stock_library(office, clock, "agency", name="Kestrel Home Health", timezone="America/New_York")


def choose(admin: FieldTablet, on: list[str], common: list[str]) -> Any:
    return admin.tablet.post(PATH, {"on": on, "common": common})


def offer(admin: FieldTablet, pack: Json, **more: Any) -> Any:
    return admin.tablet.post(f"{PATH}/pack", {"text": json.dumps(pack), **more})


def packs_on(tablet: FieldTablet) -> dict[str, Json]:
    """What a tablet holds: packs by code."""
    tablet.round()
    found = [one for one in tablet.records.values() if one["kind"] == "setting_pack"]
    return {value(one, "code"): value(one, "pack") for one in found}


def value(document: Json, field: str) -> Any:
    return document["fields"][field]["heads"][0]["value"]


def test_an_agency_that_chose_nothing_has_home_health_for_everybody(admin: FieldTablet) -> None:
    answer = said(admin.tablet.get(PATH))
    assert (answer["on"], answer["common"]) == (["home-health"], ["home-health"])
    assert [one["code"] for one in answer["packs"]] == list(builtin.BUILT_IN)
    assert all(one["builtIn"] and one["latest"] is None for one in answer["packs"])


@pytest.mark.parametrize(("name", "role"), [("Ana Ruiz", "coordinator"), ("Rina Patel", "reviewer")])
def test_nobody_but_an_administrator_reads_or_changes_them(
    office: Office, clock: Clock, name: str, role: str
) -> None:
    tablet = at_work(office, clock, name, role)
    assert tablet.tablet.get(PATH).status_code == 403
    assert choose(tablet, ["children"], ["children"]).status_code == 403
    assert offer(tablet, own_pack(), keep=True).status_code == 403


@pytest.mark.usefixtures("founded")
def test_no_tablet_writes_a_pack(ana: FieldTablet) -> None:
    change = ana.change(ana.id(), LIBRARY, "setting_pack", {"op": "create"}, set_op("code", "mine"))
    assert ana.outcomes(change) == ["quarantined:no-right"]


def test_what_is_switched_on_is_on_every_tablet_after_its_next_exchange(
    admin: FieldTablet, ana: FieldTablet, founded: str
) -> None:
    assert packs_on(ana) == {}
    answer = said(choose(admin, ["home-health", "children"], ["home-health"]))
    assert (answer["on"], answer["common"]) == (["home-health", "children"], ["home-health"])
    assert packs_on(ana) == {code: builtin.pack(code) for code in ("home-health", "children")}
    agency = ana.records[founded]
    assert value(agency, "settings") == ["home-health", "children"]
    assert value(agency, "defaultSettings") == ["home-health"]


def test_what_is_switched_off_stays_in_the_library_and_says_its_words(
    admin: FieldTablet, ana: FieldTablet, founded: str
) -> None:
    said(choose(admin, ["home-health", "children"], ["home-health"]))
    said(choose(admin, ["home-health"], ["home-health"]))
    assert "children" in packs_on(ana)
    assert value(ana.records[founded], "settings") == ["home-health"]


@pytest.mark.usefixtures("founded")
def test_the_same_again_writes_nothing(admin: FieldTablet, ana: FieldTablet) -> None:
    said(choose(admin, ["home-health"], ["home-health"]))
    packs_on(ana)
    before = dict(ana.records)
    said(choose(admin, ["home-health"], ["home-health"]))
    packs_on(ana)
    assert ana.records == before


@pytest.mark.parametrize(
    ("on", "common", "where"),
    [
        ([], [], "on"),
        (["home-health"], [], "common"),
        (["nothing"], ["nothing"], "on.0"),
        (["home-health", "home-health"], ["home-health"], "on.1"),
        (["home-health"], ["children"], "common.0"),
        (["home-health"], ["home-health", "home-health"], "common.1"),
    ],
)
@pytest.mark.usefixtures("founded")
def test_a_choice_that_makes_no_sense_changes_nothing(
    admin: FieldTablet, on: list[str], common: list[str], where: str
) -> None:
    status, code, place = refused(choose(admin, on, common))
    assert (status, code, place) == (422, "invalid", where)
    assert said(admin.tablet.get(PATH))["on"] == ["home-health"]


def test_an_agency_without_a_record_can_choose_nothing(admin: FieldTablet) -> None:
    assert choose(admin, ["children"], ["children"]).status_code == 404


@pytest.mark.usefixtures("founded")
def test_a_pack_is_checked_as_the_command_line_does_and_kept_only_when_asked(
    admin: FieldTablet, ana: FieldTablet
) -> None:
    spoiled = own_pack(topics=[{"code": "pump", "title": {"en": "Pump"}}])
    answer = said(offer(admin, spoiled, keep=True))
    assert (answer["usable"], answer["kept"], answer["pack"]) == (False, False, None)
    assert {one["where"] for one in answer["findings"]} == {"/topics/0/code", "/topics/0", "/topics/0/title"}
    assert said(offer(admin, own_pack()))["kept"] is False
    assert said(offer(admin, own_pack(), keep=True))["kept"] is True
    assert packs_on(ana) == {"night-care": own_pack()}
    listed = said(admin.tablet.get(PATH))["packs"]
    assert [(one["code"], one["builtIn"]) for one in listed][-1] == ("night-care", False)
    assert said(choose(admin, ["night-care"], ["night-care"]))["on"] == ["night-care"]


@pytest.mark.usefixtures("founded")
def test_a_newer_version_of_an_own_pack_takes_the_place_of_the_older(
    admin: FieldTablet, ana: FieldTablet
) -> None:
    for version in ("1.0", "1.1"):
        said(offer(admin, own_pack(version=version), keep=True))
    assert packs_on(ana)["night-care"]["version"] == "1.1"
    for other in (own_pack(version="1.0"), own_pack(version="1.1", topics=[])):
        assert refused(offer(admin, other, keep=True)) == (422, "invalid", "pack.version")
    assert said(offer(admin, own_pack(version="1.1"), keep=True))["kept"] is True
    assert said(offer(admin, own_pack(version="1.10", topics=[]), keep=True))["kept"] is True
    assert packs_on(ana)["night-care"]["version"] == "1.10"


@pytest.mark.usefixtures("founded")
def test_a_pack_cannot_take_the_name_of_one_of_ours(admin: FieldTablet) -> None:
    assert refused(offer(admin, builtin.pack("children"), keep=True)) == (422, "invalid", "pack.id")


@pytest.mark.usefixtures("founded")
def test_who_chose_what_is_on_record(admin: FieldTablet, office: Office) -> None:
    said(choose(admin, ["home-health", "acute"], ["home-health"]))
    said(offer(admin, own_pack(), keep=True))
    with office.app.app_context(), reading() as connection:
        found = connection.execute(
            select(AuditEntry.action, AuditEntry.detail).where(AuditEntry.action.like("setting%"))
        ).all()
    assert [one.action for one in found] == ["settings-chosen", "setting-pack-kept"]
    assert "acute" in str(found[0].detail)


@pytest.mark.usefixtures("founded")
def test_the_server_counts_for_a_patient_in_her_own_settings(admin: FieldTablet, office: Office) -> None:
    said(choose(admin, ["home-health", "primary-care"], ["home-health"]))
    with office.app.app_context(), reading() as connection:
        days = agency_days(connection, office.agency)
    nobody = cast(Document, {"fields": {}, "entries": {}})
    hers = cast(Document, {"fields": {}, "entries": {"settings": [{"value": "primary-care"}]}})
    assert days.of_patient(nobody).off == frozenset()
    assert days.of_patient(nobody).limits.contact_days == 14
    assert "recertification" in days.of_patient(hers).off
    assert days.of_patient(hers).limits.contact_days == 30
    windows = [
        (days.of_patient(one).limits.contact_from_hours, days.of_patient(one).limits.contact_until_hours)
        for one in (nobody, hers)
    ]
    assert windows == [(48, 72), (0, 48)]
