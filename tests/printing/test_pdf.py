"""The PDF, made by the real maker and read back: pages, tags, language, hash; and what it must not do."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import BooleanObject

from server.errors import Problem
from server.printing import pdf
from server.printing.model import Printout
from server.printing.page import breakable, page_of
from server.printing.pdf import PACKAGES, pdf_of
from server.printing.to_pdf import NothingIsFetched, refuse
from tests.printing.charts import SHA256, medicine, note, patient, printed_note, printed_plan, signed, visit

ROOT = Path(__file__).resolve().parents[2]


def read(printout: Printout) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_of(printout)))


def texts(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_every_page_says_whose_it_is_which_page_and_what_it_is_the_text_of() -> None:
    many = [medicine(f"m{place:03}", f"Drug {place}") for place in range(200)]
    pages = texts(read(printed_note(patient(), signed(), note("Señora Delgado está mejor."), *many)))
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert f"Signed contents, SHA-256 {SHA256} · Version 1" in page
        assert "Visit note · Luz Delgado · Born Jun 9, 1938 · MRN 00194471" in page
        assert "Printed Nov 26, 2026, 10:00 EST by Rina Patel" in page
    whole = " ".join(pages)
    assert "Señora Delgado está mejor." in whole
    assert [place for place in range(200) if not re.search(rf"Drug {place}\b", whole)] == []


def test_it_is_tagged_titled_and_in_its_language() -> None:
    reader = read(printed_plan(patient()))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == BooleanObject(value=True)
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == BooleanObject(value=True)
    assert root["/StructTreeRoot"]["/K"]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Plan of care", "Kestrel Home Health")
    assert reader.xmp_metadata is not None
    tags = {str(tag) for tag in _tags(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P"} <= tags


def _tags(node: object) -> list[object]:
    found = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(found, list):
        return [tag for one in found for tag in _tags(one)]
    if not isinstance(found, dict):
        return []
    return [*([found["/S"]] if "/S" in found else []), *_tags(found.get("/K", []))]


def test_its_name_and_title_say_nothing_of_whose_it_is() -> None:
    reader = read(printed_note(patient(), visit()))
    assert reader.metadata is not None
    assert "Delgado" not in " ".join(str(value) for value in reader.metadata.values())


def test_a_word_without_an_end_takes_no_time_that_grows_with_its_square() -> None:
    pages = texts(read(printed_note(patient(), visit(), note("x" * 100_000))))
    assert "".join(pages).count("x") >= 100_000


def test_a_word_as_long_as_a_hash_is_left_whole() -> None:
    assert breakable("a" * 64) == "a" * 64
    assert breakable("a" * 65) == "a" * 64 + "\u200b" + "a"


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src='http://192.0.2.1/x.png'>",
        "</style><link rel=stylesheet href='file:///etc/passwd'>",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
    ],
)
def test_what_is_written_in_a_note_is_text_and_nothing_else(hostile: str) -> None:
    printed = printed_note(patient(), visit(), note(hostile))
    assert re.findall(r"<(?:img|script|link|a|iframe)\b", page_of(printed)) == []
    assert hostile.split("'", maxsplit=1)[0] in "".join(texts(read(printed)))


def test_nothing_is_fetched_from_anywhere() -> None:
    for address in ("http://192.0.2.1/x", "file:///etc/passwd", "data:text/css,"):
        with pytest.raises(NothingIsFetched):
            refuse(address)


def test_where_pango_is_missing_the_problem_names_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that fails as WeasyPrint does where `dlopen` finds no Pango, before the real one."""
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    known = pdf.environment()
    monkeypatch.setattr(pdf, "environment", lambda: {**known, "PYTHONPATH": str(tmp_path)})
    with pytest.raises(Problem) as told:
        pdf_of(printed_plan(patient()))
    assert told.value.code == "pdf-not-installed"
    assert [package for package in PACKAGES if package not in told.value.detail] == []


def test_a_maker_that_fails_or_hangs_is_told_and_its_place_is_free_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    python = pdf._COMMAND[0]
    monkeypatch.setattr(pdf, "_SECONDS", 1)
    for program, words in (("raise SystemExit(1)", "exit code 1"), ("while True: pass", "longer than 1 s")):
        monkeypatch.setattr(pdf, "_COMMAND", (python, "-c", program))
        for _ in range(3):
            with pytest.raises(Problem, match="pdf-failed") as told:
                pdf_of(printed_plan(patient()))
            assert words in told.value.detail


@pytest.mark.parametrize("falls", [1, 2])
def test_a_maker_that_a_signal_ends_is_started_once_more(
    falls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fallen = tmp_path / "fallen"
    program = (
        "import os, signal, sys, pathlib; seen = pathlib.Path(sys.argv[1]); "
        "seen.open('a').write('x'); "
        f"len(seen.read_text()) > {falls} or os.kill(os.getpid(), signal.SIGSEGV); "
        "sys.stdout.buffer.write(b'%PDF-' + str(len(sys.stdin.buffer.read())).encode())"
    )
    monkeypatch.setattr(pdf, "_COMMAND", (pdf._COMMAND[0], "-c", program, str(fallen)))
    printed = printed_plan(patient())
    if falls == 1:
        assert pdf_of(printed) == b"%PDF-" + str(len(page_of(printed).encode())).encode()
    else:
        with pytest.raises(Problem, match="pdf-failed") as told:
            pdf_of(printed)
        assert "exit code -11" in told.value.detail
    assert fallen.read_text() == "x" * 2


def test_the_maker_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", "a secret")
    assert [name for name in pdf.environment() if name.startswith("DOORSTEP")] == []


def test_what_prepares_a_machine_installs_what_the_problem_names() -> None:
    code = "import sys; sys.path.insert(0, '.ci'); import prepare; print(*prepare.FOR_PDFS)"
    done = subprocess.run(["python3", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(PACKAGES)
