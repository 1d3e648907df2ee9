"""A simulated week: two coordinators on the road without a line, reviewer and administrator in the office.

Days are short and clocks are real: what is later is judged by the server's clock, and that is real.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from server.simulation import visits
from server.simulation.live.hands import Person
from server.simulation.live.joining import Crew
from server.simulation.live.photos import Photo
from server.simulation.people import open_decisions
from server.simulation.tablet import Part
from sync.ids import BatchId, PatientId, RecordId

OWN, SHARED = 3, 2
"""Patients that each coordinator takes in, and how many of them her colleague sees too."""
EDITS = 4
AT_ONCE = (("need", "reason"), ("patient", "about"), ("medication", "dose"), ("contact", "relation"))
"""What two coordinators type over unseen by each other, a field a day, besides a goal's target."""
SLOW_MS = -3_600_000
"""One tablet's clock is an hour slow."""


@dataclass(frozen=True)
class Day:
    """What one day came to."""

    number: int
    told: str


@dataclass
class Week:
    """A week under way."""

    crew: Crew
    seed: int
    days: list[Day] = field(default_factory=list)
    patients: list[PatientId] = field(default_factory=list)
    held: set[BatchId] = field(default_factory=set)
    """Batches that were written without access and that nobody decided about yet."""
    aside: set[BatchId] = field(default_factory=set)
    later: list[tuple[Person, RecordId]] = field(default_factory=list)
    """Visits that were ended, to be signed the next day."""
    photos: list[Photo] = field(default_factory=list)
    """Every photo that was taken."""
    _told: list[str] = field(default_factory=list)

    def run(self, days: int, told: Callable[[Day], None] = lambda _day: None) -> None:
        """Take patients in, then work through so many days. Raises NeverDone, Refused, NoAnswer."""
        self._first_day()
        self._close(0, told)
        for number in range(1, days + 1):
            self._day(number, last=number == days)
            self._close(number, told)

    def _close(self, number: int, told: Callable[[Day], None]) -> None:
        day = Day(number, "; ".join(self._told))
        self._told = []
        self.days.append(day)
        told(day)

    def _note(self, words: str) -> None:
        self._told.append(words)

    def _people(self, number: int) -> tuple[Person, Person, Person]:
        ana, marcus, desk = (
            Person(tablet, Random(f"{self.seed} {number} {place}"), self.photos)
            for place, tablet in enumerate(self.crew.three)
        )
        return ana, marcus, desk

    # The first day

    def _first_day(self) -> None:
        crew = self.crew
        ana, marcus, _ = self._people(0)
        crew.coordinators[1].skew = SLOW_MS
        for person, other in ((ana, marcus), (marcus, ana)):
            person.tablet.finish()
            own = [person.take_in(len(self.patients) + place) for place in range(OWN)]
            self.patients += own
            # Who takes a patient in is given her by that.
            crew.sees(person.tablet).update(own)
            person.tablet.finish()
            for patient in own[:SHARED]:
                crew.give(other.tablet, patient)
            for patient in own:
                crew.give(crew.desk, patient)
        for tablet in crew.coordinators:
            tablet.finish()
        self._note(f"{len(self.patients)} patients taken in, {2 * SHARED} of them seen by both")

    @property
    def shared(self) -> list[PatientId]:
        """Give the patients whom both coordinators took in to share, whoever sees them at the moment."""
        return [patient for place, patient in enumerate(self.patients) if place % OWN < SHARED]

    # Any other day

    def _day(self, number: int, *, last: bool) -> None:
        ana, marcus, desk = self._people(number)
        before = len(self.crew.ledger.saved)
        self._morning(ana, marcus)
        self._on_the_road(number, ana, marcus, last=last)
        self._in_the_office(number, desk)
        self._without_access(number, ana, marcus)
        for person in (marcus, ana):
            person.tablet.finish(bad=True)
        self._evening(number, desk, last=last)
        for person in (desk, ana, marcus):
            person.tablet.finish()
        self._note(f"{len(self.crew.ledger.saved) - before} changes")

    def _morning(self, *people: Person) -> None:
        """Fetch what there is; decide one question, answer what came back, add to what was signed."""
        for person in people:
            person.tablet.finish()
            parts = self._questions(person)
            if parts:
                person.save([person.rng.choice(parts)])
                self._note(f"{person.tablet.name} decided one of {len(parts)} questions")
            self._own_visits(person)

    def _questions(self, person: Person) -> list[Part]:
        """Give a decision for each difference that her screen shows of this week's patients."""
        return [part for part in open_decisions(person.hand) if part.form.patient in self.patients]

    def _own_visits(self, person: Person) -> None:
        signed_later = [visit for who, visit in self.later if who.tablet is person.tablet]
        self.later = [(who, visit) for who, visit in self.later if who.tablet is not person.tablet]
        for visit, patient, states in visits.visits_on(person.tablet):
            if not self._is_hers(person, visit):
                continue
            if visit in signed_later:
                person.sign(visit)
            elif states == ["returned"]:
                person.write_note(patient, visit)
                person.sign(visit)
                self._note(f"{person.tablet.name} signed a returned visit again")
            elif states[0] in {"received", "approved"}:
                # What is typed over a signed note, and what is added to it: neither changes what was signed.
                person.write_note(patient, visit, person.rng.choice(("text", "addenda")))

    def _is_hers(self, person: Person, visit: RecordId) -> bool:
        made = self.crew.ledger.saved.values()
        return any(saved.record == visit and saved.device == person.tablet.name for saved in made)

    def _on_the_road(self, number: int, ana: Person, marcus: Person, *, last: bool) -> None:
        """The same fields of the same patients, and then each her own visits."""
        for patient in self.shared if last else self.shared[:2]:
            for kind, name in (("goal", "target"), AT_ONCE[number % len(AT_ONCE)]):
                self._both(ana, marcus, patient, kind, name)
        for person, place in ((ana, number), (marcus, number + 1)):
            mine = sorted(self.crew.sees(person.tablet), key=self.patients.index)
            for turn in range(2):
                patient = mine[(place + turn) % len(mine)]
                visit = person.visit(patient, edits=EDITS)
                person.edit(patient, EDITS)
                if turn and not last:
                    person.end(visit)
                    self.later.append((person, visit))
                else:
                    person.sign(visit)
                # In the car park there is a line for a moment, and it breaks.
                person.tablet.sync(bad=True)

    def _both(self, ana: Person, marcus: Person, patient: PatientId, kind: str, name: str) -> None:
        record = ana.records(patient, kind)[0]
        forms = [(person, person.tablet.open(record)) for person in (ana, marcus)]
        for person, form in forms:
            person.type(form, name)

    def _in_the_office(self, number: int, desk: Person) -> None:
        """At noon the reviewer works on what she sees, which is not what the tablets hold by now."""
        tablet = self.crew.desk
        tablet.look(self.crew.sees(tablet))
        kind, name = AT_ONCE[(number + 1) % len(AT_ONCE)]
        for patient in self.shared:
            desk.type(desk.open(patient, kind), name)
            desk.edit(patient, 2)
        tablet.finish()

    def _without_access(self, number: int, ana: Person, marcus: Person) -> None:
        """Every other day a coordinator works on, in good faith, for somebody who was taken from her."""
        if number % 2 == 0:
            return
        person = (ana, marcus)[number // 2 % 2]
        tablet = person.tablet
        tablet.finish()
        patient = next((one for one in self.shared if not tablet.visit_is_open(one)), None)
        if patient is None:
            return
        self.crew.end(tablet, patient)
        written = [*person.intend(patient), *person.type(person.open(patient, "goal"), "measure")]
        self.held |= {saved.batch for saved in written}
        self._note(f"{tablet.name} wrote {len(written)} changes for somebody who was taken from her")

    def _evening(self, number: int, desk: Person, *, last: bool) -> None:
        """Act on what arrived: returns, approvals, safety, questions, and what is held."""
        tablet = self.crew.desk
        tablet.look(self.crew.sees(tablet))
        self._judge_visits(desk)
        self._acknowledge(desk)
        parts = self._questions(desk)
        decided = 0 if last else len(parts) // 2
        for part in parts[:decided]:
            desk.save([part])
        tablet.finish()
        self._note(f"the office decided {decided} of {len(parts)} questions")
        if not last:
            self._decide_held(number)

    def _judge_visits(self, desk: Person) -> None:
        """Return some of what was received. An approval would have to name the contents looked at."""
        for visit, _, states in visits.visits_on(desk.tablet):
            form = desk.tablet.open(visit, visit)
            if states == ["received"] and form is not None and desk.rng.random() < 0.3:
                desk.save([Part(form, [{"op": "event", "field": "state", "event": "return"}])])

    def _acknowledge(self, desk: Person) -> None:
        for record, (kind, _) in sorted(desk.tablet.records().items()):
            form = desk.tablet.open(record) if kind == "safety" else None
            if form is not None and form.values("state") == ["open"]:
                desk.save([Part(form, [{"op": "event", "field": "state", "event": "acknowledge"}])])

    def _decide_held(self, number: int) -> None:
        """Give back the access that was taken; then release what is held, or set it aside, by turns."""
        crew = self.crew
        for tablet in crew.coordinators:
            for patient in self.shared:
                if patient not in crew.sees(tablet):
                    crew.give(tablet, patient)
        # The oldest first: what was written later builds on it.
        for batch in reversed(crew.desk.held("held")):
            if batch["batch"] in self.held:
                self._decide_one(BatchId(batch["batch"]), releases=number % 4 == 1)

    def _decide_one(self, batch: BatchId, *, releases: bool) -> None:
        desk = self.crew.desk
        if not releases:
            desk.set_aside(batch, "asked again by telephone")
            self.aside.add(batch)
        elif desk.release(batch)["state"] != "released":
            return
        self.held.discard(batch)
        self._note(f"the office {'released' if releases else 'set aside'} a held intent")
