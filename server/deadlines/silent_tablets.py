"""Tablets that have work of ours and are silent: found in what they told, told by the ladder of deadlines.

A tablet's silence is in no chart, and its data belong into none. So it has no deadline record: when it is due
follows from its last contact, and what was done about it (who was told, why somebody put it off) stands in a
row of its own and in the audit log. A contact ends the silence; the next one is told anew.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, select, true

from server import audit
from server.access import Role
from server.deadlines import mail, push
from server.deadlines.agency_days import AgencyDays, agency_days
from server.errors import Missing
from server.identity.caller import Caller
from server.store.database import reading, writing
from server.store.models.deadlines import TabletSilence
from server.store.models.identity import Device, Person
from server.store.repository import agencies
from server.store.repository.upsert import upsert
from sync.clock import format_wall
from sync.deadlines.calendar import hours_after
from sync.deadlines.escalation import STEPS, next_step
from sync.deadlines.rules import RULES
from sync.deadlines.windows import windows
from sync.ids import AgencyId, DeviceId

Json = dict[str, Any]
RULE: Final = "silent-tablet"


@dataclass(frozen=True)
class Silence:
    """A tablet that has something to send, last heard from at `since`; `told` are steps of the ladder."""

    device: DeviceId
    name: str
    person: str
    person_name: str
    unsent: int
    since: str
    due: str
    told: tuple[str, ...] = ()
    snooze: Json | None = None

    @property
    def step(self) -> str | None:
        """Who was told last."""
        return max(self.told, key=STEPS.index, default=None)


def silences(
    connection: Connection, agency: AgencyId, days: AgencyDays, now: datetime, device: str | None = None
) -> list[Silence]:
    """Give each tablet of which somebody is to hear by now, the longest silent first; or `device` alone."""
    at = format_wall(now)
    rows = connection.execute(
        select(
            Device.id,
            Device.name,
            Device.person_id,
            Device.unsent,
            Device.last_contact,
            Person.name.label("person_name"),
            TabletSilence.since,
            TabletSilence.told,
            TabletSilence.snooze,
        )
        .join(Person, (Person.agency_id == Device.agency_id) & (Person.id == Device.person_id))
        .outerjoin(
            TabletSilence,
            and_(TabletSilence.agency_id == Device.agency_id, TabletSilence.device_id == Device.id),
        )
        .where(
            Device.agency_id == agency,
            Device.id == device if device is not None else true(),
            Device.revoked_at.is_(None),
            Device.unsent > 0,
            Device.last_contact <= at,
        )
        .order_by(Device.last_contact, Device.id)
    )
    found = [_silence(row, due) for row in rows for due in _due(row, days)]
    return [one for one in found if one.told or _begins(one) <= at]


def _due(row: Any, days: AgencyDays) -> list[str]:
    facts = {"lastContact": row.last_contact, "unsent": row.unsent}
    return [window.due for window in windows(RULE, facts, days.calendar, days.limits)]


def _begins(silence: Silence) -> str:
    """Before this nobody hears of it: a tablet in a valley is not silent."""
    return hours_after(silence.due, RULES[RULE].ladder.coordinator)


def _silence(row: Any, due: str) -> Silence:
    known = row.since == row.last_contact
    return Silence(
        device=DeviceId(row.id),
        name=row.name,
        person=row.person_id,
        person_name=row.person_name,
        unsent=row.unsent,
        since=row.last_contact,
        due=due,
        told=tuple(json.loads(row.told)) if known else (),
        snooze=json.loads(row.snooze) if known and row.snooze else None,
    )


def tell(agency: AgencyId, now: datetime) -> int:
    """Tell every step whose time has come, in one transaction under the agency's lock; gives how many."""
    with reading() as connection:
        if not _due_steps(connection, agency, now):
            return 0
    with writing() as connection:
        counters = agencies.lock(connection, agency)
        # Read again: another process may have told it while this one waited.
        due = _due_steps(connection, agency, now)
        at = format_wall(now)
        people = _people(connection, agency)
        counts: dict[str, int] = {}
        entries = []
        for silence, step in due:
            told = [silence.person] if step == "coordinator" else people[step]
            for person in told:
                counts[person] = counts.get(person, 0) + 1
            keep(connection, agency, replace(silence, told=(*silence.told, step)))
            detail = {"tablet": silence.device, "since": silence.since, "to": step, "people": told}
            entries.append(audit.Entry("silent-tablet.told", detail=detail))
        mail.queue(connection, agency, counts, at)
        push.queue(connection, agency, counts, at)
        audit.append(connection, counters, at, entries)
        agencies.save(connection, counters)
    return len(due)


def _due_steps(connection: Connection, agency: AgencyId, now: datetime) -> list[tuple[Silence, str]]:
    days = agency_days(connection, agency)
    at = format_wall(now)
    found = []
    for one in silences(connection, agency, days, now):
        step = next_step(
            RULE,
            one.due,
            frozenset(one.told),
            days.calendar,
            days.limits,
            since=one.since,
            snoozed_until=(one.snooze or {}).get("until"),
        )
        if step is not None and step.at <= at:
            found.append((one, step.to))
    return found


def _people(connection: Connection, agency: AgencyId) -> Mapping[str, list[str]]:
    """Reviewers and administrators: a tablet is no patient's, so no grant says whose it is."""
    rows = connection.execute(
        select(Person.id, Person.role)
        .where(Person.agency_id == agency, Person.removed_at.is_(None))
        .order_by(Person.id)
    ).all()
    of_role = {
        role: [row.id for row in rows if row.role == role.value]
        for role in (Role.REVIEWER, Role.ADMINISTRATOR)
    }
    return {"reviewer": of_role[Role.REVIEWER], "supervisor": of_role[Role.ADMINISTRATOR]}


def put_off(by: Caller, device: str, until: str, reason: str, now: datetime) -> Silence:
    """Tell nobody more of this silence before then, and say why. Raises Missing where it is not silent."""
    with writing() as connection:
        counters = agencies.lock(connection, by.agency)
        found = silences(connection, by.agency, agency_days(connection, by.agency), now, device)
        if not found:
            raise Missing
        off = replace(found[0], snooze={"until": until, "reason": reason, "by": by.person})
        keep(connection, by.agency, off)
        # The reason is a person's words, which the audit log does not keep.
        detail = {"tablet": off.device, "since": off.since, "until": until}
        entry = audit.Entry("silent-tablet.put-off", by.person, by.device, detail=detail)
        audit.append(connection, counters, format_wall(now), [entry])
        agencies.save(connection, counters)
    return off


def keep(connection: Connection, agency: AgencyId, silence: Silence) -> None:
    """Write what was done about a silence."""
    row = {
        "agency_id": agency,
        "device_id": silence.device,
        "since": silence.since,
        "told": json.dumps(silence.told),
        "snooze": None if silence.snooze is None else json.dumps(silence.snooze),
    }
    upsert(connection, TabletSilence, [row])


def shown(found: Iterable[Silence], names: Mapping[str, str]) -> list[Json]:
    """Give silences as the boards tell them."""
    rule = RULES[RULE]
    return [
        {
            "tablet": {"id": one.device, "name": one.name},
            "person": {"id": one.person, "name": one.person_name},
            "unsent": one.unsent,
            "since": one.since,
            "title": rule.title,
            "source": rule.source,
            "due": one.due,
            "step": one.step,
            "snooze": None
            if one.snooze is None
            else {**one.snooze, "byName": names.get(one.snooze["by"], "")},
        }
        for one in found
    ]
