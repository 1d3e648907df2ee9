"""Every setting of the program, read once from the environment. No other module reads a variable.

| variable | default | meaning |
|---|---|---|
| DOORSTEP_ENVIRONMENT | development | `development` or `production` |
| DOORSTEP_DATA_DIR | var | folder of the database and everything else that the program keeps |
| DOORSTEP_DATABASE_URL | SQLite in the data folder | any SQLAlchemy URL of SQLite or PostgreSQL |
| DOORSTEP_SECRET_KEY | a known development key | seals nonces; production: 32 characters or more |
| DOORSTEP_BIND | 127.0.0.1 | address that the server listens on |
| DOORSTEP_PORT | 8000 | port that the server listens on |
| DOORSTEP_ORIGIN | http://localhost:PORT | what browsers call this server; https in production |
| DOORSTEP_RP_ID | the origin's host | the passkeys' relying party; can never change later |
| DOORSTEP_TRUSTED_HOSTS | the origin's host | comma-separated names allowed in the Host header |
| DOORSTEP_DEMO | 0 | sign-in without a passkey for the demo agency; refused in production |
| DOORSTEP_DISK_ENCRYPTED | 0 | production only: the operator declares that the disk is encrypted |
| DOORSTEP_PWA_DIR | pwa/dist beside the program | the built tablet app |
| DOORSTEP_WORKERS | 2 | server processes |
| DOORSTEP_THREADS | 4 | threads of each process |
| DOORSTEP_DEVICE_CHANGES_PER_HOUR | 20000 | changes that one tablet may send in an hour, to each worker |
| DOORSTEP_DEVICE_HELD_BYTES | 67108864 | bytes of one tablet that may wait or be held undecided |
| DOORSTEP_SMTP_URL | none: no mail is sent | `smtp://USER:PASSWORD@HOST:587`, or `smtps://` |
| DOORSTEP_MAIL_FROM | doorstep@ the origin's host | the sender of mail |
| DOORSTEP_PUSH_SERVICES | those of today's browsers | origins that web push may go to; empty: none |
| DOORSTEP_LOG_LEVEL | INFO | `DEBUG`, `INFO`, `WARNING` or `ERROR` |
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from environs import Env, EnvError, validate

DEVELOPMENT_SECRET = "development only: anybody can read this"  # noqa: S105 - known, and refused in production
_SHORTEST_SECRET = 32
_HIGHEST_PORT = 65535
PUSH_SERVICES = (
    "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com",
    "https://web.push.apple.com",
    "https://*.notify.windows.com",
)
"""Where browsers of today have their push services: a page gets its address from the browser, not from us."""
_ROOT = Path(__file__).resolve().parents[1]

Environment = Literal["development", "production"]


class Misconfigured(Exception):
    """The program refuses to start; the message names the variable and what it must be."""


@dataclass(frozen=True)
class Settings:
    """What the environment said, typed and checked."""

    environment: Environment
    data_dir: Path
    database_url: str
    secret_key: str
    bind: str
    port: int
    origin: str
    rp_id: str
    trusted_hosts: tuple[str, ...]
    demo: bool
    disk_encrypted: bool
    pwa_dir: Path
    workers: int
    threads: int
    log_level: str
    device_changes_per_hour: int = 20_000
    device_held_bytes: int = 64 * 1024 * 1024
    smtp_url: str = ""
    mail_from: str = "doorstep@localhost"
    push_services: tuple[str, ...] = PUSH_SERVICES

    @property
    def secret(self) -> bytes:
        """The secret key as bytes, for sealing."""
        return self.secret_key.encode()

    @property
    def production(self) -> bool:
        """True where real patients are."""
        return self.environment == "production"

    @property
    def loopback(self) -> bool:
        """True when only this machine can reach the server."""
        return self.bind in {"127.0.0.1", "::1", "localhost"}

    def checked(self) -> "Settings":
        """Give these settings, or raise Misconfigured where they cannot be safe."""
        if not 0 < self.port <= _HIGHEST_PORT:
            raise Misconfigured(f"DOORSTEP_PORT is {self.port}; a port is between 1 and {_HIGHEST_PORT}")
        if self.demo and not self.loopback:
            raise Misconfigured(
                "DOORSTEP_DEMO needs DOORSTEP_BIND=127.0.0.1: a demo is for this machine only"
            )
        if self.smtp_url and urlsplit(self.smtp_url).scheme not in {"smtp", "smtps"}:
            raise Misconfigured("DOORSTEP_SMTP_URL begins with smtp:// or smtps://")
        for service in self.push_services:
            self._refuse_unsafe_push(service)
        if self.production:
            self._refuse_unsafe_production()
        return self

    def _refuse_unsafe_push(self, service: str) -> None:
        """A page names the address, so without this list the server could be made to call anything."""
        url = urlsplit(service)
        if url.netloc and url.scheme == "https" and not (url.path or url.query):
            return
        if url.scheme == "http" and url.hostname == "127.0.0.1" and not self.production:
            return
        raise Misconfigured("DOORSTEP_PUSH_SERVICES lists origins, like https://push.example.org")

    def _refuse_unsafe_production(self) -> None:
        if self.secret_key == DEVELOPMENT_SECRET or len(self.secret_key) < _SHORTEST_SECRET:
            raise Misconfigured(
                f"DOORSTEP_SECRET_KEY must be set in production, to {_SHORTEST_SECRET} characters or more"
            )
        if urlsplit(self.origin).scheme != "https":
            raise Misconfigured("DOORSTEP_ORIGIN must begin with https:// in production")
        if self.demo:
            raise Misconfigured("DOORSTEP_DEMO cannot be on in production")
        if not self.disk_encrypted:
            raise Misconfigured(
                "DOORSTEP_DISK_ENCRYPTED=1 must declare in production that the server's disk is encrypted"
            )


def read_settings() -> Settings:
    """Read the process's environment. Raises Misconfigured."""
    try:
        return _read(Env(prefix="DOORSTEP_")).checked()
    except EnvError as error:
        raise Misconfigured(str(error)) from error


