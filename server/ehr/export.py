"""Charts for another record system in one sealed file: what the office's **Chart for another system** gives
of one patient, for all of an agency or for some.

It leaves as a backup does, sealed to public keys whose private ones are elsewhere; and as from the office, it
is on record before it leaves.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Engine, select

from server import audit
from server.backup import archive, keys
from server.backup.errors import BackupFailed
from server.backup.scratch import scratch
from server.ehr.desk import chart_of
from server.ehr.giving.written import written
from server.store.database import reading, writing
from server.store.models.records import Record
from sync.ids import AgencyId, PatientId

ACCOUNT: Final = "account.json"
"""Beside the charts: of each, its file's hash, what is in it and what stays, and why."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Exported:
    """How many charts left, how many resources in them, and how many records stay."""

    charts: int
    resources: int
    held: int


@dataclass(frozen=True)
class Order:
    """Whose charts, into which file, and who may open it."""

    agency: AgencyId
    patients: Sequence[PatientId]
    """None named: everybody's."""
    target: Path
    to: tuple[str, ...]


def export(engine: Engine, data_dir: Path, order: Order, now: str) -> Exported:
    """Write the sealed file while others read and write. Raises BackupFailed: then there is none."""
    recipients = keys.recipients(order.to)
    if order.target.exists():
        raise BackupFailed(f"{order.target} exists: an export is never overwritten, name another file")
    patients = _wanted(engine, order)
    with scratch(data_dir, "export") as folder:
        charts = list(_charts(engine, order.agency, patients, folder, now))
        account = {"made": now, "agency": order.agency, "charts": charts}
        _put(folder / ACCOUNT, orjson.dumps(account, option=orjson.OPT_INDENT_2))
        with writing(engine) as connection:
            audit.note(connection, order.agency, now, *(_entry(one) for one in charts))
        names = [ACCOUNT, *(str(one["file"]) for one in charts)]
        archive.seal([(name, folder / name) for name in names], recipients, order.target)
    return Exported(
        len(charts),
        sum(sum(one["resources"].values()) for one in charts),
        sum(stays["count"] for one in charts for stays in one["stays"]),
    )


def unseal(sealed: Path, key: Path, into: Path) -> int:
    """Open an export into a folder that was not there; give how many charts it holds."""
    identities = keys.identities(key)
    if into.exists():
        raise BackupFailed(f"{into} exists: name a folder that is not there yet")
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".opening-", dir=into.parent) as folder:
        inside = Path(folder) / "charts"
        inside.mkdir(mode=0o700)
        archive.unseal(sealed, identities, inside)
        if not (inside / ACCOUNT).exists():
            raise BackupFailed(
                f"{sealed} is sealed, but it holds no charts: `doorstep restore` opens a backup"
            )
        inside.rename(into)
    return len(orjson.loads((into / ACCOUNT).read_bytes())["charts"])


def _wanted(engine: Engine, order: Order) -> list[PatientId]:
    found = select(Record.id).where(Record.agency_id == order.agency, Record.kind == "patient")
    with reading(engine) as connection:
        here = sorted(PatientId(one) for one in connection.execute(found).scalars())
    wanted = sorted(set(order.patients)) or here
    missing = len(set(wanted) - set(here))
    if missing:
        raise BackupFailed(f"{missing} of {len(wanted)} patients are not here: nothing was exported")
    if not wanted:
        raise BackupFailed("this agency has no patients: nothing was exported")
    return wanted


def _charts(
    engine: Engine, agency: AgencyId, patients: Sequence[PatientId], folder: Path, now: str
) -> Iterator[Json]:
    """Write each chart by itself: of an agency there may be more than fits into memory."""
    for patient in patients:
        with reading(engine) as connection:
            given = chart_of(connection, agency, patient, now)
        if given is None:
            raise BackupFailed("a patient was taken away meanwhile: nothing was exported, try again")
        sent = written(given.bundle)
        name = f"{patient}.fhir.json"
        _put(folder / name, sent)
        stays: Counter[tuple[str, str]] = Counter(given.held)
        yield {
            "patient": patient,
            "file": name,
            "sha256": sha256(sent).hexdigest(),
            "resources": dict(given.resources),
            "stays": [
                {"kind": kind, "why": why, "count": count} for (kind, why), count in sorted(stays.items())
            ],
        }


def _entry(chart: Json) -> audit.Entry:
    said = {"document": "chart", "form": "fhir-r4", "sha256": chart["sha256"], "by": "command"}
    return audit.Entry("exported", patient=chart["patient"], record=chart["patient"], detail=said)


def _put(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
