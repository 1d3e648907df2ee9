"""`doorstep import resources PATH`: community services out of Open Referral files, whole or not at all."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from server.directory import values
from server.directory.account import Account
from server.directory.area import middle_of
from server.directory.csv_file import Bar, Broken, no_bar
from server.directory.hsds_files import read_all
from server.directory.hsds_needs import needs_of
from server.directory.hsds_schedules import opened
from server.directory.hsds_tables import Json, Row, Tables, Words, tables
from server.directory.hsds_words import fees, languages, numbers, status, texts
from server.directory.publishing import publish
from server.directory.runs import Run
from server.directory.staging import Staged, staging
from server.store.database import writing
from sync.clock import format_wall
from sync.ids import AgencyId, PersonId

SOURCE: Final = "services"
_LONGEST: Final = 1_500
_LONGEST_NAME: Final = 200
_MOST: Final = 60
"""Of so many languages, numbers, places or openings a person reads none more."""
_LONGEST_KEY: Final = 300
_OLDEST: Final = 130
_REMEMBERED: Final = 5_000


def import_resources(
    path: Path,
    agency: AgencyId,
    *,
    whole: bool | None = None,
    source: str = SOURCE,
    by: PersonId | None = None,
    now: datetime | None = None,
    bar: Bar = no_bar,
) -> tuple[Account, int]:
    """Read all, then write it in one transaction; gives the account and the run's number.

    Services of another `source` are left as they are. Raises Broken, and then nothing was taken.
    """
    moment = now or datetime.now(UTC)
    account = Account()
    with tables() as read, staging() as staged:
        try:
            read_all(path, read, account, bar)
        except Broken as broken:
            raise Broken(f"{path.name}: {broken}") from broken
        services = _Services(read, source, path.name, account, moment.date().isoformat())
        progress = bar("services", read.count["service"])
        for row, service in services.read():
            staged.add(Staged(source, row.id, row.file, row.line or "service", service))
            # Each says its own day: the newest is how far the publisher has come.
            account.dates[source] = max(account.dates.get(source, ""), service["dataDate"])
            progress(1)
        if not staged.count:
            raise Broken(f"{path.name}: holds no service that could be taken")
        with writing() as connection:
            run = Run(connection, agency, "services", account, by)
            run.begin(format_wall(moment), [path.name])
            run.merge(staged)
            if whole:
                run.vanish_all(source)
            elif whole is None and read.whole:
                run.vanish(source)
            account.notes += publish(connection, agency, moment)
            run.end(format_wall(moment))
    return account, run.number


class _Services:
    """The services of a run, each with what belongs to it."""

    def __init__(self, tables: Tables, source: str, file: str, account: Account, today: str) -> None:
        self.tables = tables
        self.source = source
        self.file = file
        self.account = account
        self.today = today
        self.organization = lru_cache(_REMEMBERED)(partial(tables.get, "organization"))
        self.term = lru_cache(_REMEMBERED)(partial(tables.get, "taxonomy_term"))
        self.row = Row("", file, "", {})
        """The service that is being put together."""

    def read(self) -> Iterator[tuple[Row, Json]]:
        for table in ("organization", "taxonomy_term"):
            self._check_cycles(table)
        self._check_dangling()
        for row in self.tables.each("service"):
            self.account.read[self.source] += 1
            self.row = row
            name = row.words.get("name", "")
            if name == "":
                self._leave("service", row, "a service without a name")
                self.tables.whole = False
            elif len(row.id) > _LONGEST_KEY:
                self._leave("service", row, "a service with an id longer than can be kept")
            else:
                yield row, self._service(row.id, name, row.words)

    def _service(self, id_: str, name: str, row: Words) -> Json:
        own = self.tables.belonging("service_id", id_)
        organization = self._organization(row)
        subjects = self._subjects(id_)
        description = row.get("description", "")
        places, spoken = self._places(own["service_at_location"])
        youngest, oldest = self._ages(row)
        said = {
            "name": name,
            "organization": organization.get("name", ""),
            "description": description,
            "status": self._status(row),
            "needs": needs_of(name, subjects, description),
            "subjects": subjects,
            "eligibility": row.get("eligibility_description") or row.get("eligibility", ""),
            "minimumAge": youngest,
            "maximumAge": oldest,
            "languages": languages([*own["language"], *spoken]),
            "fees": fees(row, own["cost_option"]),
            "apply": row.get("application_process", ""),
            "wait": row.get("wait_time", ""),
            "documents": texts(own["required_document"], "document"),
            "areas": texts(own["service_area"], "name", "description", "service_area", "extent"),
            "alert": row.get("alert", ""),
            "phones": self._phones(own, row.get("organization_id", "")),
            "email": row.get("email") or organization.get("email", ""),
            "url": row.get("url") or organization.get("website") or organization.get("url", ""),
            "places": places,
            "openings": self._openings(own["schedule"]),
            "dataDate": self._date(row),
            # Where it is looked for in the tables of the directory: its first place.
            **({key: places[0][key] for key in ("lat", "lon", "state", "zip")} if places else {}),
        }
        return {field: self._short(field, value) for field, value in said.items()}

    def _short(self, field: str, value: Any, within: str = "") -> Any:
        """So much of a long text or list as a tablet carries; what is cut is told."""
        most = _MOST if isinstance(value, list) else _LONGEST_NAME if field == "name" else _LONGEST
        if isinstance(value, str | list) and len(value) > most:
            what = f"{within}{field}, {len(value):,} {'letters' if isinstance(value, str) else 'of them'}"
            self._remark("longer than tablets carry; its end was left", what)
            value = f"{value[: most - 1].rstrip()}…" if isinstance(value, str) else value[:most]
        if isinstance(value, list):
            return [self._short(field, each, within) for each in value]
        if isinstance(value, dict):
            return {name: self._short(name, each, f"{within}{field}: ") for name, each in value.items()}
        return value

    def _status(self, row: Words) -> str:
        """One that nobody knows would hide the service from who looks for what is active."""
        written = row.get("status", "")
        found = status(written)
        if found is None:
            self._remark("a status that is not known; left empty", written[:60])
        return found or ""

    def _remark(self, reason: str, detail: str = "") -> None:
        row = self.row
        self.account.remark(row.file, row.line or "service", row.id, reason, detail)

    def _leave(self, table: str, row: Row, reason: str, detail: str = "") -> None:
        self.account.leave(row.file, row.line or table, row.id[:60], reason, detail)

    def _organization(self, row: Words) -> Words:
        named = row.get("organization_id", "")
        found = self.organization(named) if named else None
        if found is None and named:
            self._remark("its organization is not in the files", named)
        # Some write the name where its record belongs.
        return found or {"name": row.get("organization", "")}

    def _subjects(self, id_: str) -> list[str]:
        found = []
        for link in self.tables.belonging("link_id", id_)["attribute"]:
            named = link.get("taxonomy_term_id", "")
            term = self.term(named) if named else None
            if named and term is None:
                self._remark("its subject is not in the files", named)
            word = (term or {}).get("name") or link.get("label") or link.get("value")
            if word and word not in found:
                found.append(word)
        return found

    def _places(self, links: list[Words]) -> tuple[list[Json], list[Words]]:
        """Where it is, and the languages that are spoken there."""
        found: list[Json] = []
        spoken: list[Words] = []
        for link in links:
            named = link.get("location_id", "")
            location = self.tables.get("location", named)
            if location is None:
                self._remark("its place is not in the files", named)
                continue
            there = self.tables.belonging("location_id", named)
            place = self._place(location, there, self._at(link))
            if place not in found:
                found.append(place)
            spoken += there["language"]
        return found, spoken

    def _at(self, link: Words) -> dict[str, list[Words]]:
        """What is of a service at one of its places."""
        id_ = link.get("id", "")
        return self.tables.belonging("service_at_location_id", id_) if id_ else defaultdict(list)

    def _place(self, row: Words, there: dict[str, list[Words]], here: dict[str, list[Words]]) -> Json:
        addresses = there["address"]
        physical = [each for each in addresses if each.get("address_type") != "postal"]
        address: Words = next(iter(physical or addresses), {})
        read = values.zip_code(address.get("postal_code", ""))
        zip_code = read[0] if read else address.get("postal_code", "")
        return {
            "name": row.get("name", ""),
            "line": ", ".join(filter(None, (address.get(name) for name in ("address_1", "address_2")))),
            "city": address.get("city", ""),
            "state": address.get("state_province", "").upper(),
            "zip": zip_code,
            **self._coordinates(row, zip_code),
            "phones": numbers([*here["phone"], *there["phone"]]),
            "openings": self._openings([*here["schedule"], *there["schedule"]]),
            "access": texts(there["accessibility"], "description", "accessibility", "details"),
        }

    def _coordinates(self, row: Words, zip_code: str) -> Json:
        written = row.get("latitude", ""), row.get("longitude", "")
        try:
            lat, lon = (values.number(each) for each in written)
        except ValueError:
            lat = lon = None
        if lat is not None and lon is not None and values.on_the_map(lat, lon):
            return {"lat": round(lat, 5), "lon": round(lon, 5)}
        middle = middle_of(zip_code)
        if any(written):
            instead = "the middle of its ZIP code was taken" if middle else "it has no place on the map"
            self._remark(f"bad coordinates; {instead}", ", ".join(written))
        return {"lat": middle[0], "lon": middle[1]} if middle else {"lat": None, "lon": None}

    def _ages(self, row: Words) -> tuple[float | None, float | None]:
        found: list[float | None] = []
        for name in ("minimum_age", "maximum_age"):
            written = row.get(name, "")
            try:
                read = values.number(written)
            except ValueError:
                read = -1
            if read is not None and not 0 <= read <= _OLDEST:
                self._remark("an age that can't be; left empty", f"{name} {written}")
                read = None
            found.append(read)
        youngest, oldest = found
        if youngest is not None and oldest is not None and youngest > oldest:
            self._remark("its youngest age is above its oldest; both were left", f"{youngest} and {oldest}")
            return None, None
        return youngest, oldest

    def _phones(self, own: dict[str, list[Words]], organization: str) -> list[Json]:
        rows = [*own["phone"]]
        for contact in own["contact"]:
            rows += self.tables.belonging("contact_id", contact["id"])["phone"] if "id" in contact else ()
        found = numbers(rows)
        if found or not organization:
            return found
        return numbers(self.tables.belonging("organization_id", organization)["phone"])

    def _openings(self, rows: list[Words]) -> list[Json]:
        found, said = opened(rows, self.today)
        for each in said:
            reason, _, detail = each.partition(": ")
            self._remark(reason, detail)
        return found

    def _date(self, row: Words) -> str:
        for name in ("assured_date", "last_modified", "last_updated"):
            try:
                day = values.day(row.get(name, ""))
            except ValueError:
                self._remark(f"its {name.replace('_', ' ')} is no date", row[name])
                continue
            if day is not None and day > self.today:
                self._remark(f"its {name.replace('_', ' ')} is still to come; left empty", day)
            elif day is not None:
                return day
        return ""

    def _check_cycles(self, table: str) -> None:
        """Somebody who is her own grandmother: nothing here climbs these, and it is said."""
        parents = self.tables.parents(table)
        settled: set[str] = set()
        for first in parents:
            path: dict[str, None] = {}
            here = first
            while here in parents and here not in settled and here not in path:
                path[here] = None
                here = parents[here]
            if here in path:
                steps = list(path)
                around = " in ".join([*steps[steps.index(here) :], here])[:120]
                self.account.remark(self.file, table, here, "is inside itself, directly or by others", around)
            settled.update(path)

    def _check_dangling(self) -> None:
        """Rows about what is not there: nothing shows them."""
        for name, target in _OF.items():
            for table, row, named in self.tables.dangling(name, target):
                if (name, table) == ("location_id", "service_at_location"):
                    continue  # The service says that.
                if name == "link_id" and row.words.get("link_entity") != target:
                    continue
                article = "an" if target == "organization" else "a"
                reason = f"is about {article} {target.replace('_', ' ')} that is not in the files"
                self._leave(table, row, reason, named)


_OF: Final = {
    "service_id": "service",
    "location_id": "location",
    "service_at_location_id": "service_at_location",
    "contact_id": "contact",
    "organization_id": "organization",
    "link_id": "service",
}
