"""Files of hundreds of megabytes: read piece by piece, with progress, and stopped at any time."""

import csv
import tracemalloc
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.demo.published import LAYOUTS
from server.directory.facilities import Asked, import_facilities
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


def most_while_importing(path: Path) -> int:
    """Bytes of Python's own that were in use at once."""
    tracemalloc.start()
    try:
        import_facilities([path], AGENCY, Asked(), now=NOW)
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


def test_progress_adds_up_to_the_file(tmp_path: Path) -> None:
    path = padded(tmp_path)
    told: list[int] = []
    import_facilities([path], AGENCY, Asked(), now=NOW, progress=lambda _: told.append)
    assert sum(told) == path.stat().st_size
    assert len(told) > path.stat().st_size // MEGABYTE


def stops(*_: object) -> None:
    raise KeyboardInterrupt


def test_stopped_while_reading_or_writing_nothing_of_the_run_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_facilities([padded(tmp_path, "before")], AGENCY, Asked(), now=NOW)
    before = entries()
    path = padded(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        import_facilities([path], AGENCY, Asked(), now=NOW, progress=lambda _: stops)
    monkeypatch.setattr("server.directory.facilities.publish", stops)
    path.write_text(path.read_text(encoding="utf-8").replace("Manor", "Lodge"), encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        import_facilities([path], AGENCY, Asked(), now=NOW)
    assert entries() == before
    with reading() as connection:
        assert connection.scalar(select(func.count()).select_from(DirectoryRun)) == 1
