"""What hands do with a plan of care: its parts, its versions."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.office import OfficeHands


def parts(page: Page) -> Locator:
    return page.get_by_role("region", name="Plan of care", exact=True)


def part(page: Page, title: str) -> Locator:
    return parts(page).get_by_role("listitem").filter(has=page.get_by_role("heading", name=title, exact=True))


def counts(page: Page, number: int) -> None:
    expect(parts(page).get_by_role("progressbar", name=f"Plan of care {number} of 16 parts")).to_be_visible()


def write_part(page: Page, title: str, words: str) -> None:
    part(page, title).get_by_role("button", name=re.compile("^(Write this part|Change)")).click()
    field = part(page, title).get_by_label(f"{title}, in your words")
    field.fill(words)
    field.blur()
    expect(part(page, title).get_by_text(words)).to_be_visible()


def versions(page: Page) -> Locator:
    return page.get_by_role("region", name="Versions", exact=True)


def agree(page: Page, number: int, *who: str) -> None:
    versions(page).get_by_role("button", name=f"Agree version {number}", exact=True).click()
    for one in who:
        versions(page).get_by_role("button", name=re.compile(f"· {one}$")).first.click()
    versions(page).get_by_role("button", name=f"Keep version {number} as agreed").click()
    expect(
        versions(page).get_by_role("heading", name=re.compile(f"^Version {number}( of|$)")).first
    ).to_be_visible()


def signed(page: Page, who: str, how: str = "a passkey") -> Locator:
    """What is said of versions that somebody signed."""
    return versions(page).get_by_text(re.compile(f"^Signed by {who}, .+, with {how}$"))


def plan_in_the_office(rina: OfficeHands, patient: str) -> None:
    """From wherever she is, another chart too: the office's places stand beside it."""
    rina.page.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    rina.sees_heading("Patients")
    rina.row(patient).click()
    rina.sees_heading("Summary")
    rina.page.get_by_role("navigation", name="Chart").get_by_role("link", name="Plan").click()
