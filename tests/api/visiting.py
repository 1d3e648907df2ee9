"""One visit as the tablet makes it: started, asked, signed with its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from server.forms.library import questionnaire
from server.identity import base64url
from sync import canonical
from sync.ids import ChangeId, PatientId, RecordId
from sync.manifest import Manifest, build
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, event_op, set_op, stock_library

_VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "scores.json").read_text(encoding="utf-8"))
SCORE = "44261-6"


def scored_case() -> Json:
    """A PHQ-9 whose score is complete, from the vectors that the tablet runs too."""
    return next(case for case in _VECTORS["tests"] if SCORE in case["expected"]["scores"])


def stock_phq9(office: Office, clock: Clock) -> Json:
    """Put the PHQ-9 into the library; gives the reference that an assessment carries."""
    form = questionnaire(scored_case()["input"]["questionnaire"])
    stock_library(office, clock, "form", url=form["url"], version=form["version"], questionnaire=form)
    return {"url": form["url"], "version": form["version"]}


@dataclass
class Visit:
    """A visit under way on one tablet; `made` are its changes with the texts that were delivered."""

    tablet: FieldTablet
    patient: str
    form: Json

    def __post_init__(self) -> None:
        self.id = self.tablet.id()
        self.assessment = self.tablet.id()
        self.batches: list[Json] = []
        self._state: list[str] = []
        self._signing: list[str] = []

    def _make(self, *changes: Json) -> Json:
        batch = self.tablet.batch(*changes)
        self.batches.append(batch)
        return batch

    def _event(self, event: str) -> Json:
        change = self.tablet.change(
            self.id, self.patient, "visit", event_op(event, self._state), visit=self.id
        )
        self._state = [change["id"]]
        return change

    def begin(self) -> None:
        """Open the visit and its assessment."""
        tablet = self.tablet
        creation = tablet.change(self.id, self.patient, "visit", CREATE, visit=self.id)
        self._state = [creation["id"]]
        self._make(creation)
        self._make(self._event("start"))
        made = tablet.change(
            self.assessment,
            self.patient,
            "assessment",
            CREATE,
            set_op("visit", self.id),
            set_op("form", self.form),
            set_op("title", "PHQ-9"),
            visit=self.id,
        )
        self._make(made)

    def answer(self, answers: dict[str, Any]) -> None:
        """Answer item by item: each saw the answers before it."""
        saw: list[str] = []
        for link_id, value in answers.items():
            op = set_op(f"answers/{link_id}", value, list(saw))
            change = self.tablet.change(self.assessment, self.patient, "assessment", op, visit=self.id)
            saw.append(change["id"])
            self._make(change)

    def photo(self, data: bytes) -> Json:
        """The record of a photo; its bytes travel by themselves."""
        tablet = self.tablet
        values = {
            "visit": self.id,
            "sha256": sha256(data).hexdigest(),
            "size": len(data),
            "type": "image/jpeg",
            "takenAt": tablet.clock.text,
            "consent": {"by": {"name": "Ben Okafor"}, "at": tablet.clock.text},
        }
        ops = [CREATE, *(set_op(name, value) for name, value in values.items())]
        return self._make(tablet.change(tablet.id(), self.patient, "attachment", *ops, visit=self.id))

    def sign(
        self,
        *,
        spoil: Json | None = None,
        also: tuple[tuple[str, str], ...] = (),
        attachments: tuple[str, ...] = (),
    ) -> Json:
        """Sign with the passkey over the manifest of all so far; `also` names changes that nobody made."""
        self.end()
        return self._sign(spoil or {}, also, attachments)

    def end(self) -> None:
        """Leave the home, with nothing signed yet."""
        self._make(self._event("end"))

    def sign_ended(self) -> Json:
        """Sign a visit that was ended before."""
        return self._sign({}, (), ())

    def sign_anew(self, *, also: tuple[tuple[str, str], ...] = ()) -> Json:
        """Sign again over what the tablet shows of a visit that was returned."""
        self._state = self.tablet.saw(self.id, "state")
        return self._sign({}, also, ())

    def _sign(self, spoil: Json, also: tuple[tuple[str, str], ...], attachments: tuple[str, ...]) -> Json:
        named = [
            (ChangeId(sent["id"]), sent["sha256"]) for batch in self.batches for sent in batch["changes"]
        ]
        named += [(ChangeId(change), hashed) for change, hashed in also]
        whose = RecordId(self.id), PatientId(self.patient)
        manifest = build(Manifest(*whose, (), tuple(named), attachments, "0" * 64))
        signing = self.tablet.change(
            self.id,
            self.patient,
            "visit",
            self._once("manifest", manifest),
            self._once("signature", {**signed(self.tablet, manifest), **spoil}),
            visit=self.id,
            # A signature needs every change of its visit.
            needs=[{"id": change, "hard": False} for change, _ in named[: len(named) - len(also)]],
        )
        self._signing = [signing["id"]]
        return self._make(signing, self._event("sign"))

    def _once(self, name: str, value: Any) -> Json:
        """What stands once is set the first time, and corrected when the visit is signed again."""
        return {**set_op(name, value, list(self._signing)), "op": "correct" if self._signing else "set"}

    def state(self) -> list[Any]:
        """The visit's state as the tablet shows it after a round."""
        self.tablet.round()
        return [head["value"] for head in self.tablet.heads(self.id, "state")]


def whole_visit(office: Office, tablet: FieldTablet, patient: str) -> Visit:
    """A visit with a complete PHQ-9, signed, nothing delivered yet."""
    visit = Visit(tablet, patient, stock_phq9(office, tablet.clock))
    visit.begin()
    visit.answer(scored_case()["input"]["answers"])
    visit.sign()
    return visit


def signed(tablet: FieldTablet, text: str) -> Json:
    """Sign a manifest, or an approval, with the passkey of whoever holds the tablet."""
    passkey = tablet.tablet.passkey
    assert passkey is not None
    challenge = base64url.encode(sha256(b"doorstep/sign/1\0" + text.encode()).digest())
    assertion = passkey.get(challenge)
    response = assertion["response"]
    return {
        "method": "passkey",
        "at": tablet.clock.text,
        "manifestSha256": canonical.sha256(text),
        "credential": assertion["id"],
        "authenticatorData": response["authenticatorData"],
        "clientDataJSON": response["clientDataJSON"],
        "signature": response["signature"],
    }
