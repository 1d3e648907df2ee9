/** A signature that is asked for: whether the check runs, what went wrong, and whether the five words are wanted. */
import { tick } from 'svelte';
import { NotSaved } from '../../app/contract';

/** How signing may rightly fail, by name: the ceremonies and the vault are loaded only once they are needed. */
const EXPECTED: readonly string[] = ['PasskeyProblem', 'VaultProblem', 'NotSaved', 'ChangedWhileSigning'];

export class Proving {
  busy = $state(false);
  /** The five words are asked for. */
  asking = $state(false);
  problem = $state('');

  /** `field` is the id of the five words; `unsigned` says what became of it where no signature came. */
  constructor(
    readonly field: string,
    private readonly unsigned: string,
  ) {}

  /** A passkey that was put away or is not at hand leads to the five words; nothing was signed or kept then. */
  async run(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = '';
    try {
      await work();
    } catch (problem) {
      this.problem = this.#said(problem);
      await this.askWords();
      // Anything else is a fault of ours: whoever signs is told as much, and it is thrown on.
      if (!(problem instanceof Error && EXPECTED.includes(problem.name))) throw problem;
    } finally {
      this.busy = false;
    }
  }

  #said(problem: unknown): string {
    if (problem instanceof NotSaved) return `Not saved. ${problem.message}`;
    if (problem instanceof Error && problem.name === 'ChangedWhileSigning') return problem.message;
    return this.unsigned;
  }

  /** Shows the field for the five words and puts the person there. */
  async askWords(): Promise<void> {
    this.asking = true;
    await tick();
    const field = document.getElementById(this.field);
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  }

  forget(): void {
    this.problem = '';
    this.asking = false;
  }
}
