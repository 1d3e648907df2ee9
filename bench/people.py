"""`python -m bench.people AGENCIES PEOPLE`: demo agencies with coordinators, and prints their ids as JSON.

In the database that the environment names, like any command of the program; each agency has its own people.
"""

from __future__ import annotations

import json
import sys
from uuid import uuid4

from server.app import create_app
from server.config import read_settings
from server.identity.service import ensure_person
from server.store.database import writing
from server.store.repository import agencies
from server.web.context import now
from sync.ids import AgencyId


def found(number: int, people: int) -> list[str]:
    agency = AgencyId(str(uuid4()))
    with writing() as connection:
        agencies.create(connection, agency, f"Bench agency {number}", now(), demo=True)
    return [ensure_person(agency, f"Coordinator {one}", "coordinator").id for one in range(people)]


def main(arguments: list[str]) -> int:
    count, people = map(int, arguments)
    with create_app(read_settings()).app_context():
        sys.stdout.write(json.dumps([found(number, people) for number in range(count)]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
