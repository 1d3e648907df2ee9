"""One tablet, or an office browser: what it shows, the forms open on it, and how an edit becomes a change."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from server.simulation.clock import Clock
from server.simulation.ledger import Ledger, Saved, Typed
from server.simulation.seals import READ, batch_seal, visit_seal
from server.simulation.vault import Contents, Kept, Vault
from sync import canonical, overlay
from sync import change as texts
from sync.clock import Hlc
from sync.form import OpenForm, needs
from sync.ids import BatchId, ChangeId, DeviceId, PatientId, PersonId, RecordId, Stamp, uuid7
from sync.kinds import ALIVE_NAME, KINDS, Kind
from sync.kinds.fields import Rule
from sync.lifecycles import LIFECYCLES
from sync.record import Document, group_of
from sync.record import names as names_it

Json = dict[str, Any]
Random = Callable[[int], bytes]
AT_REST = frozenset(("planned", "signed", "received", "returned", "approved", "not-home", "cancelled"))
"""States in which a visit does not keep its patient on the tablet."""


@dataclass(frozen=True)
class Person:
    """Somebody who works at the agency."""

    id: PersonId
    role: str


@dataclass
class Form:
    """A record as it stood on the screen when the person opened it; `screen` never changes afterwards."""

    record: RecordId
    kind: Kind
    patient: PatientId
    visit: RecordId | None
    screen: Document | None
    testimony: OpenForm
    opened: int = 0
    own: dict[str, Any] = field(default_factory=dict)
    """Values typed into this form since it was opened."""
    own_at: dict[str, int] = field(default_factory=dict)
    """When each of those was typed."""

    def values(self, name: str) -> list[Any]:
        """Give what stands in a field on this screen."""
        if name in self.own:
            return [self.own[name]]
        if self.screen is not None and name in self.screen["entries"]:
            return [entry["value"] for entry in self.screen["entries"][name]]
        cell = None if self.screen is None else self.screen["fields"].get(name)
        return [] if cell is None else [head["value"] for head in cell["heads"]]

    def group_values(self, name: str) -> dict[str, list[Any]]:
        """Give what stands in every field of this field's concurrency group."""
        group = group_of(self.kind, name)
        names = set(self.own) | set({} if self.screen is None else self.screen["fields"])
        return {one: self.values(one) for one in names if group and group_of(self.kind, one) == group}


@dataclass(frozen=True)
class Part:
    """One record's share of an intent: its ops (without `saw` where nothing was seen) on one open form."""

    form: Form
    ops: Sequence[Json]
    creates: bool = False
    needs_all_of: RecordId | None = None
    """A signature needs every pending change of its visit."""


