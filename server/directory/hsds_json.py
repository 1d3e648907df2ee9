"""JSON of an Open Referral publication into its tables, value by value: a file is never held whole.

An API's page, a list of services or of organizations, one object of tables, one service by itself, or lines
of any of these. What is nested becomes a row of a table, and names what it was nested in.
"""

from typing import Any, Final

from server.directory.account import Account
from server.directory.csv_file import Broken, Part, Progress, encoding_of
from server.directory.hsds_tables import NAMED, TABLES, Json, Tables, text
from server.directory.json_values import LISTS, MEMBERS, WHOLE, shape_of, streamed

_DEEPEST: Final = 24
_PAGED: Final = ("contents", "items", "data", "results")
_OPENS: Final = {"start_map": dict, "start_array": list}


class Reader:
    """Reads JSON parts into tables."""

    def __init__(self, tables: Tables, account: Account) -> None:
        """Begin without a page."""
        self.tables = tables
        self.account = account
        self.pages: list[Json] = []
        self._name = ""

    def read(self, part: Part, progress: Progress) -> None:
        """Read a part. Raises Broken where it is no JSON."""
        self._name = part.name
        if part.size == 0:
            raise Broken("is empty: load it down again")
        encoding = encoding_of(part)
        if encoding == "cp1252":
            self.account.notes.append(f"{part.name} is not UTF-8: it was read as Windows-1252")
        shape = shape_of(part, encoding)
        if isinstance(shape, dict):
            self._read_object(part, encoding, progress, shape)
            return
        for _, value in streamed(part, encoding, progress, WHOLE if shape is None else MEMBERS):
            self._take(value, 0)

    def _read_object(self, part: Part, encoding: str, progress: Progress, shape: Json) -> None:
        """One object: a page, an object of tables, or a service or organization by itself."""
        paged = next((key for key in _PAGED if isinstance(shape.get(key), list)), None)
        table = None if paged is not None else _table_of(shape)
        if table is not None:
            for _, value in streamed(part, encoding, progress, WHOLE):
                self._flatten(table, value, 0)
            return
        if paged is not None:
            self.pages.append(shape)
        else:
            self._say_unread(shape)
        members = streamed(part, encoding, progress, LISTS)
        for key, value in members:
            if paged is not None and key == paged:
                self._take(value, 0)
            elif paged is None and isinstance(shape.get(key), list):
                self._row(key, value)

    def _say_unread(self, shape: Json) -> None:
        known = [key for key, value in shape.items() if key in TABLES and isinstance(value, list)]
        if not known:
            names = ", ".join(shape)[:80]
            id_ = text(shape.get("id"))
            self.account.leave(self._name, "", id_, "neither a service nor an organization", names)
        unread = [key for key, value in shape.items() if key not in known and isinstance(value, list | dict)]
        if known and unread:
            names = ", ".join(unread)[:200]
            self.account.notes.append(
                f"{self._name}: what stands under {names} is no table that is read here"
            )

    def _row(self, key: str, value: Any) -> None:
        if key not in TABLES:
            return
        if isinstance(value, dict):
            self._flatten(TABLES[key], value, 0)
        else:
            self.account.leave(self._name, TABLES[key], "", "no object", text(value)[:40])

    def _take(self, found: Any, depth: int) -> None:
        """A value whatever it is: a list, a page, an object by itself, or an object of tables."""
        if isinstance(found, list) and depth < _DEEPEST:
            for each in found:
                self._take(each, depth + 1)
        elif isinstance(found, dict):
            self._take_object(found, depth)
        else:
            self.account.leave(self._name, "", "", "no object", text(found)[:40])

    def _take_object(self, found: Json, depth: int) -> None:
        paged = next((key for key in _PAGED if isinstance(found.get(key), list)), None)
        table = None if paged is not None else _table_of(found)
        if paged is not None:
            self.pages.append({key: value for key, value in found.items() if key != paged})
            self._take(found[paged], depth + 1)
        elif table is not None:
            self._flatten(table, found, 0)
        else:
            self._say_unread(found)
            for key, value in found.items():
                for each in value if key in TABLES and isinstance(value, list) else ():
                    self._row(key, each)

    def _flatten(self, table: str, row: Json, depth: int) -> str | None:
        if depth > _DEEPEST:
            why = "nested deeper than can be read; the rest was left"
            self.account.remark(self._name, table, text(row.get("id")), why)
            return None
        plain = {key: value for key, value in row.items() if not isinstance(value, dict | list)}
        # One that is nested (a service's organization) is named by the outer one, as in the tables.
        for key, value in row.items():
            if isinstance(value, dict) and TABLES.get(key) in NAMED:
                name = f"{TABLES[key]}_id"
                named = self._flatten(TABLES[key], self._known(table, row, key, value), depth + 1)
                if named is not None and not text(plain.get(name)):
                    plain[name] = named
        id_ = self.tables.add(table, plain, self._name, self.account)
        if id_ is not None:
            self._flatten_lists(table, id_, row, depth)
        return id_

    @staticmethod
    def _known(table: str, outer: Json, key: str, inner: Json) -> Json:
        """What is nested without an id of its own has the one that the outer names, or one by the outer's."""
        if text(inner.get("id")):
            return inner
        named, own = text(outer.get(f"{TABLES[key]}_id")), text(outer.get("id"))
        return {**inner, "id": named or (f"{TABLES[key]} of {table} {own}" if own else "")}

    def _flatten_lists(self, table: str, id_: str, row: Json, depth: int) -> None:
        for key, value in row.items():
            one = isinstance(value, dict) and TABLES.get(key, "organization") not in NAMED
            if (isinstance(value, list) or one) and key in TABLES:
                attributed = TABLES[key] == "attribute"
                link = {"link_id": id_, "link_entity": table} if attributed else {f"{table}_id": id_}
                for each in [value] if one else value:
                    if isinstance(each, dict):
                        said = {name: one for name, one in each.items() if one is not None}
                        self._flatten(TABLES[key], {**link, **said}, depth + 1)
                    elif each is not None:
                        self.account.leave(self._name, TABLES[key], id_, "no object", text(each)[:40])


def _table_of(read: Json) -> str | None:
    """What a nameless object is, by what only such a one has."""
    if "id" not in read:
        return None
    if not {"location", "location_id"}.isdisjoint(read) and not {"service", "service_id"}.isdisjoint(read):
        return "service_at_location"
    if "taxonomy" in read or "term_uri" in read or "taxonomy_detail" in read:
        return "taxonomy_term"
    if "location_type" in read or ("latitude" in read and "status" not in read):
        return "location"
    if (
        "organization_id" in read
        or "organization" in read
        or "service_at_locations" in read
        or "status" in read
    ):
        return "service"
    return "organization" if "name" in read else None
