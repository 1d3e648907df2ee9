"""What an administrator's hands do: tablets, people, access."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.office import OfficeHands


class AdministratorHands(OfficeHands):
    """An administrator in a browser of her own."""

    home = "Tablets"

    def office_place(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Office").get_by_role("link", name=name).click()
        self.sees_heading(name)

    def people(self) -> None:
        self.office_place("People and access")

    def person(self, name: str) -> None:
        """Open one person from the list."""
        self.people()
        self.page.get_by_role("rowheader", name=name).get_by_role("link").click()
        self.sees_heading(name)

    def person_row(self, name: str) -> Locator:
        return self.page.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=name))

    def invite(self, name: str, role: str) -> str:
        """Give the sign-in link, which is shown once."""
        self.people()
        self.press("Invite somebody")
        self.type("Name", name)
        self.page.get_by_role("radio", name=re.compile(f"^{role}")).check()
        self.press("Make her sign-in link")
        self.sees(f"Sign-in link for {name}")
        return self.page.locator("code").inner_text()

    def give_access(self, family: str, why: str) -> None:
        """On the page of a person: one patient, at once, until somebody ends it."""
        self.press("Give access")
        self.type("Patient: part of a name, MRN or birth date", family)
        self.press("Look for the patient")
        self.page.get_by_role("group", name="Which patient").get_by_role("radio").first.check()
        self.type("Why", why)
        self.press(re.compile("^Give .+ access$"))
        self.sees("The chart arrives at the next contact.")

    def take_access(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Take away: ")).first.click()
        take = self.page.get_by_role("button", name="Take this access away")
        expect(take).to_be_focused()
        take.click()
        self.sees("The chart leaves at the next contact.")
