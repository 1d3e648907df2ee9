"""The report of an import, kept beside it: its counts, each row that was left or mended, what vanished."""

from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, select, update

from server.directory.account import Account, How, Remark
from server.store.models.directory import DirectoryRemark, DirectoryRun
from sync.ids import AgencyId

_AT_ONCE: Final = 1_000
_RUN: Final = DirectoryRun.__table__


def keep(connection: Connection, agency: AgencyId, number: int, account: Account) -> None:
    """Keep an account beside its run."""
    own = (DirectoryRun.agency_id == agency, DirectoryRun.number == number)
    summary = orjson.dumps(account.summary()).decode()
    connection.execute(update(DirectoryRun).where(*own).values(account=summary))
    rows = (
        {"agency_id": agency, "run": number, "number": place, **_said(one)}
        for place, one in enumerate(chain(account.remarks, account.vanished))
    )
    while portion := list(islice(rows, _AT_ONCE)):
        connection.execute(insert(DirectoryRemark), portion)


def _said(one: Remark) -> dict[str, str]:
    parts = {"file": one.file, "file_row": one.row, "key": one.key, "what": one.what}
    said = {name: _kept(text) for name, text in parts.items()}
    return {"how": one.how, **said, "words": " ".join(said.values()).casefold()}


def _kept(text: str) -> str:
    """What a database takes for text: a damaged file holds what is none."""
    return text.encode(errors="replace").decode().replace("\0", "\ufffd")


def runs(
    connection: Connection, agency: AgencyId, *, before: int | None, limit: int
) -> tuple[list[RowMapping], int]:
    """Imports, the newest first, and how many there are in all."""
    own = (DirectoryRun.agency_id == agency,)
    earlier = () if before is None else (DirectoryRun.number < before,)
    found = select(_RUN).where(*own, *earlier).order_by(DirectoryRun.number.desc()).limit(limit)
    total = connection.execute(select(func.count()).select_from(_RUN).where(*own)).scalar_one()
    return list(connection.execute(found).mappings()), total


def one_run(connection: Connection, agency: AgencyId, number: int) -> RowMapping | None:
    """One import, where there is one of that number."""
    own = (DirectoryRun.agency_id == agency, DirectoryRun.number == number)
    return connection.execute(select(_RUN).where(*own)).mappings().one_or_none()


def newest_standing(connection: Connection, agency: AgencyId) -> int | None:
    """The number of the newest import that was not undone."""
    own = (DirectoryRun.agency_id == agency, DirectoryRun.undone_at.is_(None))
    return connection.execute(select(func.max(DirectoryRun.number)).where(*own)).scalar()


@dataclass(frozen=True)
class Looked:
    """Which rows of a report are looked for; what is left out does not matter."""

    how: How | None = None
    why: str | None = None
    """How the reason begins."""
    words: str = ""


def rows(
    connection: Connection,
    agency: AgencyId,
    number: int,
    looked: Looked | None = None,
    *,
    after: int = -1,
    limit: int | None = None,
) -> list[tuple[int, Remark]]:
    """Rows of a report in the order in which they were read, with their places."""
    found = (
        select(DirectoryRemark.__table__)
        .where(*_of(agency, number, looked or Looked()), DirectoryRemark.number > after)
        .order_by(DirectoryRemark.number)
        .limit(limit)
    )
    return [
        (row.number, Remark(row.file, row.file_row, row.key, row.what, row.how))
        for row in connection.execute(found)
    ]


def count(connection: Connection, agency: AgencyId, number: int, looked: Looked) -> int:
    """How many rows of a report these are."""
    of = select(func.count()).select_from(DirectoryRemark).where(*_of(agency, number, looked))
    return connection.execute(of).scalar_one()


def _of(agency: AgencyId, number: int, looked: Looked) -> list[ColumnElement[bool]]:
    wanted: list[Any] = [DirectoryRemark.agency_id == agency, DirectoryRemark.run == number]
    if looked.how is not None:
        wanted.append(DirectoryRemark.how == looked.how)
    if looked.why is not None:
        with_more = DirectoryRemark.what.startswith(f"{looked.why}: ", autoescape=True)
        wanted.append((DirectoryRemark.what == looked.why) | with_more)
    words = looked.words.casefold().split()
    return [*wanted, *(DirectoryRemark.words.contains(word, autoescape=True) for word in words)]
