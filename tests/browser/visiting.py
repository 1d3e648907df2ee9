"""What a coordinator's hands do in a visit, section by section, as the screens name things."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Hands

SECTION = re.compile("^(Start|Health|Mood|Social needs|Needs|Plan|Note|Review and sign)( |$)")
PHQ_2 = {
    "Little interest or pleasure": "More than half the days",
    "Feeling down, depressed": "More than half the days",
}
PHQ_9_REST = {
    "Trouble falling or staying asleep": "Nearly every day",
    "Feeling tired": "Several days",
    "Poor appetite": "Several days",
    "Feeling bad about yourself": "Several days",
    "Trouble concentrating": "Not at all",
    "Moving or speaking so slowly": "Not at all",
}
ITEM_9 = "Thoughts that you would be better off dead"
DIFFICULTY = {"If you checked off any problems": "Somewhat difficult"}
"""Together with item 9 = Several days: 11 of 27, Moderate."""

SOCIAL = {
    "What is your living situation today": "I have a steady place to live",
    "Think about the place you live": "None of the above",
    "you worried that your food would run out": "Often true",
    "the food you bought just didn't last": "Sometimes true",
    "has lack of reliable transportation": "Yes",
    "threatened to shut off services": "No",
}
NO_NEEDS = {
    **SOCIAL,
    "you worried that your food would run out": "Never true",
    "the food you bought just didn't last": "Never true",
    "has lack of reliable transportation": "No",
}
PRIVATE = {
    "physically hurt you": "Never",
    "insult or talk down": "Never",
    "threaten you with harm": "Never",
    "scream or curse": "Never",
}


class VisitHands(Hands):
    """A coordinator in the middle of a visit."""

    # where she is

    def open_visit(self, patient: str) -> None:
        self.page.get_by_role("link", name=re.compile(f"^Start visit.+{re.escape(patient)}")).click()
        self.sees_heading("Start")

    def section(self, name: str) -> None:
        # On a narrow screen the list is a sheet behind the section's name.
        opener = self.main.locator("[aria-haspopup=dialog]")
        sections = self.page.get_by_role("navigation", name="Sections")
        expect(opener.or_(sections).first).to_be_visible()
        if opener.count() > 0:
            opener.first.click()
        sections.get_by_role("link", name=re.compile(f"^{name}")).click()
        self.sees_heading(name)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def blocks(self) -> list[str]:
        """The lines of what blocks signing, on the review."""
        listed = self.page.get_by_role("region", name=re.compile("block|Nothing")).get_by_role("link")
        return [" ".join(line.inner_text().split()) for line in listed.all()]

    def sees_blocks(self, words: str) -> None:
        expect(self.page.get_by_role("navigation", name="Sections").get_by_text(words)).to_be_visible()

    # a whole visit, as short as it may be

    def short_visit(self, patient: str) -> None:
        """From Today to signed by passkey: the fewest answers that block nothing."""
        self.open_visit(patient)
        self.start()
        self.answer_briefly()
        self.write_up("Seen at home, nothing new.")
        self.sign_by_passkey()

    def answer_briefly(self) -> None:
        self.section("Mood")
        self.answer_all(dict.fromkeys(PHQ_2, "Not at all"))
        self.section("Social needs")
        self.answer_all(NO_NEEDS)
        self.ask_in_private(PRIVATE)

    def confirm_health(self) -> None:
        """The patient calls all that is known still right."""
        self.section("Health")
        asked = self.main.get_by_role("button", name=re.compile("^(Still right|All |Seen both)"))
        while asked.count() > 0:
            whole = self.main.get_by_role("button", name=re.compile("^All "))
            left = asked.count()
            (whole if whole.count() > 0 else asked).first.click()
            expect(asked).not_to_have_count(left)

    def write_up(self, note: str) -> None:
        """What is known confirmed, the note, the next contact, the patient's signature."""
        self.confirm_health()
        self.section("Note")
        self.write_note(note)
        self.finish_review()
        self.patient_signs_by_typing()

    # start

    def start_unplanned(self, patient: str) -> None:
        """From the chart: a visit that nobody had planned."""
        self.chart(patient)
        self.press("Start a visit that was not planned")
        self.sees_heading("Start")

    def start(self) -> None:
        """Two identifiers, who answers, where; then the visit runs."""
        self.tick("Full name")
        self.tick("Date of birth")
        self.chip("Who answered", "Patient")
        self.radio("Place", "Home")
        # As in a chart: what was answered stands before the next tap.
        self.sees("Saved on this tablet")
        self.page.get_by_role("button", name="Start visit", exact=True).click()
        self.sees_heading("Health")

    def not_home(self, reason: str, note: str) -> None:
        self.press("Patient not home")
        self.radio("What happened?", reason)
        self.type("Anything the office should know", note)
        self.press("End as not home")
        self.sees_heading("Today")

    # answers

    def question(self, words: str) -> Locator:
        return self.page.get_by_role("group", name=re.compile(re.escape(words)))

    def answer(self, question: str, choice: str) -> None:
        box = self._choice(question, choice)
        box.check()
        expect(box).to_be_checked()

    def answer_and_see_it_kept(self, question: str, choice: str) -> None:
        """Without a network: tap, and wait until the pill counts one more that is saved on this tablet."""
        before = self.waiting()
        self.answer(question, choice)
        self.kept_more_than(before)

    def _choice(self, question: str, choice: str) -> Locator:
        group = self.question(question)
        return group.get_by_role("radio", name=choice, exact=True).or_(
            group.get_by_role("checkbox", name=choice, exact=True)
        )

    def answer_all(self, answers: Mapping[str, str]) -> None:
        for question, choice in answers.items():
            self.answer(question, choice)

    def mood(self, item_9: str = "Several days") -> None:
        self.section("Mood")
        self.answer_all({**PHQ_2, **PHQ_9_REST, ITEM_9: item_9, **DIFFICULTY})

    def social(self) -> None:
        self.section("Social needs")
        self.answer_all(SOCIAL)
        self.ask_in_private(PRIVATE)

    def ask_in_private(self, answers: Mapping[str, str]) -> None:
        self.radio("Is .+ alone with you, out of hearing", "Yes, alone")
        self.answer_all(answers)
        self.press("Done, put away")
        self.sees("Answered in private")

    def safety_steps(self, told: str, agreed: str) -> None:
        """All five, in the order of the protocol; nobody is in danger now."""
        steps = self.page.get_by_role("region", name="Safety steps")
        done = steps.get_by_role("button", name="Done", exact=True)
        done.first.click()
        expect(done.first).to_have_attribute("aria-pressed", "true")
        steps.get_by_role("radio", name="No", exact=True).click()
        expect(done).to_have_count(2)
        done.last.click()
        steps.get_by_role("button", name="On-call", exact=True).click()
        steps.get_by_label("What On-call said").fill(told)
        steps.get_by_label("What On-call said").blur()
        expect(steps.get_by_text(told)).to_be_visible()
        steps.get_by_label("What is agreed until the next contact.").fill(agreed)
        steps.get_by_label("What is agreed until the next contact.").blur()
        expect(steps.get_by_text("All 5 recorded")).to_be_visible()

    # needs and plan

    def decide_need(self, need: str, decision: str, why: str = "") -> None:
        asked = self.page.get_by_role("group", name=re.compile(f"^{need}: ask"))
        asked.get_by_role("button", name=decision).click()
        if why:
            self.chip("Why not now?", why)
        else:
            expect(asked.get_by_role("button", name=decision)).to_have_attribute("aria-pressed", "true")

    def add_goal(self, need: str, words: str, target: str) -> None:
        """A goal under a need, in the patient's own words, with its target."""
        section = self.page.get_by_role("region", name=re.compile(need))
        section.get_by_role("button", name="Add goal").click()
        section.get_by_label(re.compile("^What .+ wants, in .+ words")).fill(words)
        section.get_by_label(re.compile("^What .+ wants, in .+ words")).blur()
        goal = section.get_by_role("article", name="Goal")
        goal.get_by_label("Target", exact=True).fill(target)
        goal.get_by_label("Target", exact=True).blur()

    def goal(self, words: str) -> Locator:
        return self.page.get_by_role("article", name="Goal").filter(has_text=words)

    def first_goal(self) -> str:
        """The words of the first goal that an earlier visit set."""
        words = self.page.get_by_role("article", name="Goal").get_by_text(re.compile("^“.+”$")).first
        return words.inner_text().strip("“”")

    def change_target(self, goal: str, target: str) -> None:
        """Change the target of a goal that an earlier visit set, and see it kept without a network."""
        before = self.waiting()
        self.goal(goal).get_by_role("button", name="Change this goal").click()
        field = self.page.get_by_label("Target", exact=True)
        field.fill(target)
        field.blur()
        self.kept_more_than(before)

    def add_action(self, what: str) -> None:
        goal = self.page.get_by_role("article", name="Goal").first
        goal.get_by_role("button", name="Add action", exact=True).click()
        goal.get_by_label("What will be done").fill(what)
        goal.get_by_label("What will be done").blur()
        expect(goal.get_by_text(what, exact=True)).to_be_visible()

    def take_suggested_action(self) -> str:
        """Take the first action that the plan suggests; gives its words."""
        chip = self.page.get_by_role("button", name=re.compile("^Add action: ")).first
        what = (chip.get_attribute("aria-label") or "").removeprefix("Add action: ")
        chip.click()
        expect(
            self.page.get_by_role("article", name="Goal").first.get_by_text(what, exact=True)
        ).to_be_visible()
        return what

    # note, signatures

    def mark(self) -> None:
        self.page.get_by_role("button", name="Mark", exact=True).click()
        self.sees(re.compile(r"Marked \d"))

    def write_note(self, text: str) -> None:
        field = self.page.get_by_label("What you saw and heard")
        field.fill(text)
        field.blur()

    def use_mark(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Use in the note: ")).first.click()

    def write_from_answers(self) -> int:
        """Draft paragraphs, read each into the note; gives how many there were."""
        self.press("Write from answers")
        drafts = self.page.get_by_role("button", name="Read, add to the note")
        expect(drafts.first).to_be_visible()
        count = drafts.count()
        for left in range(count, 0, -1):
            expect(drafts).to_have_count(left)
            drafts.first.click()
        expect(drafts).to_have_count(0)
        return count

    def patient_signs_by_typing(self) -> None:
        self.page.get_by_role("link", name=re.compile("^Open for .+ to sign$")).click()
        self.press(re.compile("^(Sign by typing|Firmar escribiendo)$"))
        self.press(re.compile("^(Keep signature|Guardar la firma)$"))
        self.sees_heading("Review and sign")

    def patient_could_not_sign(self, reason: str) -> None:
        self.page.get_by_role("link", name=re.compile("^Open for .+ to sign$")).click()
        self.press("Could not sign")
        self.chip("Why not", reason)
        self.press("Keep the reason")
        self.sees_heading("Review and sign")

    def finish_review(self) -> None:
        """Next contact and what stays in the home."""
        self.section("Review and sign")
        self.page.get_by_role("group", name="Next contact").get_by_role(
            "button", name=re.compile(r"^\+1 week")
        ).click()
        self.chip("Left in the home", "Nothing")

    def sign_by_passkey(self) -> None:
        self.page.get_by_role("button", name="Sign and submit").click()
        self.sees(re.compile(r"^Signed .+\."))

    def sign_by_words(self) -> None:
        self.press("Use the five words")
        self.type("Five words", self.words)
        self.press("Sign with the five words")
        self.sees(re.compile(r"^Signed .+\."))

    # a visit that the office sent back

    @property
    def returned(self) -> Locator:
        """The first row of Today that says so."""
        return self.main.get_by_role("link", name=re.compile("Returned by the office"))

    def remark(self, label: str) -> Locator:
        return self.page.get_by_role("article", name=re.compile(f"^Remark .+{re.escape(label)}"))

    def accept(self, label: str) -> None:
        self.remark(label).get_by_role("button", name=f"Accept: {label}").click()
        expect(self.remark(label).get_by_text("Accepted", exact=True)).to_be_visible()

    def decline(self, label: str, why: str) -> None:
        card = self.remark(label)
        card.get_by_role("button", name=f"Decline: {label}").click()
        card.get_by_role("button", name=why, exact=True).click()
        expect(card.get_by_text(f'Declined: "{why}"')).to_be_visible()

    def sign_corrections(self) -> None:
        self.page.get_by_role("button", name="Sign corrections").click()
        self.sees(re.compile(r"^Signed .+\."))

    # small movements

    def tick(self, name: str) -> None:
        box = self.page.get_by_role("checkbox", name=re.compile(f"^{name}"))
        box.check()
        expect(box).to_be_checked()

    def radio(self, group: str, choice: str) -> None:
        self.page.get_by_role("group", name=re.compile(group)).get_by_role(
            "radio", name=choice, exact=True
        ).click()

    def chip(self, group: str, name: str) -> None:
        chip = self.page.get_by_role("group", name=group, exact=True).get_by_role(
            "button", name=name, exact=True
        )
        chip.click()


def sign_by_drawing(page: Page) -> None:
    pad = page.get_by_role("img", name="Box to draw a signature in")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 40, steps=5)
    page.mouse.up()
    expect(page.get_by_role("img", name="Signature drawn")).to_be_visible()
