/**
 * A returned visit on the tablet: its remarks one after the other, each answer kept at once and offline,
 * and what changed under the patient's signature. Nothing beside what was asked is offered for change.
 */
import type { Intent, Json, RecordId, Why } from '../../../app/contract';
import { anyValue, isObject, textOf } from '../../../domain/reading';
import { changedSince, remarksOf, returnsOf, seenAt, type Remark } from '../../../domain/rounds';
import { contextOf, type FieldContext } from '../../remarks/field-context';
import { valueWords } from '../../parts/value-words';
import { nowIso } from '../../parts/clock';
import type { VisitModel } from '../visit-model.svelte';
import type { Writer } from '../writer.svelte';

/** What the patient's statement speaks of: her needs and her plan. */
const UNDER_THE_STATEMENT = new Set(['need', 'goal', 'intervention']);

export class Correcting {
  /** The one that is open; empty for the first that waits. */
  chosen = $state('');

  constructor(
    private readonly model: VisitModel,
    private readonly writer: () => Writer,
  ) {}

  get returned() {
    return this.model.visit ? (returnsOf(this.model.visit).at(-1) ?? null) : null;
  }

  /** Those of this round, and older ones that were asked again. */
  get remarks(): Remark[] {
    const ids = this.returned?.remarks ?? [];
    return remarksOf(this.model.of('remark'), this.model.id).filter((remark) => ids.includes(remark.id) && remark.state !== 'withdrawn');
  }

  get open(): Remark[] {
    return this.remarks.filter(({ state }) => state === 'open');
  }

  get current(): string {
    const chosen = this.remarks.some(({ id }) => id === this.chosen) ? this.chosen : '';
    return chosen || (this.open[0]?.id ?? '');
  }

  words = (kind: string, field: string, value: unknown): string =>
    valueWords(kind, field, value, { moment: (iso) => this.model.time.when(iso), reference: (id) => this.model.author(id) });

  context(remark: Remark): FieldContext {
    return contextOf(this.model.store, remark.anchor, this.words);
  }

  /** The field was changed after the visit came back. */
  isChanged(remark: Remark): boolean {
    const { record } = this.context(remark);
    return record !== undefined && this.returned !== null && changedSince(record, this.returned.at).includes(remark.anchor.field);
  }

  /** What the patient signed under and the corrections have changed since, in words. */
  get changedForPatient(): string[] {
    const signature = anyValue(this.model.visit, 'patientSignature');
    if (!isObject(signature) || signature.method === 'could-not') return [];
    return this.remarks.flatMap((remark) => {
      const { kind } = this.context(remark);
      return UNDER_THE_STATEMENT.has(kind) && this.isChanged(remark) ? [remark.anchor.label] : [];
    });
  }

  get toldBy(): string {
    const round = this.returned?.round;
    const told = (this.model.visit?.entries.toldOfCorrections ?? []).flatMap(({ value }) => (isObject(value) && value.round === round ? [textOf(value.how)] : []));
    return told.at(-1) ?? '';
  }

  async seen(): Promise<void> {
    const { returned, model } = this;
    if (!returned || !model.visit || seenAt(model.visit, returned.round) !== null) return;
    await this.writer().keep((form) => form.append(model.id, 'seenReturns', { round: returned.round, at: nowIso() }));
  }

  /** With a proposal the field takes it; value and answer are one batch. */
  async accept(remark: Remark): Promise<boolean> {
    const { editor } = this.context(remark);
    const takes = remark.proposal !== undefined && editor !== null && !this.isChanged(remark);
    const sets: Intent[] = takes ? [{ do: 'set', record: remark.anchor.record as RecordId, field: remark.anchor.field, value: remark.proposal as Json }] : [];
    return this.#send([...sets, { do: 'event', record: remark.id as RecordId, field: 'state', event: 'accept' }]);
  }

  decline(remark: Remark, why: Why): Promise<boolean> {
    return this.#send([{ do: 'event', record: remark.id as RecordId, field: 'state', event: 'decline', why }]);
  }

  answer(remark: Remark, text: string): Promise<boolean> {
    return this.#send([{ do: 'event', record: remark.id as RecordId, field: 'state', event: 'answer', why: { code: 'words', text } }]);
  }

  /** The answer goes, and the value that accepting had put there with it. */
  async undo(remark: Remark): Promise<boolean> {
    const { record, value } = this.context(remark);
    const before = record?.fields[remark.anchor.field]?.past[0]?.value ?? null;
    const took = remark.state === 'accepted' && this.isChanged(remark) && JSON.stringify(value) === JSON.stringify(remark.proposal);
    const sets: Intent[] = took ? [{ do: 'set', record: remark.anchor.record as RecordId, field: remark.anchor.field, value: before }] : [];
    const undone = await this.#send([...sets, { do: 'event', record: remark.id as RecordId, field: 'state', event: 'undo' }]);
    this.chosen = remark.id;
    return undone;
  }

  change(remark: Remark, value: Json): Promise<boolean> {
    return this.writer().keep((form) => form.set(remark.anchor.record as RecordId, remark.anchor.field, value));
  }

  tell(how: string): Promise<boolean> {
    const round = this.returned?.round ?? 0;
    const changed = this.changedForPatient;
    return this.writer().keep((form) => form.append(this.model.id, 'toldOfCorrections', { round, changed, how, at: nowIso() }));
  }

  async #send(intents: Intent[]): Promise<boolean> {
    const kept = await this.writer().keep((form) => form.send(intents));
    if (kept) this.chosen = '';
    return kept;
  }
}
