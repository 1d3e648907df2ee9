"""Handing mail to the mail server."""

import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

import structlog

from server.config import Settings
from server.deadlines import mail
from server.deadlines.mail import Letter

_SECONDS: Final = 20
_DEFAULT_PORTS: Final = {"smtp": 587, "smtps": 465}
_log = structlog.get_logger("doorstep.mail")


class NotTaken(Exception):
    """The mail server surely has not taken it; the message is the kind of trouble, never an address."""


class Unsure(Exception):
    """The line broke after the text was sent and before the answer."""


def deliver(settings: Settings, clock: Callable[[], datetime], most: int = 50) -> int:
    """Hand over what waits; gives how many were taken. Stops at the first that is not: the server is down."""
    if not settings.smtp_url:
        return 0
    taken = 0
    while taken < most and (letter := mail.claim(clock())) is not None:
        try:
            hand_over(settings, letter)
        except NotTaken as refused:
            _log.warning("mail not taken", problem=str(refused), tries=letter.tries + 1)
            mail.put_back(letter, clock(), str(refused))
            return taken
        except Unsure as broken:
            _log.warning("mail may have been taken", problem=str(broken))
            mail.leave(letter, str(broken))
            return taken
        mail.sent(letter, clock())
        taken += 1
    return taken


def hand_over(settings: Settings, letter: Letter) -> None:
    """Send one mail. Raises NotTaken or Unsure."""
    message = written(settings, letter)
    try:
        server = _connect(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(type(error).__name__) from error
    try:
        server.send_message(message)
    except (
        smtplib.SMTPResponseException,
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPNotSupportedError,
    ) as error:
        raise NotTaken(type(error).__name__) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unsure(type(error).__name__) from error
    finally:
        server.close()


def written(settings: Settings, letter: Letter) -> EmailMessage:
    """The text: how many deadlines, and the way in. Nothing of any patient."""
    one = letter.deadlines == 1
    what = "1 deadline needs" if one else f"{letter.deadlines} deadlines need"
    place = "today" if letter.role == "coordinator" else "office/deadlines"
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = letter.address
    message["Subject"] = f"Doorstep: {what} you"
    message["Message-ID"] = f"<{letter.id}@{urlsplit(settings.origin).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"{what} you.\n\nOpen Doorstep: {settings.origin}/#/{place}\n\n"
        "This message names no patient. Nobody reads answers to it.\n"
    )
    return message


def _connect(settings: Settings) -> smtplib.SMTP:
    url = urlsplit(settings.smtp_url)
    host, port = url.hostname or "localhost", url.port or _DEFAULT_PORTS[url.scheme]
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        elif host not in {"localhost", "127.0.0.1", "::1"}:
            server.close()
            raise smtplib.SMTPNotSupportedError("the mail server offers no encryption")
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server
