"""Whatever the API's own description allows and forbids, sent by everybody who can sign in: no fault of ours.

Cases are made from /api/openapi.json, half of them as it says and half against it, with ids that are
really there in every other path. They are the same in every run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from werkzeug.test import TestResponse

from server.identity.limits import limiter
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, at_work, set_op
from tests.api.identity.tablet import ORIGIN, Tablet

Operation = APIOperation[Any, Any, Any, Any]
ROLES = ("administrator", "coordinator", "reviewer")
CASES = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def operations(office: Office) -> list[Operation]:
    described = dict(office.tablet().open("GET", "/api/openapi.json").json or {})
    found = schemathesis.openapi.from_dict(described).get_all_operations()
    return [one.ok() for one in found if isinstance(one, Ok)]


@pytest.fixture
def there(office: Office, clock: Clock) -> list[str]:
    """Ids of what is there: a patient, a goal of hers, a tablet, a person, something held, its batch."""
    ana = at_work(office, clock)
    patient = ana.new_patient()
    goal = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", {"words": "walks to the shop"}))
    ana.deliver(goal)
    held = ana.change(goal["record"], patient, "goal", set_op("nothing", 1, []))
    ana.deliver(held)
    return [patient, goal["record"], ana.tablet.device, ana.tablet.person, held["id"], held["batch"]]


def sent(tablet: Tablet, case: Case[Any], real: Mapping[str, str]) -> TestResponse:
    """Send one case, proven by this tablet; path parameters that `real` names are those."""
    case.path_parameters = {**case.path_parameters, **real}
    given_to = case.as_transport_kwargs(base_url=ORIGIN)
    parts = {name: given_to[name] for name in ("method", "url", "params", "json", "data") if name in given_to}
    made = requests.Request(**parts).prepare()
    body = made.body.encode() if isinstance(made.body, str) else made.body
    assert body is None or isinstance(body, bytes)
    path, method = made.path_url, str(made.method)
    headers = {"Content-Type": case.media_type} if case.media_type else {}
    return tablet.open(method, path, body, {**tablet.proof(method, path, body or b""), **headers})


def cases(operation: Operation) -> st.SearchStrategy[Case[Any]]:
    """Half as the description says, half against it where it can be gone against."""
    positive = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    has_parts = operation.body or operation.query or operation.path_parameters
    negative = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    return st.one_of(positive, negative) if has_parts else positive


def faults(office: Office, tablet: Tablet, operation: Operation, there: list[str]) -> list[str]:
    found: list[str] = []

    @CASES
    @given(cases(operation), st.data())
    def ask(case: Case[Any], data: st.DataObject) -> None:
        names = sorted(case.path_parameters)
        real = {name: data.draw(st.sampled_from(there)) for name in names if data.draw(st.booleans())}
        with office.app.app_context():
            limiter.reset()
        answer = sent(tablet, case, real)
        if answer.status_code >= 500:
            found.append(f"{answer.status_code} {case.method} {answer.request.url} {case.body!r:.200}")

    ask()
    return found


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_the_description_allows_or_forbids_is_a_fault_of_ours(
    office: Office, there: list[str], role: str
) -> None:
    found: list[str] = []
    for operation in operations(office):
        # A tablet of its own: one operation signs out, another removes tablets.
        tablet = office.enrolled(f"{role} at {operation.label}", role)
        found += faults(office, tablet, operation, there)
    assert not found, "\n".join(found)
