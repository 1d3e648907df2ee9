"""Views of the queue: those that everybody has, and one's own, each with how much is in it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

import orjson
from sqlalchemy import Connection, delete, select

from server.errors import BadInput
from server.identity.caller import Caller
from server.office.queue_lines import MOST_COUNTED, Filters, count_of
from server.store.models.review import SavedView
from server.store.repository.upsert import upsert
from sync.ids import AgencyId, PersonId

Json = dict[str, Any]
_MOST: Final = 30
_BUILT_IN: Final[Mapping[str, tuple[str, Json]]] = {
    "all": ("To review", {"stage": "queue"}),
    "urgent": ("Urgent", {"stage": "queue", "alert": "urgent"}),
    "late": ("Late", {"stage": "queue", "alert": "late"}),
    "clean": ("Clean", {"stage": "queue", "alert": "clean"}),
    "returned": ("Returned", {"stage": "returned"}),
}


def views_of(connection: Connection, agency: AgencyId, person: PersonId, at: str) -> list[Json]:
    """Give the built-in views, then the person's own, oldest first."""
    own = connection.execute(
        select(SavedView.id, SavedView.name, SavedView.filters)
        .where(SavedView.agency_id == agency, SavedView.person_id == person)
        .order_by(SavedView.added_at, SavedView.id)
    )
    every = [(view, name, filters) for view, (name, filters) in _BUILT_IN.items()]
    every += [(row.id, row.name, orjson.loads(row.filters)) for row in own]
    found = []
    for view, name, filters in every:
        count = connection.execute(count_of(agency, person, Filters.of(filters), at=at)).scalar_one()
        shown = {"count": min(count, MOST_COUNTED), "capped": count > MOST_COUNTED}
        found.append({"id": view, "name": name, "filters": filters, **shown})
    return found


def keep(connection: Connection, asking: Caller, name: str, filters: Json, at: str) -> None:
    """Keep a view; one of the same name is replaced. Raises BadInput where there are too many."""
    agency, person = asking.agency, asking.person
    mine = (SavedView.agency_id == agency) & (SavedView.person_id == person)
    own = {row.name: row for row in connection.execute(select(SavedView.__table__).where(mine))}
    if name not in own and len(own) >= _MOST:
        raise BadInput(f"at most {_MOST} views", "name")
    known = own.get(name)
    row = {
        "id": str(uuid4()) if known is None else known.id,
        "name": name,
        "filters": orjson.dumps(filters).decode(),
        "added_at": at if known is None else known.added_at,
    }
    upsert(connection, SavedView, [{"agency_id": agency, "person_id": person, **row}])


def drop(connection: Connection, agency: AgencyId, person: PersonId, view: str) -> None:
    """Forget a view of one's own, if it is there."""
    mine = (SavedView.agency_id == agency) & (SavedView.person_id == person)
    connection.execute(delete(SavedView).where(mine, SavedView.id == view))
