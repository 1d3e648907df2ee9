"""A FHIR R4 Bundle as others wrote it: its entries, who they are, and what their references mean."""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import unquote

from server.ehr.elements import Element, Json, WrongShape

TYPES: Final = frozenset(("collection", "transaction", "batch", "searchset", "document"))
MAX_BYTES: Final = 256 * 1024 * 1024
_LONGEST: Final = 200
_LONGEST_PART: Final = 80
_GZIP: Final = b"\x1f\x8b"
_URL: Final = re.compile(r"(?P<base>https?://.+)/(?P<type>[A-Z][A-Za-z]+)/(?P<id>[^/?#|]+)")
_RELATIVE: Final = re.compile(r"(?P<type>[A-Z][A-Za-z]+)/(?P<id>[^/?#|]+)")
_SEARCH: Final = re.compile(r"(?P<type>[A-Z][A-Za-z]+)\?identifier=(?P<token>[^&]+)")
_HISTORY: Final = re.compile(r"(/_history/[^/]+)?(\|[^|]*)?$")


class Broken(Exception):
    """A file that cannot be taken: where in it, and why. Nothing of it is loaded."""

    def __init__(self, reason: str, *, entry: int | None = None, resource: str = "") -> None:
        """`entry` counts from 0 as in the file; `resource` is its type and id."""
        self.reason = reason
        self.entry = entry
        self.resource = resource
        where = "" if entry is None else f"entry {entry}{f' ({resource})' if resource else ''}: "
        super().__init__(where + reason)


@dataclass(frozen=True, order=True)
class Key:
    """What a resource is called where it comes from. The same key is the same record, always."""

    source: str
    type: str
    id: str

    def part(self, name: str, id_: str) -> "Key":
        """The key of something inside this resource; a long name is kept as its hash."""
        if len(id_) > _LONGEST_PART:
            id_ = hashlib.sha256(id_.encode()).hexdigest()
        return Key(self.source, f"{self.type}.{name}", f"{self.id}/{id_}")


