"""Which packs an agency has and which are on: the library's records of them, written by an administrator."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from server import audit
from server.demo.wanted import Wanted, changes_for
from server.ehr.changes import Maker
from server.errors import BadInput, Missing
from server.identity.caller import Caller
from server.identity.moment import moment
from server.identity.naming import NODE
from server.settings import builtin
from server.settings.combine import known_packs
from server.store.models.records import Record
from server.store.repository import records
from server.sync_api import own
from server.transitions import index
from sync import canonical
from sync.clock import format_wall
from sync.ids import LIBRARY, AgencyId
from sync.record import Document, heads

Json = dict[str, Any]
KIND: Final = "setting_pack"


@dataclass(frozen=True)
class Standing:
    """An agency's packs by code, ours among them, and what it chose. `kept` are those in the library."""

    packs: Mapping[str, Json]
    kept: Mapping[str, Json]
    on: Sequence[str]
    common: Sequence[str]


def standing(connection: Connection, agency: AgencyId) -> Standing:
    """Read it. An agency that chose nothing has home health, for everybody."""
    documents = [cast(Document, one) for one in records.library(connection, agency, KIND)]
    kept = {code: one for code, one in known_packs(documents).items() if documents}
    kept = {code: one for code, one in kept.items() if any(_code(document) == code for document in documents)}
    about = _agency(connection, agency)
    return Standing(
        {**kept, **builtin.packs()},
        kept,
        _codes(about, "settings") or [builtin.HOME_HEALTH],
        _codes(about, "defaultSettings") or [builtin.HOME_HEALTH],
    )


def choose(connection: Connection, by: Caller, on: Sequence[str], common: Sequence[str]) -> None:
    """Switch on these packs in this order, and give `common` to every patient for whom nobody chose.

    Ours go out in the version that comes with the program. Raises BadInput where a pack is not known, none is
    left, or one is for everybody that is not on; Missing where the agency has no record yet.
    """
    there = standing(connection, by.agency)
    for place, code in enumerate(on):
        if code not in there.packs:
            raise BadInput("is no pack of this agency", f"on.{place}")
        if code in on[:place]:
            raise BadInput("is there twice", f"on.{place}")
    if not on or not common:
        raise BadInput("has to name at least one pack", "common" if on else "on")
    for place, code in enumerate(common):
        if code not in on or code in common[:place]:
            raise BadInput("is not on, or there twice", f"common.{place}")
    about = _agency(connection, by.agency)
    if about is None:
        raise Missing
    ours = [builtin.pack(code) for code in on if code in builtin.BUILT_IN]
    wanted = [_wanted(by.agency, one, built_in=True) for one in ours]
    chosen = {"settings": list(on), "defaultSettings": list(common)}
    _write(connection, by, [*wanted, Wanted(about["id"], LIBRARY, "agency", chosen)])
    _note(connection, by, "settings-chosen", on=list(on), common=list(common))
    _follow(connection, by.agency)


def keep(connection: Connection, by: Caller, pack: Json) -> None:
    """Take in a pack that was checked, or a newer version of one.

    Raises BadInput where its name is ours, and where it is older than what is kept or says something else
    under the same version: nobody could tell the two apart.
    """
    if pack["id"] in builtin.BUILT_IN:
        raise BadInput("is the name of a pack that comes with the program; give yours another id", "pack.id")
    kept = standing(connection, by.agency).kept.get(pack["id"])
    if kept is not None and pack != kept and not _is_newer(pack, kept):
        raise BadInput(f"has to be higher than {kept['version']}, which is kept; raise it", "pack.version")
    _write(connection, by, [_wanted(by.agency, pack, built_in=False)])
    _note(connection, by, "setting-pack-kept", pack=pack["id"], version=pack["version"])
    if pack["id"] in standing(connection, by.agency).on:
        _follow(connection, by.agency)


def _is_newer(pack: Json, than: Json) -> bool:
    mine, theirs = ([int(part) for part in str(one["version"]).split(".")] for one in (pack, than))
    return mine > theirs


def _wanted(agency: AgencyId, pack: Json, *, built_in: bool) -> Wanted:
    fields = {
        "code": pack["id"],
        "version": pack["version"],
        "builtIn": built_in,
        "sha256": canonical.sha256(canonical.canonical_bytes(pack)),
        "pack": pack,
    }
    return Wanted(str(uuid5(UUID(agency), f"setting pack {pack['id']}")), LIBRARY, KIND, fields)


def _write(connection: Connection, by: Caller, wanted: list[Wanted]) -> None:
    at = moment()
    made = list(changes_for(connection, by.agency, Maker(at, os.urandom, NODE), wanted))
    if made:
        own.write(connection, by.agency, by.person, by.device, made, at=format_wall(at))


def _note(connection: Connection, by: Caller, act: str, **detail: object) -> None:
    entry = audit.Entry(act, by.person, by.device, None, None, dict(detail))
    audit.note(connection, by.agency, format_wall(moment()), entry)


def _follow(connection: Connection, agency: AgencyId) -> None:
    """The board of transitions follows at once; deadlines do with the watch's next look."""
    of = select(Record.patient_id).where(Record.agency_id == agency, Record.kind == "transition").distinct()
    index.rebuild(connection, agency, _texts(connection.execute(of).scalars()))


def _texts(found: Iterable[object]) -> list[str]:
    return [str(one) for one in found]


def _agency(connection: Connection, agency: AgencyId) -> Document | None:
    found = records.library(connection, agency, "agency")
    return cast(Document, found[0]) if found else None


def _code(document: Document) -> object:
    found = heads(document, "code")
    return found[0]["value"] if found else None


def _codes(document: Document | None, field: str) -> list[str]:
    found = heads(document, field) if document is not None else []
    value = found[0]["value"] if found else None
    return [str(one) for one in value] if isinstance(value, list) else []
