"""What a coordinator does with her hands: takes patients in, visits, types, signs. It needs no line."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from server.simulation import acts, visits
from server.simulation.acts import Hand
from server.simulation.ledger import Saved
from server.simulation.live.people import LiveTablet
from server.simulation.live.photos import TYPE, Photo, jpeg
from server.simulation.tablet import Form, Part
from sync.ids import PatientId, RecordId

Json = dict[str, Any]
CHART = ("goal", "need", "allergy", "contact", "medication", "intervention")


@dataclass
class Person:
    """One person at work, with her own source of chance."""

    tablet: LiveTablet
    rng: Random
    taken: list[Photo]
    """Every photo that anybody took."""

    @property
    def hand(self) -> Hand:
        """Look at the clock, and give the hand that writes now."""
        self.tablet.now.look()
        return Hand(self.tablet, self.rng)

    def save(self, parts: Sequence[Part]) -> list[Saved]:
        """Save one intent; nothing where there was nothing to do."""
        return self.tablet.write(parts, self.hand.bytes) if parts else []

    # Charts

    def take_in(self, number: int) -> PatientId:
        """Take in a new patient with a small chart: one intent."""
        hand = self.hand
        form = hand.new_form("patient", None)
        name = {"family": f"Simulated {number}", "given": ["Ben"]}
        chart = [acts.creation(hand, hand.new_form(kind, form.patient)) for kind in CHART]
        self.save([acts.creation(hand, form, most=3, name=name), *chart])
        return form.patient

    def records(self, patient: PatientId, kind: str) -> list[RecordId]:
        """Give the records of one kind that her screen lists."""
        found = self.tablet.records().items()
        return sorted(key for key, (name, whose) in found if (name, whose) == (kind, patient))

    def open(self, patient: PatientId, kind: str) -> Form | None:
        """Open some record of a kind."""
        found = self.records(patient, kind)
        return self.tablet.open(self.rng.choice(found)) if found else None

    def type(self, form: Form | None, field: str) -> list[Saved]:
        """Type into a form that is open: new words, or a decision where different answers stand."""
        part = None if form is None else acts.typing(self.hand, form, field)
        return [] if part is None else self.save([part])

    def edit(self, patient: PatientId, times: int) -> None:
        """Open standing records of a patient, one after the other, and do one thing to each."""
        for _ in range(times):
            form = self.open(patient, self.rng.choice(("patient", *acts.STANDING)))
            part = None if form is None else acts.edit(self.hand, form)
            if part is not None:
                self.save([part])

    def intend(self, patient: PatientId) -> list[Saved]:
        """Make several records by one intent."""
        hand = self.hand
        kinds = self.rng.choice(acts.INTENTS)
        return self.save([acts.creation(hand, hand.new_form(kind, patient)) for kind in kinds])

    # Visits

    def visit(self, patient: PatientId, *, edits: int) -> RecordId:
        """Start a visit, and write in it: answers, a note, a photo, what is agreed. It is not signed yet."""
        started = visits.begin(self.hand, patient)
        visit = started[0].form.record
        self.save(started)
        answers = self._make("assessment", patient, visit)
        for place in range(edits):
            self.type(answers, f"answers/q{place % 3 + 1}")
        for kind in ("safety", "assessment")[: self.rng.randrange(3)]:
            self._make(kind, patient, visit)
        self.intend(patient)
        self.photograph(patient, visit)
        self.write_note(patient, visit)
        return visit

    def _make(self, kind: str, patient: PatientId, visit: RecordId) -> Form:
        hand = self.hand
        form = hand.new_form(kind, patient, visit)
        self.save([acts.creation(hand, form, visit=visit)])
        return form

    def photograph(self, patient: PatientId, visit: RecordId) -> None:
        """Take a photo; its bytes leave after everything else."""
        photo = Photo(patient, jpeg(seed=self.rng.randrange(251), width=200 + len(self.tablet.own)))
        hand = self.hand
        form = hand.new_form("attachment", patient, visit)
        now = self.tablet.clock.text()
        given = {
            "visit": visit,
            "sha256": photo.sha256,
            "size": len(photo.data),
            "type": TYPE,
            "takenAt": now,
            "consent": {"by": {"name": "Ben"}, "at": now},
        }
        ops = [{"op": "set", "field": name, "value": value} for name, value in given.items()]
        self.save([Part(form, ops, creates=True)])
        self.tablet.photos.append(photo)
        self.taken.append(photo)

    def write_note(self, patient: PatientId, visit: RecordId, field: str = "text") -> list[Saved]:
        """Write in the note of a visit, or add to it."""
        for note in self.records(patient, "note"):
            form = self.tablet.open(note, visit)
            if form is not None and form.screen is not None and form.screen["created"]["visit"] == visit:
                return self.type(form, field)
        return []

    def sign(self, visit: RecordId) -> None:
        """Sign and submit."""
        self.save(visits.sign(self.hand, visit))

    def end(self, visit: RecordId) -> None:
        """End a visit, to sign it later."""
        form = self.tablet.open(visit, visit)
        if form is not None:
            self.save([Part(form, [{"op": "event", "field": "state", "event": "end"}])])
