"""Files of hundreds of megabytes: read piece by piece, with progress, and stopped at any time."""

import csv
import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.demo.published import LAYOUTS
from server.directory.csv_file import Bar, Progress, no_progress
from server.directory.facilities import Asked, import_facilities
from server.directory.resources import import_resources
from server.store.database import reading
from server.store.models.directory import DirectoryRun
from tests.directory.conftest import AGENCY, NOW, entries, home

PADDING = "x" * 400_000
ROWS = 120
MEGABYTE = 1_000_000


def padded(folder: Path, padding: str = PADDING) -> Path:
    """A list with a long column that nobody asked for."""
    path = folder / f"NH_ProviderInfo_Oct2026_{len(padding)}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, [*LAYOUTS["nursing-home"], "Remarks"], restval="", extrasaction="ignore")
        out.writeheader()
        for number in range(ROWS):
            out.writerow({**home(f"{15000 + number:06d}", f"Manor {number}"), "Remarks": padding})
    return path


def services(folder: Path, form: str, padding: str = PADDING) -> Path:
    """Services with a long text in what nobody asked for, and in what is cut."""
    long = {"description": padding, "x": padding}
    rows = [
        {"id": f"s{number}", "name": f"Pantry {number}", "status": "active", **long}
        for number in range(ROWS // 2)
    ]
    path = folder / f"services_{len(padding)}.{form}"
    match form:
        case "zip":
            table = io.StringIO(newline="")
            out = csv.DictWriter(table, list(rows[0]))
            out.writeheader()
            out.writerows(rows)
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("service.csv", table.getvalue())
        case "ndjson":
            path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        case _:
            path.write_text(json.dumps({"contents": rows, "total_pages": 1}), encoding="utf-8")
    return path


def most_while_importing(path: Path) -> int:
    """Bytes of Python's own that were in use at once."""
    tracemalloc.start()
    try:
        if path.suffix == ".csv":
            import_facilities([path], AGENCY, Asked(), now=NOW)
        else:
            import_resources(path, AGENCY, now=NOW)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_large_file_takes_no_more_memory_than_a_small_one_with_as_many_rows(tmp_path: Path) -> None:
    small, large = padded(tmp_path, "x"), padded(tmp_path)
    assert large.stat().st_size > 47 * MEGABYTE
    # The first run reads the ZIP codes once for all.
    most_while_importing(small)
    least = most_while_importing(small)
    assert most_while_importing(large) < least + 10 * MEGABYTE
    assert len(entries()) == ROWS


@pytest.mark.parametrize("form", ["page.json", "ndjson", "zip"])
def test_services_of_every_form_are_read_piece_by_piece(tmp_path: Path, form: str) -> None:
    small, large = services(tmp_path, form, "x"), services(tmp_path, form)
    most_while_importing(small)
    least = most_while_importing(small)
    assert most_while_importing(large) < least + 10 * MEGABYTE
    assert {len(found["description"]) for found in entries("services").values()} == {1_500}


@pytest.mark.parametrize("form", ["page.json", "zip"])
def test_progress_of_services_adds_up_and_stopped_nothing_is_taken(tmp_path: Path, form: str) -> None:
    path = services(tmp_path, form, "x" * 40_000)
    told: dict[str, list[int]] = {}
    of: dict[str, int] = {}

    def bar(label: str, length: int) -> Progress:
        of[label] = length
        return told.setdefault(label, []).append

    import_resources(path, AGENCY, now=NOW, bar=bar)
    assert {label: sum(parts) for label, parts in told.items()} == of
    assert of["services"] == ROWS // 2
    before = entries("services")
    for step in (path.name, "services"):
        with pytest.raises(KeyboardInterrupt):
            import_resources(path, AGENCY, now=NOW, bar=stopping(step))
    assert entries("services") == before
    with reading() as connection:
        assert connection.scalar(select(func.count()).select_from(DirectoryRun)) == 1


def test_progress_adds_up_to_the_file(tmp_path: Path) -> None:
    path = padded(tmp_path)
    told: list[int] = []
    import_facilities([path], AGENCY, Asked(), now=NOW, bar=lambda _, __: told.append)
    assert sum(told) == path.stat().st_size
    assert len(told) > path.stat().st_size // MEGABYTE


def stopping(step: str) -> Bar:
    return lambda label, _: stops if label == step else no_progress


def stops(*_: object) -> None:
    raise KeyboardInterrupt


def test_stopped_while_reading_or_writing_nothing_of_the_run_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_facilities([padded(tmp_path, "before")], AGENCY, Asked(), now=NOW)
    before = entries()
    path = padded(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        import_facilities([path], AGENCY, Asked(), now=NOW, bar=lambda _, __: stops)
    monkeypatch.setattr("server.directory.facilities.publish", stops)
    path.write_text(path.read_text(encoding="utf-8").replace("Manor", "Lodge"), encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        import_facilities([path], AGENCY, Asked(), now=NOW)
    assert entries() == before
    with reading() as connection:
        assert connection.scalar(select(func.count()).select_from(DirectoryRun)) == 1
