"""The demo's way in without a passkey: open only while all of these conditions hold (SECURITY.md 4.10).

"Loopback" alone would be true behind any proxy on the same machine; hence the Host and the headers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_FORWARDING = frozenset(
    {
        "forwarded",
        "via",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "true-client-ip",
        "cf-connecting-ip",
        "x-original-host",
        "x-original-url",
        "x-rewrite-url",
    }
)


@dataclass(frozen=True)
class Approach:
    """How a request reached the server, as far as the door looks."""

    host: str
    remote: str | None
    headers: Mapping[str, str]


@dataclass(frozen=True)
class House:
    """What the server is set to."""

    demo_flag: bool
    production: bool
    loopback_bind: bool
    agency_is_demo: bool


def is_open(house: House, approach: Approach) -> bool:
    """True when every condition holds."""
    return (
        house.demo_flag
        and not house.production
        and house.loopback_bind
        and house.agency_is_demo
        and _hostname(approach.host) == "localhost"
        and approach.remote in _LOOPBACK
        and not any(_is_forwarding(name) for name in approach.headers)
    )


def _hostname(host: str) -> str:
    return host.partition(":")[0].lower()


def _is_forwarding(header: str) -> bool:
    name = header.lower()
    return name in _FORWARDING or name.startswith("x-forwarded")
