"""What holds for every test, and the fixtures of the browser and of the databases.

Those are imported here and nowhere below: imported by two folders they would be two fixtures of one name,
and the second one's Playwright refuses to start beside the first one's.
"""

import pytest
from hypothesis import settings

from tests import databases
from tests.browser.fixtures import (
    ana,
    demo_agency,
    grace,
    opened_once,
    playwright_running,
    rina,
    server,
    tablets,
)
from tests.databases import database_url, empty_url, postgres, postgres_tables, sqlite_template, sqlite_url

__all__ = [
    "ana",
    "database_url",
    "demo_agency",
    "empty_url",
    "grace",
    "opened_once",
    "playwright_running",
    "postgres",
    "postgres_tables",
    "rina",
    "server",
    "sqlite_template",
    "sqlite_url",
    "tablets",
]

# A shared machine is sometimes slow: a property is about what is true, not about how fast it is shown.
settings.register_profile("doorstep", deadline=None, print_blob=True)
settings.load_profile("doorstep")


def pytest_addoption(parser: pytest.Parser) -> None:
    databases.add_option(parser)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.parametrise(metafunc)
