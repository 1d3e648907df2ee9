"""A visit note and a plan of care in the office: opened from review and chart, printed, downloaded."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.looking import looked_at, sideways, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser
SHA256 = re.compile(r"[0-9a-f]{64}")


def downloaded(page: Page) -> tuple[str, bytes]:
    """Press Download PDF; gives the file's name and its bytes."""
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download PDF").click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_a_reviewer_prints_what_she_reviews(ana: VisitHands, rina: OfficeHands, server: Server) -> None:
    patient, *_ = ana.patients_today()
    ana.short_visit(patient)
    ana.comes("The office has all")
    family = patient.split(",", maxsplit=1)[0].title()
    rina.look_again()
    rina.open_visit_of(family)
    page = rina.page

    page.get_by_role("link", name="Print visit note").click()
    rina.sees_heading("Visit note")
    note = page.get_by_role("article")
    expect(note.get_by_text(re.compile("^Signed by Ana Ruiz, "))).to_be_visible()
    expect(note.get_by_role("heading", name="Signatures")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) == []
    assert family not in page.title()

    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("navigation", name="Office")).to_be_hidden()
    expect(page.get_by_role("button", name="Download PDF")).to_be_hidden()
    assert note.evaluate("one => getComputedStyle(one).color") == "rgb(21, 32, 43)"
    page.emulate_media(media="screen", color_scheme="light")

    [hash_] = SHA256.findall(note.locator("footer").inner_text())
    name, data = downloaded(page)
    assert name == "visit-note.pdf"
    pages = [" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(data)).pages]
    assert all(f"SHA-256 {hash_}" in text for text in pages)
    assert f"Page 1 of {len(pages)}" in pages[0]
    rina.sees("visit-note.pdf is in this computer's downloads.")
    forms = server.rows("SELECT detail FROM audit_entries WHERE action = 'printed' ORDER BY number")
    assert [re.findall(r'"form":"(\w+)"', row[0]) for row in forms] == [["page"], ["pdf"]]


def test_a_plan_of_care_is_printed_from_the_chart_and_back_leads_there(rina: OfficeHands) -> None:
    page = rina.page
    page.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    rina.sees_heading("Patients")
    page.get_by_role("main").get_by_role("link", name=re.compile("Born")).first.click()
    rina.sees_heading("Summary")
    page.get_by_role("navigation", name="Chart").get_by_role("link", name="Plan").click()
    page.get_by_role("link", name="Plan of care, to print").click()
    rina.sees_heading("Plan of care")
    expect(page.get_by_role("article").get_by_role("heading", level=2)).to_have_count(16)
    assert violations(page) == []
    assert downloaded(page)[0] == "plan-of-care.pdf"
    with page.expect_download() as begun:
        page.get_by_role("button", name="Chart for another system").click()
    assert begun.value.suggested_filename == "chart.fhir.json"
    assert json.loads(Path(begun.value.path()).read_text(encoding="utf-8"))["resourceType"] == "Bundle"
    rina.sees("chart.fhir.json is in this computer's downloads.")
    rina.sees("What a visit wrote is in it once the visit is approved.")
    looked_at(page, "plan-of-care-paper", SIZES.values())
    page.go_back()
    rina.sees_heading("Plan")


def test_where_the_pdf_cannot_be_made_the_page_says_what_to_do(rina: OfficeHands) -> None:
    page = rina.page
    page.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    page.get_by_role("main").get_by_role("link", name=re.compile("Born")).first.click()
    rina.sees_heading("Summary")
    page.goto(page.url.replace("/patients/", "/office/plan/").removesuffix("/summary"))
    rina.sees_heading("Plan of care")
    detail = "the server lacks Pango. Install it there: apt-get install -y libpango-1.0-0"
    problem = {"code": "pdf-not-installed", "title": "This server cannot make PDFs", "detail": detail}
    page.route(
        "**/plan-of-care.pdf",
        lambda route: route.fulfill(status=501, content_type="application/problem+json", json=problem),
    )
    page.get_by_role("button", name="Download PDF").click()
    expect(page.get_by_role("alert")).to_contain_text(detail)
    expect(page.get_by_role("alert")).to_contain_text("You can print this page instead.")
    assert violations(page) == []
    rina.tablet.forgive("status of 501")
