"""One visit in review: what was found, whether it can be approved, and whom a return would reach."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from server.office.whose import NOT_SETTLED, plain
from server.review.approval import Because, Looked
from server.review.standing import Standing
from server.store.models.identity import Device, Grant, Person
from server.store.repository.grants import is_running
from sync.ids import AgencyId

Json = dict[str, Any]


def approval(looked: Looked, version: int, because: Sequence[Because]) -> Json:
    """Say what is in the way of approving the visit, and what the approval has to name."""
    return {"may": not because, "because": [one.document() for one in because]} | named(looked, version)


def named(looked: Looked, version: int) -> Json:
    """What an approval of this version names."""
    standing = looked.standing
    return {
        "version": version,
        "contentSha256": standing.content_sha256,
        "round": standing.rounds + 1,
        "as": standing.turn,
    }


def summary(standing: Standing) -> str:
    """Sum a clean visit up in a line: its scores, and what is worth checking."""
    facts = standing.facts
    scores = [score.words for form in facts.forms if form.progress for score in form.progress.scores]
    checks = [line.words for line in standing.of_level("check")]
    return ". ".join([*scores, *checks]) or "Nothing to check"


def author(connection: Connection, agency: AgencyId, standing: Standing, at: str) -> Json:
    """Whom a return reaches, whether she still works here with a tablet, and who else has this patient now.

    That is the visit's coordinator, who is not its author any more once it was given to somebody else.
    """
    named = plain(dict(standing.visit), "coordinator")
    who = named if isinstance(named, str) and named not in {"", NOT_SETTLED} else standing.author
    person = connection.execute(
        select(Person.name, Person.removed_at).where(Person.agency_id == agency, Person.id == who)
    ).one_or_none()
    since = None if person is None else person.removed_at
    gone = "left" if since is not None else None
    if person is not None and gone is None:
        since = _without_tablet(connection, agency, who)
        gone = None if since is None else "tablet-removed"
    others = [] if gone is None else _others(connection, agency, standing.visit["patient"], who, at)
    name = "" if person is None else person.name
    return {"id": who, "name": name, "gone": gone, "since": since, "reassignTo": others}


def _without_tablet(connection: Connection, agency: AgencyId, person: str) -> str | None:
    """When the last of her tablets was removed; None while she has one, or never had any."""
    rows = connection.execute(
        select(Device.revoked_at).where(Device.agency_id == agency, Device.person_id == person)
    ).all()
    removed = [row.revoked_at for row in rows]
    return None if not removed or None in removed else max(removed)


def _others(connection: Connection, agency: AgencyId, patient: str, who: str, at: str) -> list[Json]:
    rows = connection.execute(
        select(Person.id, Person.name)
        .join(Grant, (Grant.agency_id == Person.agency_id) & (Grant.person_id == Person.id))
        .where(
            Person.agency_id == agency,
            Person.role == "coordinator",
            Person.removed_at.is_(None),
            Person.id != who,
            Grant.patient_id == patient,
            is_running(at),
        )
        .distinct()
        .order_by(Person.name)
    )
    return [{"id": row.id, "name": row.name} for row in rows]
