/** Whom a return of this visit reaches, and who gets it instead where that is nobody. */
import type { AppStore, RecordId } from '../../app/contract';
import type { Reached } from '../../app/office';

export const goneWords = ({ name, gone, since }: Reached, day: (iso: string) => string): string => {
  const who = name || 'Its author';
  const on = since === null ? '' : ` on ${day(since)}`;
  return gone === 'left' ? `${who} left${on}. Nobody will receive this return.` : `The last tablet of ${who} was removed${on}. Nobody will receive this return.`;
};

/** What somebody has to do who can't choose anybody. */
export const NOBODY_ELSE = 'No other coordinator has this patient. Ask an administrator to give the patient to one first, under People and access; then come back here.';

export class Reaching {
  /** Null while nobody could be asked. */
  who = $state.raw<Reached | null>(null);
  chosen = $state('');

  constructor(
    private readonly store: AppStore,
    private readonly visit: RecordId,
  ) {}

  async ask(): Promise<void> {
    try {
      this.who = (await this.store.inbox.standing(this.visit)).reaches;
    } catch {
      // Without an answer nobody is known to be gone, and nothing is said of it.
      this.who = null;
    }
    if (this.who?.others.every(({ id }) => id !== this.chosen)) this.chosen = '';
  }

  get isGone(): boolean {
    return this.who !== null && this.who.gone !== null;
  }

  /** Why a return can't leave yet; empty where it can. */
  get missing(): string {
    if (!this.isGone || this.chosen !== '') return '';
    return this.who?.others.length ? 'Choose who gets this visit.' : 'Not returned: nobody would receive it.';
  }

  /**
   * After the return, in a batch of its own: with it in one change, what was received would still be sealed,
   * and a new coordinator would only be noted beside it.
   */
  async give(): Promise<void> {
    if (!this.isGone || this.chosen === '') return;
    const form = this.store.openForm(null);
    try {
      await form.set(this.visit, 'coordinator', this.chosen);
      this.who = null;
      this.chosen = '';
    } finally {
      form.close();
    }
  }
}
