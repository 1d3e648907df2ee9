"""`doorstep import resources PATH`: community services out of Open Referral files, whole or not at all."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from server.directory import values
from server.directory.account import Account
from server.directory.area import middle_of
from server.directory.csv_file import Broken
from server.directory.facility_rows import phone
from server.directory.hsds_needs import needs_of
from server.directory.hsds_schedules import opened
from server.directory.hsds_tables import Json, Tables, read_tables, text
from server.directory.publishing import publish
from server.directory.runs import Run
from server.directory.staging import Staged, staging
from server.directory.values import phone_use
from server.store.database import writing
from sync.clock import format_wall
from sync.ids import AgencyId

SOURCE: Final = "services"
_LONGEST: Final = 1_500
_LONGEST_KEY: Final = 300
_OLDEST: Final = 130


def import_resources(
    path: Path,
    agency: AgencyId,
    *,
    whole: bool | None = None,
    source: str = SOURCE,
    now: datetime | None = None,
) -> tuple[Account, int]:
    """Read all, then write it in one transaction; gives the account and the run's number.

    Services of another `source` are left as they are. Raises Broken, and then nothing was taken.
    """
    moment = now or datetime.now(UTC)
    account = Account()
    try:
        tables = read_tables(path, account)
    except Broken as broken:
        raise Broken(f"{path.name}: {broken}") from broken
    with staging() as staged:
        for id_, service in _Services(tables, path.name, account, moment.date().isoformat()).read():
            staged.add(Staged(source, id_, path.name, f"service {id_}", service))
        if not staged.count:
            raise Broken(f"{path.name}: holds no service that could be taken")
        with writing() as connection:
            run = Run(connection, agency, "services", account)
            run.begin(format_wall(moment), [path.name])
            run.merge(staged)
            if whole:
                run.vanish_all(source)
            elif whole is None and tables.whole:
                run.vanish(source)
            account.notes += publish(connection, agency, moment)
    return account, run.number


class _Services:
    """The services of a run, each with what belongs to it."""

    def __init__(self, tables: Tables, file: str, account: Account, today: str) -> None:
        self.tables = tables
        self.file = file
        self.account = account
        self.today = today
        self.by_service = {name: tables.of(name, "service_id") for name in _CHILDREN}
        self.by_location = {name: tables.of(name, "location_id") for name in _CHILDREN}
        self.by_both = {name: tables.of(name, "service_at_location_id") for name in _CHILDREN}
        self.by_organization = tables.of("phone", "organization_id")
        self.by_contact = tables.of("phone", "contact_id")
        self.linked = tables.of("attribute", "link_id")
        self._check_cycles("organization", "parent_organization_id")
        self._check_cycles("taxonomy_term", "parent_id")
        self._check_dangling()

    def read(self) -> Iterator[tuple[str, Json]]:
        for id_, row in self.tables.rows["service"].items():
            self.account.read[SOURCE] += 1
            name = text(row.get("name"))
            if name == "":
                self.account.leave(self.file, "service", id_, "a service without a name")
                self.tables.whole = False
            elif len(id_) > _LONGEST_KEY:
                self.account.leave(
                    self.file, "service", id_[:40], "a service with an id longer than can be kept"
                )
            else:
                yield id_, self._service(id_, name, row)

    def _service(self, id_: str, name: str, row: Json) -> Json:
        organization = self._organization(id_, row)
        subjects = self._subjects(id_)
        description = _cut(text(row.get("description")))
        places = self._places(id_)
        youngest, oldest = self._ages(id_, row)
        status = text(row.get("status")).lower()
        return {
            "name": name,
            "organization": text(organization.get("name")),
            "description": description,
            "status": status,
            "needs": needs_of(name, subjects, description),
            "subjects": subjects,
            "eligibility": _cut(text(row.get("eligibility_description")) or text(row.get("eligibility"))),
            "minimumAge": youngest,
            "maximumAge": oldest,
            "languages": self._languages(id_),
            "fees": _cut(self._fees(id_, row)),
            "apply": _cut(text(row.get("application_process"))),
            "wait": text(row.get("wait_time")),
            "documents": _texts(self.by_service["required_document"].get(id_, []), "document"),
            "areas": _texts(
                self.by_service["service_area"].get(id_, []), "name", "description", "service_area", "extent"
            ),
            "alert": text(row.get("alert")),
            "phones": self._phones(id_, text(row.get("organization_id"))),
            "email": text(row.get("email")) or text(organization.get("email")),
            "url": text(row.get("url")) or text(organization.get("website")) or text(organization.get("url")),
            "places": places,
            "openings": self._openings(self.by_service["schedule"].get(id_, []), id_),
            "dataDate": self._date(id_, row),
            # Where it is looked for in the tables of the directory: its first place.
            **({key: places[0][key] for key in ("lat", "lon", "state", "zip")} if places else {}),
        }

    def _remark(self, key: str, reason: str, detail: str = "") -> None:
        self.account.remark(self.file, "service", key, reason, detail)

    def _organization(self, id_: str, row: Json) -> Json:
        named = text(row.get("organization_id"))
        found = self.tables.rows["organization"].get(named)
        if found is None and named:
            self._remark(id_, "its organization is not in the files", named)
        return found or {}

    def _subjects(self, id_: str) -> list[str]:
        found = []
        terms = self.tables.rows["taxonomy_term"]
        for link in self.linked.get(id_, []):
            named = text(link.get("taxonomy_term_id"))
            if named and named not in terms:
                self._remark(id_, "its subject is not in the files", named)
            word = (
                text(terms.get(named, {}).get("name")) or text(link.get("label")) or text(link.get("value"))
            )
            if word and word not in found:
                found.append(word)
        return found

    def _places(self, id_: str) -> list[Json]:
        found: list[Json] = []
        for link in self.by_service["service_at_location"].get(id_, []):
            named = text(link.get("location_id"))
            location = self.tables.rows["location"].get(named)
            if location is None:
                self._remark(id_, "its place is not in the files", named)
                continue
            found.append(self._place(id_, named, location, text(link.get("id"))))
        return found

    def _place(self, id_: str, location_id: str, row: Json, link: str) -> Json:
        addresses = self.by_location["address"].get(location_id, [])
        physical = [each for each in addresses if text(each.get("address_type")) != "postal"]
        address = next(iter(physical or addresses), {})
        read = values.zip_code(text(address.get("postal_code")))
        zip_code = read[0] if read else text(address.get("postal_code"))
        schedules = [
            *self.by_both["schedule"].get(link, []),
            *self.by_location["schedule"].get(location_id, []),
        ]
        phones = [*self.by_both["phone"].get(link, []), *self.by_location["phone"].get(location_id, [])]
        access = _texts(
            self.by_location["accessibility"].get(location_id, []), "description", "accessibility", "details"
        )
        lines = (text(address.get(name)) for name in ("address_1", "address_2"))
        return {
            "name": text(row.get("name")),
            "line": ", ".join(filter(None, lines)),
            "city": text(address.get("city")),
            "state": text(address.get("state_province")).upper(),
            "zip": zip_code,
            **self._coordinates(id_, row, zip_code),
            "phones": _numbers(phones),
            "openings": self._openings(schedules, id_),
            "access": access,
        }

    def _coordinates(self, id_: str, row: Json, zip_code: str) -> Json:
        written = text(row.get("latitude")), text(row.get("longitude"))
        try:
            lat, lon = (values.number(each) for each in written)
        except ValueError:
            lat = lon = None
        if lat is not None and lon is not None and values.on_the_map(lat, lon):
            return {"lat": round(lat, 5), "lon": round(lon, 5)}
        middle = middle_of(zip_code)
        if any(written):
            instead = "the middle of its ZIP code was taken" if middle else "it has no place on the map"
            self._remark(id_, f"bad coordinates; {instead}", ", ".join(written))
        return {"lat": middle[0], "lon": middle[1]} if middle else {"lat": None, "lon": None}

    def _ages(self, id_: str, row: Json) -> tuple[float | None, float | None]:
        found: list[float | None] = []
        for name in ("minimum_age", "maximum_age"):
            try:
                read = values.number(text(row.get(name)))
            except ValueError:
                read = -1
            if read is not None and not 0 <= read <= _OLDEST:
                self._remark(id_, "an age that can't be; left empty", text(row.get(name)))
                read = None
            found.append(read)
        youngest, oldest = found
        if youngest is not None and oldest is not None and youngest > oldest:
            self._remark(
                id_, "its youngest age is above its oldest; both were left", f"{youngest} and {oldest}"
            )
            return None, None
        return youngest, oldest

    def _languages(self, id_: str) -> list[str]:
        places = [
            text(link.get("location_id")) for link in self.by_service["service_at_location"].get(id_, [])
        ]
        rows = [*self.by_service["language"].get(id_, [])]
        for place in places:
            rows += self.by_location["language"].get(place, [])
        found: list[str] = []
        for row in rows:
            word = text(row.get("name")) or text(row.get("language"))
            named = (
                _LANGUAGES.get(word.lower()) or word or _LANGUAGES.get(text(row.get("code")).lower()[:2], "")
            )
            if named and named not in found:
                found.append(named)
        return found

    def _fees(self, id_: str, row: Json) -> str:
        options = [
            " ".join(
                filter(
                    None,
                    (
                        text(each.get("option")),
                        text(each.get("amount")),
                        text(each.get("currency")),
                        text(each.get("amount_description")),
                    ),
                )
            )
            for each in self.by_service["cost_option"].get(id_, [])
        ]
        return "; ".join(filter(None, (text(row.get("fees_description")) or text(row.get("fees")), *options)))

    def _phones(self, id_: str, organization: str) -> list[Json]:
        own = [*self.by_service["phone"].get(id_, [])]
        for contact in self.by_service["contact"].get(id_, []):
            own += self.by_contact.get(text(contact.get("id")), [])
        return _numbers(own) or _numbers(self.by_organization.get(organization, []))

    def _openings(self, rows: list[Json], id_: str) -> list[Json]:
        found, said = opened(rows, self.today)
        for each in said:
            reason, _, detail = each.partition(": ")
            self._remark(id_, reason, detail)
        return found

    def _date(self, id_: str, row: Json) -> str:
        for name in ("assured_date", "last_modified", "last_updated"):
            try:
                day = values.day(text(row.get(name)))
            except ValueError:
                self._remark(id_, f"its {name.replace('_', ' ')} is no date", text(row.get(name)))
                continue
            if day is not None:
                return day
        return ""

    def _check_cycles(self, table: str, parent: str) -> None:
        """Somebody who is her own grandmother: nothing here climbs these, and it is said."""
        rows = self.tables.rows[table]
        settled: set[str] = set()
        for first in rows:
            path: list[str] = []
            here = first
            while here in rows and here not in settled and here not in path:
                path.append(here)
                here = text(rows[here].get(parent))
            if here in path:
                around = " in ".join([*path[path.index(here) :], here])[:120]
                self.account.remark(self.file, table, here, "is inside itself, directly or by others", around)
            settled.update(path)

    def _check_dangling(self) -> None:
        """Rows about a service or place that is not there: nothing shows them."""
        for table in _CHILDREN:
            for name, target in (("service_id", "service"), ("location_id", "location")):
                known = self.tables.rows[target]
                for row in self.tables.rows[table].values():
                    named = text(row.get(name))
                    if named and named not in known and table != "service_at_location":
                        self.account.leave(
                            self.file,
                            table,
                            text(row.get("id"))[:60],
                            f"is about a {target} that is not in the files",
                            named,
                        )
        for row in self.tables.rows["service_at_location"].values():
            named = text(row.get("service_id"))
            if named not in self.tables.rows["service"]:
                self.account.leave(
                    self.file,
                    "service_at_location",
                    text(row.get("id"))[:60],
                    "is about a service that is not in the files",
                    named,
                )


_CHILDREN: Final = (
    "service_at_location",
    "address",
    "phone",
    "schedule",
    "service_area",
    "language",
    "cost_option",
    "required_document",
    "accessibility",
    "contact",
)
_LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English",
    "eng": "English",
    "es": "Spanish",
    "spa": "Spanish",
    "español": "Spanish",
    "zh": "Chinese",
    "vi": "Vietnamese",
    "tl": "Tagalog",
    "ar": "Arabic",
    "fr": "French",
    "ko": "Korean",
    "ru": "Russian",
    "de": "German",
    "ht": "Haitian Creole",
    "pt": "Portuguese",
    "so": "Somali",
    "ne": "Nepali",
    "hi": "Hindi",
    "pl": "Polish",
    "ase": "American Sign Language",
}


def _cut(words: str) -> str:
    """So much of a long text as a tablet carries."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def _texts(rows: list[Json], *names: str) -> list[str]:
    """The first of these names that a row has, of each row, none twice."""
    found: list[str] = []
    for row in rows:
        word: Any = next((text(row.get(name)) for name in names if text(row.get(name))), "")
        if word and word not in found:
            found.append(_cut(word))
    return found


def _numbers(rows: list[Json]) -> list[Json]:
    found: list[Json] = []
    for row in rows:
        number = phone(text(row.get("number")))
        extension = text(row.get("extension"))
        said = {
            "number": f"{number} ext. {extension}" if number and extension else number,
            "note": text(row.get("description")) or phone_use(text(row.get("type"))),
        }
        if number and said not in found:
            found.append(said)
    return found
