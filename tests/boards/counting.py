"""Visits of a day's work as figures count them: ended, signed, here, decided about."""

from __future__ import annotations

import pytest

from tests.api.field_work import FieldTablet, Json, event_op, share
from tests.api.reviewing import NOT_AT_ALL, QUESTIONS, approval, recorded
from tests.api.visiting import Visit, stock_phq9
from tests.deadlines.conftest import Watch


def get(tablet: FieldTablet, path: str) -> Json:
    # These tests last days, and a session twelve hours.
    tablet.tablet.sign_in()
    answer = tablet.tablet.get(path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def figure(tablet: FieldTablet, key: str, days: int = 7) -> Json:
    """One figure with its numbers by their labels, and what is left out by its first word."""
    found = get(tablet, f"/api/office/figures?days={days}")["figures"]
    [one] = [one for one in found if one["key"] == key]
    left = {each["why"].split()[0]: each["n"] for each in one["definition"]["leftOut"]}
    return {**one, "is": {value["label"]: value["value"] for value in one["values"]}, "left": left}


class Work:
    """What a coordinator does in homes, and the office with it."""

    def __init__(self, due: Watch) -> None:
        self.due = due
        self.form = stock_phq9(due.office, due.clock)
        self.patient = due.ana.new_patient()
        share(due.office, due.rina, self.patient)

    def ended(self) -> Visit:
        """A visit that is over and not signed."""
        visit = Visit(self.due.ana, self.patient, self.form)
        visit.begin()
        visit.answer(dict.fromkeys(QUESTIONS, NOT_AT_ALL))
        recorded(visit)
        visit.end()
        return visit

    def signed(self, **after: float) -> Visit:
        """A visit that is signed so long after its end, and all of it here."""
        visit = self.ended()
        self.due.clock.advance(**after)
        visit.sign_ended()
        self.bring(visit)
        return visit

    def bring(self, visit: Visit) -> None:
        self.due.ana.tablet.sign_in()
        receipts = self.due.ana.round(*visit.batches)
        assert {receipt["outcome"] for receipt in receipts} == {"applied"}, receipts

    def approve(self, visit: Visit) -> None:
        self.due.rina.tablet.sign_in()
        assert self.due.rina.outcomes(approval(self.due.rina, visit)) == ["applied"]

    def give_back(self, visit: Visit, number: int = 1) -> None:
        entry = {"round": number, "at": self.due.clock.text, "remarks": []}
        self._decide(visit, "return", {"op": "append", "field": "returns", "value": entry})

    def recall(self, visit: Visit) -> None:
        self._decide(visit, "recall")

    def sign_anew(self, visit: Visit) -> None:
        ana = self.due.ana
        ana.tablet.sign_in()
        ana.round()
        visit.sign_anew()
        ana.round(visit.batches[-1])
        assert visit.state() == ["received"]

    def _decide(self, visit: Visit, event: str, *ops: Json) -> None:
        rina = self.due.rina
        rina.tablet.sign_in()
        rina.round()
        step = event_op(event, rina.saw(visit.id, "state"))
        change = rina.change(visit.id, self.patient, "visit", *ops, step, schema=2)
        assert rina.outcomes(change) == ["applied"]


@pytest.fixture
def work(due: Watch) -> Work:
    return Work(due)