@dataclass(frozen=True)
class Entry:
    """One resource of the bundle. `index` is its place in the file."""

    index: int
    key: Key
    resource: Element
    full_url: str
    method: str = ""

    @property
    def type(self) -> str:
        return self.resource.type

    @property
    def named(self) -> str:
        return f"{self.type}/{self.resource.data.get('id', '?')}"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def read_file(path: Path) -> Json:
    """The JSON object of a file; plain or gzip, with or without a byte order mark. Raises Broken."""
    try:
        data = path.read_bytes()
        if data.startswith(_GZIP):
            with gzip.open(path) as packed:
                data = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Broken(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > MAX_BYTES:
        raise Broken("is larger than 256 MB")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        content: Any = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Broken(f"is not JSON: {_without_content(error)}") from error
    if not isinstance(content, dict):
        raise Broken("is not a FHIR Bundle: the file holds no JSON object")
    return content


def _without_content(error: Exception) -> str:
    """Where JSON is broken, without showing what stands there: it may be about a patient."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 text at byte {error.start}"
    return "nested too deep" if isinstance(error, RecursionError) else str(error)


class Bundle:
    """The entries by what they are called, and what references to them mean."""

    def __init__(self, content: Json) -> None:
        """Check the envelope and every entry's shape. Raises Broken."""
        if content.get("resourceType") != "Bundle":
            raise Broken(f"is not a FHIR Bundle but {str(content.get('resourceType', 'unknown'))[:40]}")
        self.type = str(content.get("type", ""))
        if self.type not in TYPES:
            raise Broken(
                f"is a Bundle of type {self.type[:40] or 'unknown'}; an import takes collections "
                "and transactions"
            )
        raw = content.get("entry", [])
        if not isinstance(raw, list):
            raise Broken("has an entry that is not a list")
        self.bare: list[tuple[int, str]] = []
        """Entries without a resource: their place and what they ask for instead."""
        self.more_pages = _names_next_page(content)
        self._default = _own_source(content, raw)
        read = list(self._read(raw))
        # Of several versions of one resource the last in the file counts.
        self._by_key = {entry.key: entry for entry in read}
        self.entries = [entry for entry in read if self._by_key[entry.key] is entry]
        self.repeated = [entry.type for entry in read if self._by_key[entry.key] is not entry]
        self._by_url = {entry.full_url: entry for entry in self.entries if entry.full_url}
        self._by_name: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            self._by_name.setdefault((entry.type, str(entry.resource.data.get("id", ""))), []).append(entry)

    def _read(self, raw: list[Any]) -> Iterator[Entry]:
        for index, item in enumerate(raw):
            if not isinstance(item, dict):
                raise Broken("is not an object", entry=index)
            request = item.get("request")
            method = str(request.get("method", "")) if isinstance(request, dict) else ""
            resource = item.get("resource")
            if resource is None and method:
                self.bare.append((index, f"{method} {request.get('url', '')}" if request else method))
                continue
            if not isinstance(resource, dict):
                raise Broken("has no resource", entry=index)
            type_ = resource.get("resourceType")
            if not isinstance(type_, str) or not type_:
                raise Broken("has a resource without resourceType", entry=index)
            named = f"{type_}/{str(resource.get('id', '?'))[:64]}"
            full_url = item.get("fullUrl", "")
            if not isinstance(full_url, str) or not isinstance(resource.get("id", ""), str):
                raise Broken("has a fullUrl or id that is not text", entry=index, resource=named)
            if max(len(full_url), len(type_), len(str(resource.get("id", "")))) > _LONGEST:
                raise Broken("has an address or id longer than 200 characters", entry=index)
            key = self._key(type_, str(resource.get("id", "")), full_url, index)
            yield Entry(index, key, Element(resource, type_, index, named), full_url, method)

    def _key(self, type_: str, id_: str, full_url: str, index: int) -> Key:
        match = _URL.fullmatch(_HISTORY.sub("", full_url))
        if match is not None and match["type"] == type_:
            return Key(match["base"], type_, match["id"])
        if full_url.startswith("urn:"):
            scheme, _, name = full_url.rpartition(":")
            return Key(scheme, type_, name)
        return Key(self._default, type_, id_ or f"entry {index}")

    def of(self, *types: str) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.type in types)

    def resolve(self, reference: str, within: Entry) -> Element | None:
        """What a reference of that entry names, if it is in the file: contained or an entry of its own."""
        if reference.startswith("#"):
            return contained(within.resource, reference[1:])
        found = self.entry(reference, within)
        return found.resource if found else None

    def entry(self, reference: str, within: Entry) -> Entry | None:
        """The entry that a reference names: by urn, absolute address, `Type/id` or `Type?identifier=`."""
        search = _SEARCH.fullmatch(reference)
        if search is not None:
            return self._by_identifier(search["type"], unquote(search["token"]))
        plain = _HISTORY.sub("", reference)
        if plain in self._by_url:
            return self._by_url[plain]
        key = self.key(plain, within)
        if key is None:
            return None
        if key in self._by_key:
            return self._by_key[key]
        # Files put together by hand have a `Type/id` that no address of an entry says: unique ids only.
        if _RELATIVE.fullmatch(plain) is None:
            return None
        same = self._by_name.get((key.type, key.id), [])
        return same[0] if len(same) == 1 else None

    def key(self, reference: str, within: Entry, type_: str = "") -> Key | None:
        """What a reference calls its target, in the file or not; `type_` for urns, which name no type."""
        plain = _HISTORY.sub("", reference)
        match = _URL.fullmatch(plain)
        if match is not None:
            return Key(match["base"], match["type"], match["id"])
        match = _RELATIVE.fullmatch(plain)
        if match is not None:
            base = within.key.source if within.key.source.startswith("http") else self._default
            return Key(base, match["type"], match["id"])
        if plain.startswith("urn:") and type_:
            scheme, _, name = plain.rpartition(":")
            return Key(scheme, type_, name)
        return None

    def _by_identifier(self, type_: str, token: str) -> Entry | None:
        system, bar, value = token.rpartition("|")
        found = [
            entry
            for entry in self.of(type_)
            for identifier in entry.resource.many("identifier")
            if identifier.text("value") == value
            and (not bar or identifier.text("system") == (system or None))
        ]
        return found[0] if len({entry.key for entry in found}) == 1 else None


def contained(resource: Element, id_: str) -> Element | None:
    for each in resource.many("contained"):
        if each.data.get("id") == id_:
            return each.below(each.data, f"{each.path}({each.type})")
    return None


def _names_next_page(content: Json) -> bool:
    links = content.get("link")
    return isinstance(links, list) and any(isinstance(e, dict) and e.get("relation") == "next" for e in links)


def _own_source(content: Json, raw: list[Any]) -> str:
    """Where resources without an address of their own come from.

    Two servers may both have a `Patient/1`. The bundle's own source tells them apart; without one the
    first patient's first number does.
    """
    meta = content.get("meta")
    if isinstance(meta, dict) and isinstance(meta.get("source"), str):
        return str(meta["source"])[:_LONGEST]
    for item in raw:
        resource = item.get("resource") if isinstance(item, dict) else None
        if isinstance(resource, dict) and resource.get("resourceType") == "Patient":
            try:
                for identifier in Element(resource, "Patient").many("identifier"):
                    if identifier.text("value"):
                        return f"{identifier.text('system') or 'number'}|{identifier.text('value')}"[
                            :_LONGEST
                        ]
            except WrongShape:
                return "unnamed"
    return "unnamed"