def _read(env: Env) -> Settings:
    known = validate.OneOf(["development", "production"])
    environment = cast(Environment, env.str("ENVIRONMENT", "development", validate=known))
    data_dir = Path(env.str("DATA_DIR", "var")).resolve()
    port = env.int("PORT", 8000)
    origin = env.str("ORIGIN", f"http://localhost:{port}").rstrip("/")
    host = urlsplit(origin).hostname
    if host is None:
        raise Misconfigured("DOORSTEP_ORIGIN is scheme and host, like https://doorstep.example.org")
    known_hosts = [host] if environment == "production" else [host, "localhost", "127.0.0.1"]
    return Settings(
        environment=environment,
        data_dir=data_dir,
        database_url=env.str("DATABASE_URL", f"sqlite:///{data_dir / 'doorstep.sqlite3'}"),
        secret_key=env.str("SECRET_KEY", DEVELOPMENT_SECRET),
        bind=env.str("BIND", "127.0.0.1"),
        port=port,
        origin=origin,
        rp_id=env.str("RP_ID", host),
        trusted_hosts=tuple(env.list("TRUSTED_HOSTS", known_hosts)),
        demo=env.bool("DEMO", False),
        disk_encrypted=env.bool("DISK_ENCRYPTED", False),
        pwa_dir=Path(env.str("PWA_DIR", str(_ROOT / "pwa" / "dist"))).resolve(),
        workers=env.int("WORKERS", 2, validate=validate.Range(min=1)),
        threads=env.int("THREADS", 4, validate=validate.Range(min=1)),
        log_level=env.str(
            "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
        ),
        device_changes_per_hour=env.int("DEVICE_CHANGES_PER_HOUR", 20_000, validate=validate.Range(min=500)),
        device_held_bytes=env.int("DEVICE_HELD_BYTES", 64 * 1024 * 1024, validate=validate.Range(min=0)),
        smtp_url=env.str("SMTP_URL", ""),
        mail_from=env.str("MAIL_FROM", f"doorstep@{host}"),
        push_services=tuple(env.list("PUSH_SERVICES", list(PUSH_SERVICES))),
    )
