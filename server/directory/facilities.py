"""`doorstep import facilities FILE...`: the published lists of facilities, whole or not at all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path
from typing import Final

from server.directory import values
from server.directory.account import Account
from server.directory.columns import TYPES, Found, is_list_of, locate, plain, signs_of, type_of, wanted
from server.directory.csv_file import Bar, Broken, Row, Table, no_bar, opened, part_of
from server.directory.facility_rows import Reader
from server.directory.publishing import publish
from server.directory.runs import Run, dates_of
from server.directory.staging import Staged, Staging, staging
from server.store.database import writing
from sync.clock import format_wall
from sync.ids import AgencyId, PersonId

_FIRST: Final = 20
_CALLED: Final = {"ccn": "certification number"}
_UNDATED: Final = (
    "says in no column and not in its name of which month it is: the day of this import was taken. If it is "
    "older, undo it, and put its month into its name, as in List_Oct2026.csv"
)
_FIRST_NAMES: Final = 8
_LONGEST_NAME: Final = 60
_STALE_DAYS: Final = 45
"""After so many days published figures are shown as old."""


@dataclass(frozen=True)
class Asked:
    """What whoever runs the import says of the files."""

    type: str | None = None
    whole: bool | None = None
    """That a file lists all there are of its type, or only a part; None leaves it to the files."""
    older: bool = False
    """Take figures although newer ones are in."""
    by: PersonId | None = None
    """Who asked for it, where that was said."""


@dataclass
class _Read:
    """What was read of all files."""

    entries: Staging
    measures: Staging
    account: Account = field(default_factory=Account)
    dates: dict[str, Counter[str]] = field(default_factory=dict)
    broken_off: set[str] = field(default_factory=set)
    """Types of which a row had no number or broke off: such a list says nothing of what is missing in it."""


def import_facilities(
    paths: Sequence[Path],
    agency: AgencyId,
    asked: Asked | None = None,
    *,
    now: datetime | None = None,
    bar: Bar = no_bar,
) -> tuple[Account, int]:
    """Read all files, then write them in one transaction; gives the account and the run's number.

    Raises Broken, and then nothing of any file was taken.
    """
    moment = now or datetime.now(UTC)
    told = asked or Asked()
    with ExitStack() as stack:
        read = _Read(stack.enter_context(staging()), stack.enter_context(staging()))
        for path in paths:
            _read_file(path, told, read, moment, bar)
        return _write(read, paths, agency, told, moment)


def _read_file(path: Path, asked: Asked, read: _Read, now: datetime, bar: Bar) -> None:
    try:
        part = part_of(path)
        with opened(part, bar(part.name, part.size)) as table:
            found, rows = _recognised(path.name, table, asked)
            _remark_header(path.name, found, table, read.account)
            today = now.date().isoformat()
            reader = Reader(path.name, found, read.account, file_date=values.month_of(path.name), today=today)
            _read_rows(path.name, found, rows, reader, read)
            if found.type != "measures" and "date" not in found.fields and reader.file_date is None:
                read.account.notes.append(f"{path.name} {_UNDATED}")
    except Broken as broken:
        raise Broken(f"{path.name}: {broken}") from broken
    except OSError as unreadable:
        raise Broken(f"{path.name}: can't be read: {unreadable.strerror or unreadable}") from unreadable


def _recognised(name: str, table: Table, asked: Asked) -> tuple[Found, Iterator[Row]]:
    first = list(islice(table.rows, _FIRST))
    rows = chain(first, table.rows)
    guess = locate(table.header, "nursing-home").fields.get("ccn")
    ccns = [] if guess is None else [row.cells[guess] for row in first if len(row.cells) > guess]
    type_ = asked.type or type_of(table.header, name, ccns)
    if type_ is None:
        raise Broken(
            f"is no list of facilities that is known: its columns are {_named(table.header)}. Its first line "
            f"has to name the columns. If it is one, name its type: --type {'|'.join(TYPES)}"
        )
    if asked.type is not None and not is_list_of(table.header, asked.type):
        signs = ", ".join(f"“{each}”" for each in signs_of(asked.type))
        raise Broken(
            f"is no list of {TYPES[asked.type]}: it has none of the columns {signs}. Its columns are "
            f"{_named(table.header)}"
        )
    found = locate(table.header, type_)
    needed = ("ccn", "measure", "score") if type_ == "measures" else ("ccn", "name")
    for field_ in needed:
        if field_ not in found.fields:
            known = ", ".join(f"“{each}”" for each in wanted(type_)[field_][:4])
            raise Broken(
                f"has no column with the {_CALLED.get(field_, field_)}: looked for {known}; its columns are "
                f"{_named(table.header)}. Its first line has to name the columns"
            )
    return found, rows


def _named(header: Sequence[str]) -> str:
    """The first columns; how many more there are where these are not all."""
    shown = [name[:_LONGEST_NAME] or "one without a name" for name in header[:_FIRST_NAMES]]
    more = len(header) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def _remark_header(file: str, found: Found, table: Table, account: Account) -> None:
    if table.encoding == "cp1252":
        account.notes.append(f"{file} is not UTF-8: it was read as Windows-1252")
    plain_names = {plain(name): name for name in found.unknown}
    for name in found.lacking:
        close = get_close_matches(plain(name), plain_names, n=1, cutoff=0.75)
        perhaps = f"; perhaps it is called “{plain_names[close[0]]}” now" if close else ""
        account.notes.append(f"{file} has no column “{name}”: read as not known{perhaps}")


def _read_rows(file: str, found: Found, rows: Iterator[Row], reader: Reader, read: _Read) -> None:
    measured = found.type == "measures"
    dates: Counter[str] = Counter()
    before, passed_over = read.account.read[found.type], 0
    for row in rows:
        read.account.read[found.type] += 1
        ccn = reader.number_of(row)
        if not measured and (ccn is None or not row.whole):
            read.broken_off.add(found.type)
        if ccn is None:
            continue
        entry = reader.measure(row, ccn) if measured else reader.facility(row, ccn)
        if entry is None:
            passed_over += 1
            continue
        staged = Staged(found.type, ccn, file, str(row.line), entry)
        (read.measures if measured else read.entries).add(staged)
        if not measured:
            dates[entry["dataDate"]] += 1
    if read.account.read[found.type] == before:
        raise Broken("names its columns and holds no row: nothing is in it to take")
    if measured and passed_over:
        read.account.notes.append(f"{file}: {passed_over:,} rows are of measures that are not compared here")
    _note_date(found.type, dates, read)


def _note_date(type_: str, dates: Counter[str], read: _Read) -> None:
    """Of one type one month at a time: of two, what came last would be called what is so now."""
    known = read.dates.setdefault(type_, Counter())
    if known and dates and known.most_common(1)[0][0] != dates.most_common(1)[0][0]:
        raise Broken(
            f"its figures are of {dates.most_common(1)[0][0]}, and those of another file of this run of "
            f"{known.most_common(1)[0][0]}: import them one by one, the older first"
        )
    known.update(dates)


def _write(
    read: _Read, paths: Sequence[Path], agency: AgencyId, asked: Asked, now: datetime
) -> tuple[Account, int]:
    account = read.account
    sources = [type_ for type_ in read.dates if type_ != "measures"]
    with writing() as connection:
        _refuse_older(read, dates_of(connection, agency, sources), asked)
        run = Run(connection, agency, "facilities", account, asked.by)
        run.begin(format_wall(now), [path.name for path in paths])
        run.merge(read.entries)
        run.measure(read.measures)
        for source in sources:
            _vanish(run, source, read, asked)
        account.notes += publish(connection, agency, now)
        _remark_age(read, now, account)
        run.end(format_wall(now))
    return account, run.number


def _vanish(run: Run, source: str, read: _Read, asked: Asked) -> None:
    if asked.whole:
        run.vanish_all(source)
    elif asked.whole is False:
        return
    elif source in read.broken_off:
        read.account.notes.append(
            f"rows of {TYPES[source]} had no number or broke off: what is missing was not marked as gone"
        )
    else:
        run.vanish(source)


def _refuse_older(read: _Read, known: dict[str, str], asked: Asked) -> None:
    for source, dates in read.dates.items():
        if source in known and dates and not asked.older:
            own = dates.most_common(1)[0][0]
            if own < known[source]:
                raise Broken(
                    f"the figures of {TYPES[source]} are of {own}, and newer ones, of {known[source]}, are "
                    "in already. --older takes these all the same"
                )


def _remark_age(read: _Read, now: datetime, account: Account) -> None:
    for source, dates in read.dates.items():
        if not dates or source == "measures":
            continue
        own = account.dates[source] = dates.most_common(1)[0][0]
        days = (now.date() - datetime.fromisoformat(own).date()).days
        if days > _STALE_DAYS:
            account.notes.append(f"the figures of {TYPES[source]} are of {own}, {days:,} days ago")
