/** Approving: what is in the way in words, then one fresh check, then entry and event in one change. */
import { tick } from 'svelte';
import { NotSaved, type AppStore, type RecordId, type RecordView } from '../../app/contract';
import type { Standing } from '../../app/office';
import { headsOf, textField } from '../../domain/reading';
import { remarksOf, returnsOf } from '../../domain/rounds';
import { recordTitle } from '../different/record-title';
import { fieldLabel, kindTitle } from '../parts/value-words';

export interface Refusal {
  words: string;
  /** Where a person can do something about it. */
  href: string;
}

/** What a visit consists of, beside itself: a newer version of any of it is one that nobody approved. */
const CONTENT = ['assessment', 'note', 'attachment', 'safety'];
/** Beside the visit's own records: what it may have found or changed of the patient's. */
const OF_PATIENT = new Set(['patient', 'goal', 'intervention', 'need', 'allergy', 'medication', 'condition', 'coverage']);

const belongs = (record: RecordView, visit: RecordId): boolean => (textField(record, 'visit') || record.created.visit) === visit;

export const lookedAt = (store: AppStore, visit: RecordView): number => {
  const own = CONTENT.flatMap((kind) => store.of(visit.patient, kind)).filter((record) => belongs(record, visit.id));
  return Math.max(...[visit, ...own].map(({ version }) => version ?? 0));
};

/** Everything that stands in the way of approving now; empty when nothing does. */
export const refusalsOf = (store: AppStore, visit: RecordView): Refusal[] => {
  const refusals: Refusal[] = [];
  const states = headsOf(visit, 'state').map(({ value }) => value);
  if (states.includes('signed')) refusals.push({ words: 'Not all of the visit has arrived yet.', href: '' });
  else if (states.length === 1 && states[0] !== 'received') refusals.push({ words: 'The visit is with the coordinator, or was approved already.', href: '' });
  for (const record of store.of(visit.patient, 'conflict')) {
    const of = record.conflict?.open ? record.conflict.of : undefined;
    const about = of && store.record(of.record);
    if (!of || !about || (about.id !== visit.id && !OF_PATIENT.has(about.kind) && !belongs(about, visit.id))) continue;
    const what = of.field === 'answers' ? recordTitle(about) : `${kindTitle(of.kind)} ${fieldLabel(of.kind, of.field).toLocaleLowerCase()}`;
    refusals.push({ words: `${what} has different answers.`, href: `#/office/different/${record.id}/${visit.patient}` });
  }
  const open = remarksOf(store.of(visit.patient, 'remark'), visit.id).filter((remark) => remark.state === 'open').length;
  if (open > 0) refusals.push({ words: `${open} ${open === 1 ? 'remark is' : 'remarks are'} open. Return with ${open === 1 ? 'it' : 'them'}, or take ${open === 1 ? 'it' : 'them'} back.`, href: '' });
  return refusals;
};

export class Approving {
  busy = $state(false);
  asking = $state(false);
  problem = $state('');
  /** Approved by one of two. */
  waits = $state(false);
  refused = $state.raw<Refusal[]>([]);

  constructor(
    private readonly store: AppStore,
    private readonly visit: () => RecordView | undefined,
    private readonly drafts: () => number,
    private readonly done: () => void,
  ) {}

  async approve(passphrase?: string): Promise<void> {
    const visit = this.visit();
    if (!visit || this.busy) return;
    this.problem = '';
    const unsent = this.drafts();
    this.refused = [...refusalsOf(this.store, visit), ...(unsent > 0 ? [{ words: `${unsent} of your remarks ${unsent === 1 ? 'is' : 'are'} not sent. Return with ${unsent === 1 ? 'it' : 'them'}, or remove ${unsent === 1 ? 'it' : 'them'}.`, href: '' }] : [])];
    if (this.refused.length > 0) return;
    this.busy = true;
    try {
      // Asked before the passkey: what the server would hold is never shown as approved.
      const standing = await this.#standing(visit);
      if (standing === null) return;
      const round = returnsOf(visit).at(-1)?.round ?? 0;
      await this.store.approveVisit(visit.id, { round, role: standing.as, version: lookedAt(this.store, visit), last: standing.cosign !== 'reviewer' }, passphrase);
      this.waits = standing.cosign === 'reviewer';
      this.asking = false;
      this.done();
    } catch (problem) {
      this.problem = problem instanceof NotSaved ? `Not saved. ${problem.message}` : 'That did not approve. Nothing has changed. Try again, or approve with the five words.';
      this.asking = true;
      await tick();
      document.getElementById('approve-words')?.focus();
    } finally {
      this.busy = false;
    }
  }

  /** Null where something is in the way, which is then on the screen in words. */
  async #standing(visit: RecordView): Promise<Standing | null> {
    let standing: Standing;
    try {
      standing = await this.store.inbox.standing(visit.id);
    } catch {
      this.problem = 'The server did not answer, so nothing was approved. Try again.';
      return null;
    }
    this.refused = standing.because.map(({ words }) => ({ words: `${words}.`, href: '' }));
    if (standing.version > lookedAt(this.store, visit)) this.refused = [{ words: 'Something of this visit arrived meanwhile. It is shown now; look at it, then approve.', href: '' }];
    if (this.refused.length === 0) return standing;
    this.done();
    return null;
  }
}
