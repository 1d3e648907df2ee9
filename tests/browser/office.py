"""What a reviewer's hands do at her desk."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.hands import Hands


class OfficeHands(Hands):
    """Somebody in the office, in a browser of her own."""

    home = "Queue"

    def join(self, link: str) -> None:
        self.open_link(link)
        self.create_passkey()
        self.type_words_back()
        self.wait_until_ready()
        self.press("Open the office")
        self.sees_heading(self.home)

    def queue(self) -> None:
        self.page.get_by_role("navigation", name="Office").get_by_role(
            "link", name=re.compile("^Queue")
        ).click()
        self.sees_heading("Queue")

    def lines(self) -> list[str]:
        """The queue's lines as read, top to bottom."""
        rows = self.page.get_by_role("row").filter(has=self.page.get_by_role("rowheader"))
        expect(rows.first).to_be_visible()
        return [" ".join(row.inner_text().split()) for row in rows.all()]

    def open_visit_of(self, patient: str) -> None:
        self.page.get_by_role("rowheader", name=re.compile(patient)).get_by_role("link").click()
        self.sees_heading("Visit")

    def look_again(self) -> None:
        """Read the queue anew, as coming back to it does."""
        self.page.get_by_role("navigation", name="Office").get_by_role("link", name="Held").click()
        self.sees_heading("Held for checking")
        self.queue()

    def different_answers(self) -> None:
        self.page.get_by_role("navigation", name="Office").get_by_role(
            "link", name=re.compile("^Different answers")
        ).click()
        self.sees_heading("Different answers")

    def held(self) -> None:
        self.page.get_by_role("navigation", name="Office").get_by_role(
            "link", name=re.compile("^Held")
        ).click()
        self.sees_heading("Held for checking")

    def open_row(self, heading: str) -> None:
        """Open the first row of an inbox; `heading` is of the list that is left."""
        self.page.get_by_role("rowheader").get_by_role("link").first.click()
        expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_hidden()

    def goal(self, words: str) -> Locator:
        return self.page.get_by_role("article").filter(has=self.page.get_by_role("heading", name=words))

    def change_target(self, goal: str, target: str) -> None:
        self.page.get_by_role("button", name=re.compile(f"^Change target of {re.escape(goal)}")).click()
        self.goal(goal).get_by_label("Target", exact=True).fill(target)
        self.press("Keep this target")
        expect(self.goal(goal).get_by_text(target).first).to_be_visible()

    def decide(self, answer: str, why: str) -> None:
        """Keep one of two different answers, with the reason."""
        both = self.page.get_by_role("group", name="Which answer is right?")
        both.get_by_role("radio", name=re.compile(f"^{re.escape(answer)}")).click()
        self.page.get_by_role("button", name=why, exact=True).click()
        self.press("Keep this answer")

    # reviewing

    def remark(self, label: str, words: str) -> None:
        """Ask about one field: its Remark button, then the words."""
        self.page.get_by_role("button", name=re.compile(f"^Remark on {re.escape(label)}")).click()
        self.open_remark().get_by_label("Remark", exact=True).fill(words)

    def open_remark(self) -> Locator:
        """The remark that is being written."""
        return self.page.get_by_role("article", name=re.compile("^Remark ")).filter(
            has=self.page.get_by_role("group", name="How much it matters")
        )

    def propose(self, choice: str) -> None:
        """Propose one of the field's own choices."""
        self.open_remark().get_by_role("button", name="Propose a value").click()
        self.open_remark().get_by_role("radio", name=choice, exact=True).click()

    def give_back(self, count: int) -> None:
        noun = "remark" if count == 1 else "remarks"
        self.page.get_by_role("button", name=f"Return with {count} {noun}").click()
        self.sees(re.compile("^Returned "))

    def approve(self) -> None:
        self.page.get_by_role("button", name="Approve", exact=True).click()
        self.sees("Approved.")
