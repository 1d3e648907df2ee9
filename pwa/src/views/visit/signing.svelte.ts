/** Where signing stands: the bar's button and the five words further up the review show one state. */
import { textField } from '../../domain/reading';
import { nowIso } from '../parts/clock';
import { Proving } from '../parts/proving.svelte';
import { openedByCorrection } from './returned/opened';
import { agreeInVisit } from './plan-agreed';
import { shownAtSigning } from './review-facts';
import type { VisitModel } from './visit-model.svelte';
import type { Writer } from './writer.svelte';

export class Signing extends Proving {
  constructor(private readonly model: VisitModel) {
    super('sign-words', 'That did not sign. Nothing is lost. Try again, or sign with the five words.');
  }

  /** The one act without undo. With blocks it leads to their heading. */
  async sign(writer: Writer, passphrase?: string): Promise<void> {
    const { model } = this;
    // A returned visit was checked when it was signed first: what a correction asks for anew still blocks.
    const blocks = model.isReturned ? openedByCorrection(model) : model.blocks;
    if (blocks.length > 0) {
      const heading = document.getElementById('blocks-title');
      heading?.scrollIntoView({ block: 'center' });
      heading?.focus();
      return;
    }
    await this.run(async () => {
      if (textField(model.visit, 'endedAt') === '' && !(await writer.keep((form) => form.set(model.id, 'endedAt', nowIso())))) return;
      if (!(await agreeInVisit(model, writer))) return;
      await model.store.signVisit(model.id, shownAtSigning(model), passphrase);
    });
  }
}
