"""Mail against a real mail server: it names no patient, outlives a day without one, and goes out once."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from server.config import Settings
from server.deadlines import mail, post
from server.identity import service
from server.store.database import reading, writing
from server.store.models.deadlines import Mail
from tests.browser.server import free_port
from tests.deadlines.conftest import Watch

WORDS_OF_A_CHART = ("Okafor", "Ben", "referral", "First visit", "1941")


@dataclass
class Inbox:
    """A mail server that takes everything, unless it is told not to."""

    port: int
    answer: str = "250 OK"
    taken: list[Message] = field(default_factory=list)
    _controller: Controller | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        del server, session
        if self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content))
        return self.answer

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    found = Inbox(free_port())
    yield found
    found.close()


@pytest.fixture
def mailing(settings: Settings, inbox: Inbox) -> Settings:
    return replace(settings, smtp_url=f"smtp://127.0.0.1:{inbox.port}", mail_from="doorstep@example.org")


def deliver(due: Watch, mailing: Settings) -> int:
    with due.office.app.app_context():
        return post.deliver(mailing, due.clock)


def queue(due: Watch, deadlines: int = 3) -> None:
    with due.office.app.app_context(), writing() as connection:
        counts = {due.ana.tablet.person: deadlines, due.rina.tablet.person: deadlines}
        mail.queue(connection, due.office.agency, counts, due.clock.text)


def rows(due: Watch) -> list[Any]:
    with due.office.app.app_context(), reading() as connection:
        return list(connection.execute(select(Mail.deadlines, Mail.tries, Mail.sent_at, Mail.problem)))


@pytest.fixture
def addressed(due: Watch) -> Watch:
    """Ana has an address; Rina has none."""
    with due.office.app.app_context():
        service.set_email(service.find_person("Ana Ruiz"), "ana@example.org")
    return due


def test_a_mail_says_how_many_and_where_and_names_no_patient(
    addressed: Watch, mailing: Settings, inbox: Inbox
) -> None:
    inbox.open()
    addressed.patient(referralReceived="2026-11-22T18:00:00.000Z")
    addressed.catch_up()
    addressed.clock.advance(hours=10)
    addressed.tell()
    assert deliver(addressed, mailing) == 1
    [message] = inbox.taken
    assert (message["To"], message["Subject"]) == ("ana@example.org", "Doorstep: 1 deadline needs you")
    text = message.as_string()
    assert f"{mailing.origin}/#/today" in text
    assert not [word for word in WORDS_OF_A_CHART if word in text]
    assert deliver(addressed, mailing) == 0


def test_a_day_without_a_mail_server_ends_in_one_mail_for_each_person(
    addressed: Watch, mailing: Settings, inbox: Inbox
) -> None:
    for _ in range(24):
        queue(addressed, 2)
        for _ in range(4):
            assert deliver(addressed, mailing) == 0
            addressed.clock.advance(minutes=15)
    [(deadlines, tries, sent, problem)] = rows(addressed)
    assert (deadlines, sent, problem) == (48, None, "ConnectionRefusedError")
    assert 20 < tries < 40, "less and less often, and at least once an hour"
    inbox.open()
    addressed.clock.advance(hours=1)
    assert deliver(addressed, mailing) == 1
    assert [message["Subject"] for message in inbox.taken] == ["Doorstep: 48 deadlines need you"]
    addressed.clock.advance(days=2)
    assert deliver(addressed, mailing) == 0


def test_a_refusal_is_tried_again_and_what_may_have_been_taken_is_not(
    addressed: Watch, mailing: Settings, inbox: Inbox
) -> None:
    inbox.open()
    inbox.answer = "451 later"
    queue(addressed)
    assert deliver(addressed, mailing) == 0
    inbox.answer = "250 OK"
    addressed.clock.advance(hours=1)
    assert deliver(addressed, mailing) == 1
    queue(addressed)
    with addressed.office.app.app_context():
        letter = mail.claim(addressed.clock.moment)
        assert letter is not None
    # The process died here, with the mail in its hands.
    addressed.clock.advance(days=1)
    assert deliver(addressed, mailing) == 0
    assert len(inbox.taken) == 1
    queue(addressed)
    assert deliver(addressed, mailing) == 1


def test_a_line_that_breaks_before_the_answer_leaves_the_mail_alone(
    addressed: Watch, mailing: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.open()
    queue(addressed)

    def broken(*_: Any, **__: Any) -> None:
        raise TimeoutError

    with monkeypatch.context() as patched:
        patched.setattr(smtplib.SMTP, "send_message", broken)
        assert deliver(addressed, mailing) == 0
    addressed.clock.advance(days=1)
    assert deliver(addressed, mailing) == 0
    [(_, _, sent, problem)] = rows(addressed)
    assert (sent, problem) == (None, "TimeoutError")


def test_without_a_mail_server_in_the_settings_mail_waits(addressed: Watch, settings: Settings) -> None:
    queue(addressed)
    assert deliver(addressed, settings) == 0
    assert [tuple(row) for row in rows(addressed)] == [(3, 0, None, None)]
