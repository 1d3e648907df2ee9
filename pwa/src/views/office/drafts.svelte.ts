/**
 * A reviewer's remarks before they leave. They are sealed in her store as she types, so that a sign-out
 * or a crash costs nothing, and become records in the one batch that returns the visit.
 */
import type { AppStore, FormOnScreen, Intent, Json, RecordId, RecordView } from '../../app/contract';
import { isObject, listOf, textOf } from '../../domain/reading';
import { nowIso } from '../parts/clock';
import { nextRound, readAnchor, type Anchor, type Remark, type Severity } from '../../domain/rounds';

export interface Draft {
  id: RecordId;
  anchor: Anchor;
  severity: Severity;
  words: string;
  proposes: boolean;
  proposal: Json;
}

const readDraft = (value: unknown): Draft[] => {
  if (!isObject(value) || textOf(value.id) === '') return [];
  const severity = textOf(value.severity);
  return [
    {
      id: textOf(value.id) as RecordId,
      anchor: readAnchor(value.anchor),
      severity: severity === 'check' || severity === 'info' ? severity : 'must-fix',
      words: textOf(value.words),
      proposes: value.proposes === true,
      proposal: (value.proposal ?? null) as Json,
    },
  ];
};

const asJson = ({ anchor, ...rest }: Draft): Json => ({ ...rest, anchor: { ...anchor } });

const saysNothing = ({ words, proposes, proposal }: Draft): boolean => words.trim() === '' && !(proposes && proposal !== null);

export class Drafts {
  all = $state.raw<Draft[]>([]);
  /** The one that is open for writing. */
  open = $state<RecordId | null>(null);
  removed = $state.raw<Draft | null>(null);
  readonly #key: string;

  constructor(
    private readonly store: AppStore,
    visit: RecordId,
  ) {
    this.#key = `review/${visit}/remarks`;
    this.all = listOf(store.local(this.#key)).flatMap(readDraft);
  }

  add(anchor: Anchor): RecordId {
    const known = this.all.find((draft) => draft.anchor.record === anchor.record && draft.anchor.field === anchor.field && draft.anchor.section === anchor.section);
    const id = known?.id ?? this.store.newId();
    if (!known) this.#keep([...this.all, { id, anchor, severity: 'must-fix', words: '', proposes: false, proposal: null }]);
    this.open = id;
    return id;
  }

  change(id: RecordId, with_: Partial<Draft>): void {
    this.#keep(this.all.map((draft) => (draft.id === id ? { ...draft, ...with_ } : draft)));
  }

  remove(id: RecordId): void {
    this.removed = this.all.find((draft) => draft.id === id) ?? null;
    this.#keep(this.all.filter((draft) => draft.id !== id));
  }

  undo(): void {
    const { removed } = this;
    if (!removed) return;
    this.removed = null;
    this.#keep([...this.all, removed]);
  }

  /** The first draft that asks nothing yet. */
  get empty(): Draft | undefined {
    return this.all.find(saysNothing);
  }

  /** One batch: the remarks, the round, the event. `carried` are open remarks that an earlier round left. */
  async leave(form: FormOnScreen, visit: RecordView, carried: readonly Remark[]): Promise<void> {
    const round = nextRound(visit);
    const made = this.all.map(({ id, anchor, severity, words, proposes, proposal }): Intent => ({
      do: 'create',
      record: id,
      kind: 'remark',
      patient: visit.patient,
      fields: {
        visit: visit.id,
        round,
        anchor: { ...anchor },
        severity,
        words: words.trim(),
        ...(proposes && proposal !== null ? { proposal } : {}),
      },
    }));
    const remarks = [...carried.map(({ id }) => id), ...this.all.map(({ id }) => id)];
    await form.send([
      ...made,
      { do: 'append', record: visit.id, field: 'returns', value: { round, at: nowIso(), remarks } },
      { do: 'event', record: visit.id, field: 'state', event: 'return' },
    ]);
    this.open = null;
    this.removed = null;
    await this.store.setLocal(this.#key, null);
    this.all = [];
  }

  #keep(drafts: Draft[]): void {
    this.all = drafts;
    // What could not be kept is still on the screen, and the pill then says Not saved.
    void this.store.keepTyped(this.#key, drafts.map(asJson));
  }
}
