"""The settings are read once, typed, and refuse to start where they cannot be safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import config
from server.config import Misconfigured, read_settings

SAFE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "s" * 32,
    "ORIGIN": "https://doorstep.example.org",
    "DISK_ENCRYPTED": "1",
}


def give(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"DOORSTEP_{name}", value)


def test_without_any_variable_it_is_a_development_server_on_this_machine() -> None:
    settings = read_settings()
    assert (settings.environment, settings.bind, settings.port) == ("development", "127.0.0.1", 8000)
    assert (settings.origin, settings.rp_id) == ("http://localhost:8000", "localhost")
    assert not settings.demo
    assert settings.database_url.startswith("sqlite:///")


def test_a_safe_production_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, SAFE)
    settings = read_settings()
    assert settings.rp_id == "doorstep.example.org"
    assert settings.trusted_hosts == ("doorstep.example.org",)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": config.DEVELOPMENT_SECRET}, "DOORSTEP_SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "DOORSTEP_SECRET_KEY"),
        ({"ORIGIN": "http://doorstep.example.org"}, "DOORSTEP_ORIGIN"),
        ({"DEMO": "1"}, "DOORSTEP_DEMO"),
        ({"DISK_ENCRYPTED": "0"}, "DOORSTEP_DISK_ENCRYPTED"),
    ],
)
def test_an_unsafe_production_does_not_start(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], named: str
) -> None:
    give(monkeypatch, SAFE | change)
    with pytest.raises(Misconfigured, match=named):
        read_settings()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"PORT": "0"}, "DOORSTEP_PORT"),
        ({"PORT": "eight"}, "PORT"),
        ({"ENVIRONMENT": "staging"}, "ENVIRONMENT"),
        ({"ORIGIN": "localhost"}, "DOORSTEP_ORIGIN"),
        ({"DEMO": "1", "BIND": "0.0.0.0"}, "DOORSTEP_DEMO"),  # noqa: S104 - refused
        ({"WORKERS": "0"}, "WORKERS"),
    ],
)
def test_what_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], named: str) -> None:
    give(monkeypatch, values)
    with pytest.raises(Misconfigured, match=named):
        read_settings()


def test_every_variable_that_is_read_is_listed() -> None:
    source = Path(config.__file__).read_text(encoding="utf-8")
    table, _, code = source.partition('"""\n\n')
    for line in code.splitlines():
        if "env." in line and '("' in line:
            name = line.split('("')[1].split('"')[0]
            assert f"| DOORSTEP_{name} |" in table, name
