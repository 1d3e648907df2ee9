/** Where signing stands: the bar's button and the five words further up the review show one state. */
import { tick } from 'svelte';
import { NotSaved } from '../../app/contract';
import { textField } from '../../domain/reading';
import { nowIso } from '../parts/clock';
import { openedByCorrection } from './returned/opened';
import { agreeInVisit } from './plan-agreed';
import { shownAtSigning } from './review-facts';
import type { VisitModel } from './visit-model.svelte';
import type { Writer } from './writer.svelte';

const said = (problem: unknown): string => {
  if (problem instanceof NotSaved) return `Not saved. ${problem.message}`;
  if (problem instanceof Error && problem.name === 'ChangedWhileSigning') return problem.message;
  return 'That did not sign. Nothing is lost. Try again, or sign with the five words.';
};

export class Signing {
  busy = $state(false);
  /** The five words are asked for. */
  asking = $state(false);
  problem = $state('');

  constructor(private readonly model: VisitModel) {}

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
    this.busy = true;
    this.problem = '';
    try {
      if (textField(model.visit, 'endedAt') === '' && !(await writer.keep((form) => form.set(model.id, 'endedAt', nowIso())))) return;
      if (!(await agreeInVisit(model, writer))) return;
      await model.store.signVisit(model.id, shownAtSigning(model), passphrase);
    } catch (problem) {
      this.problem = said(problem);
      await this.askWords();
    } finally {
      this.busy = false;
    }
  }

  /** Shows the field for the five words and puts the person there. */
  async askWords(): Promise<void> {
    this.asking = true;
    await tick();
    const field = document.getElementById('sign-words');
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  }

  forget(): void {
    this.problem = '';
    this.asking = false;
  }
}