class Tablet:
    """A vault with the process around it. `name` tells clones apart; `device` is what the server knows."""

    pulls = True

    def __init__(
        self, name: str, person: Person, device: DeviceId, *, key: bytes, clock: Clock, ledger: Ledger
    ) -> None:
        """Set it up, empty."""
        self.name = name
        self.person = person
        self.device = device
        self.key = key
        self.clock = clock
        self.ledger = ledger
        self.vault = Vault(Contents())
        self.skew = 0
        self.schema = "current"
        self.forms: list[Form] = []
        self.wiped = False
        self.purged: dict[PatientId, int] = {}

    # What a screen shows

    def shown(self, record: RecordId) -> Document | None:
        """Lay own pending changes over the base, by the server's own rule table."""
        base = self.vault.now.base.get(record)
        pending = [
            overlay.Pending(kept.change, self.person.id, self.device)
            for kept in self.vault.now.outbox.values()
            if kept.change.record == record and not _is_set_aside(kept)
        ]
        if not pending:
            return base  # type: ignore[return-value] # a document as the server wrote it
        return overlay.shown(base, pending, self._visit_states())  # type: ignore[arg-type] # as above

    def _visit_states(self) -> dict[RecordId, list[str]]:
        return {
            key: [head["value"] for head in document["fields"].get("state", {"heads": []})["heads"]]
            for key, document in self.vault.now.base.items()
            if document["kind"] == "visit"
        }

    def records(self) -> dict[RecordId, tuple[str, PatientId]]:
        """Give every record that a screen can list: kind and patient."""
        found = {
            key: (document["kind"], document["patient"]) for key, document in self.vault.now.base.items()
        }
        for kept in self.vault.now.outbox.values():
            if kept.change.creates:
                found.setdefault(kept.change.record, (kept.change.kind, kept.change.patient))
        return found

    def open(self, record: RecordId, visit: RecordId | None = None) -> Form | None:
        """Open a record's form: from now on its person has seen what stands there."""
        document = self.shown(record)
        if document is None or document["kind"] == "conflict":
            return None
        kind = KINDS[document["kind"]]
        seen = OpenForm(kind, document)
        return Form(record, kind, document["patient"], visit, document, seen, opened=self.clock.ms)

    def visit_is_open(self, patient: PatientId) -> bool:
        """Tell whether a visit of hers is under way or not signed yet: nothing of hers may go."""
        for record, (kind, whose) in self.records().items():
            if kind == "visit" and whose == patient:
                document = self.shown(record)
                heads = [] if document is None else document["fields"].get("state", {"heads": []})["heads"]
                if any(head["value"] not in AT_REST for head in heads):
                    return True
        return False

    # What its keys sign

    def seal(self, batch: BatchId, hashes: Sequence[str]) -> str:
        """Sign a batch: its id and the ordered hashes of its changes."""
        return batch_seal(self.key, batch, hashes)

    def signature(self, manifest: str) -> Json:
        """Sign a visit's manifest: the visit's field `signature`."""
        return {
            "method": "passphrase",
            "at": self.clock.text(self.skew),
            "manifestSha256": canonical.sha256(manifest),
            "deviceSignature": visit_seal(self.person.id, self.device, manifest),
        }

    # How an edit becomes a change

    def write(self, parts: Sequence[Part], random: Random) -> list[Saved]:
        """Save one intent as one batch, whole; what may not be saved (a full disk) was never claimed."""
        batch = BatchId(uuid7(self.clock.unix(), random))
        made: list[tuple[Kept, Saved]] = []
        mine = {kept.id for kept in self.vault.open_changes()}
        for part in parts:
            here = {kept.change.record: kept.id for kept, _ in made if kept.change.creates}
            kept, saved = self._change(batch, part, mine, here, random)
            mine.add(kept.id)
            made.append((kept, saved))
            _note_own(part, kept, saved)
        sig = self.seal(batch, [kept.sha256 for kept, _ in made])
        sealed = [replace(kept, sig=sig) for kept, _ in made]
        self.vault.keep(sealed)
        saved_all = [saved for _, saved in made]
        self.ledger.keep(saved_all)
        return saved_all

    def _change(
        self,
        batch: BatchId,
        part: Part,
        mine: Collection[ChangeId],
        here: Mapping[RecordId, ChangeId],
        random: Random,
    ) -> tuple[Kept, Saved]:
        form = part.form
        change_id = ChangeId(uuid7(self.clock.unix(), random))
        ops = ([{"op": "create"}] if part.creates else []) + [self._op(form, op) for op in part.ops]
        saw = [stamp for op in ops for stamp in self._stamps(op)]
        raw = {
            "v": texts.PROTOCOL,
            "id": change_id,
            "batch": batch,
            "record": form.record,
            "patient": form.patient,
            "kind": form.kind.name,
            "schema": form.kind.schema,
            "visit": form.visit,
            "wall": self.clock.text(self.skew),
            "hlc": self._hlc(),
            "needs": self._needs(part, saw, mine, here),
            "ops": ops,
        }
        text = orjson.dumps(raw).decode()
        sha256 = canonical.sha256(text)
        kept = Kept(change_id, batch, "", sha256, text, READ(text), self.vault.now.ticks)
        saved = Saved(
            id=change_id,
            batch=batch,
            sha256=sha256,
            text=text,
            person=self.person.id,
            device=self.name,
            record=form.record,
            patient=form.patient,
            visit=form.visit,
            at=self.clock.ms,
            creates=part.creates,
            office=not self.pulls,
            typed=tuple(self._typed(change_id, form, op) for op in part.ops),
        )
        return kept, saved

    def _op(self, form: Form, op: Json) -> Json:
        if op["op"] == "delete":
            what = op["field"].rpartition("/")[0]
            return {"op": "delete", "field": what, "saw": self._saw_whole(form, op["field"])}
        if op["op"] == "remove":
            return {name: part for name, part in op.items() if name != "value"}
        if op["op"] in ("append", "add") or "saw" in op:
            return op
        return {**op, "saw": form.testimony.saw(op["field"])}

    def _saw_whole(self, form: Form, address: str) -> Json:
        """Testify to all of a record or row that stands on the screen, and to the records under it."""
        screen, row = form.screen, address.removesuffix(ALIVE_NAME)
        if screen is None:
            return {"stamps": [], "entries": [], "children": []}
        names = [name for name in {*screen["fields"], *form.own} if name.startswith(row)]
        stamps = dict.fromkeys(stamp for name in sorted(names) for stamp in form.testimony.saw(name))
        entries = [] if row else [entry["id"] for kept in screen["entries"].values() for entry in kept]
        return {"stamps": list(stamps), "entries": entries, "children": self._under(form, address)}

    def _under(self, form: Form, address: str) -> list[RecordId]:
        if address != ALIVE_NAME:
            return []
        listed = self.records().items()
        mine = [key for key, (kind, whose) in listed if whose == form.patient and kind != "conflict"]
        shown = ((key, self.shown(key)) for key in sorted(mine))
        return [key for key, one in shown if one is not None and names_it(one, form.record)]

    def _whole(self, form: Form, op: Json) -> tuple[Any, ...]:
        """Give all that a person had before her when she said that a record or a row should go."""
        if op["op"] != "delete" or form.screen is None:
            return ()
        row = op["field"].removesuffix(ALIVE_NAME)
        names = [name for name in {*form.screen["fields"], *form.own} if name.startswith(row)]
        found = [value for name in sorted(names) for value in form.values(name)]
        entries = [] if row else [one["value"] for kept in form.screen["entries"].values() for one in kept]
        return (*found, *entries, *self._under(form, op["field"]))

    def _stamps(self, op: Json) -> Iterable[Stamp]:
        saw = op.get("saw", ())
        return (Stamp(one) for one in ((*saw["stamps"], *saw["entries"]) if isinstance(saw, dict) else saw))

    def _needs(
        self,
        part: Part,
        saw: Collection[Stamp],
        mine: Collection[ChangeId],
        here: Mapping[RecordId, ChangeId],
    ) -> list[Json]:
        form, record = part.form, part.form.record
        made_by = None if part.creates else here.get(record) or self._maker(record, mine)
        wanted = needs(saw, mine, made_by)
        found = {need.id: need.hard for need in wanted}
        for over in {form.patient, form.visit} - {None, record}:
            made = here.get(RecordId(str(over))) or self._maker(RecordId(str(over)), mine)
            if made is not None:
                found.setdefault(made, False)
        if part.needs_all_of is not None:
            for kept in self.vault.open_changes():
                if kept.change.visit == part.needs_all_of:
                    found.setdefault(kept.id, False)
        return [{"id": change, "hard": hard} for change, hard in found.items()]

    def _maker(self, record: RecordId, mine: Collection[ChangeId]) -> ChangeId | None:
        for kept in self.vault.now.outbox.values():
            if kept.change.record == record and kept.change.creates and kept.id in mine:
                return kept.id
        return None

    def _typed(self, change: ChangeId, form: Form, op: Json) -> Typed:
        value = form.kind.field(op["field"])
        if value is None or value.rule is None:
            raise KeyError(op["field"])
        beside = {
            orjson.dumps(one).decode(): one
            for name, values in form.group_values(op["field"]).items()
            if name != op["field"]
            for one in values
        }
        typed = False if op["op"] == "delete" else op.get("value", op.get("event"))
        return Typed(
            change=change,
            record=form.record,
            kind=form.kind.name,
            field=op["field"],
            rule=value.rule,
            op=op["op"],
            value=typed,
            shown=tuple(form.values(op["field"])),
            seen_at=form.own_at.get(op["field"], form.opened),
            after=_after(form, op, typed),
            beside=tuple(beside.values()),
            whole=self._whole(form, op),
        )

    def _hlc(self) -> str:
        now = self.vault.now
        now.ticks += 1
        return str(Hlc(self.clock.unix(self.skew), now.ticks % 0xFFFF, self.device[:8]))

    # What befalls it

    def crash(self) -> None:
        """Lose all that is not in the vault: open forms and what was being typed."""
        self.forms.clear()
        self.vault.fuse = None

    def wipe(self) -> None:
        """Forget everything: this tablet's access has ended and all it had is handed over."""
        self.ledger.wiped.update(kept.id for kept in self.vault.open_changes())
        self.vault.now = Contents(generation=self.vault.now.generation + 1)
        self.forms.clear()
        self.wiped = True


def _note_own(part: Part, kept: Kept, saved: Saved) -> None:
    """Her next edit of this form saw what she just wrote, and not what that hides."""
    form = part.form
    if part.creates and form.kind.lifecycle is not None:
        form.testimony.edited(form.kind.lifecycle[0], kept.id)
    for typed in saved.typed:
        if typed.rule not in (Rule.APPEND, Rule.UNION):
            form.testimony.edited(typed.field, kept.id)
            form.own[typed.field] = typed.after
            form.own_at[typed.field] = saved.at


def _after(form: Form, op: Json, value: Any) -> Any:
    if op["op"] != "event" or form.kind.lifecycle is None:
        return value
    table = LIFECYCLES[form.kind.lifecycle[1].lifecycle]
    before = form.values(op["field"]) or [table.initial]
    return table.after(str(before[0]), str(value)) or value


def _is_set_aside(kept: Kept) -> bool:
    return kept.receipt is not None and kept.receipt["outcome"] == "set-aside"
