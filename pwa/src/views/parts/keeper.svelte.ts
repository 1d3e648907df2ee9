/**
 * The way from a tap to the vault. The store remembers what was shown when it was opened. A write that could not
 * be made durable stays on the screen and says so; "Saved" is said only after the vault has it.
 */
import { NotSaved, type AppStore, type FormOnScreen, type RecordId } from '../../app/contract';
import { nowIso } from './clock';
import { leaveAll } from './typed-words';

export class Keeper {
  savedAt = $state<string | null>(null);
  notSaved = $state('');
  readonly #form: FormOnScreen;
  #pending: Promise<unknown> = Promise.resolve();
  #making = false;

  /** `visit` is the one in which it is written, if any. */
  constructor(store: AppStore, visit: RecordId | null) {
    this.#form = store.openForm(visit);
  }

  /** True once it is durable in the vault. Anything but a failed save is a fault of ours and is thrown on. */
  async keep(write: (form: FormOnScreen) => Promise<void>): Promise<boolean> {
    const writing = write(this.#form);
    this.#pending = Promise.allSettled([this.#pending, writing]);
    try {
      await writing;
    } catch (problem) {
      if (!(problem instanceof NotSaved)) throw problem;
      this.notSaved = problem.message;
      return false;
    }
    this.notSaved = '';
    this.savedAt = nowIso();
    return true;
  }

  /**
   * For what makes something: a second tap before the first is kept is the same one, or there would be two of it. What
   * the first one does when it is kept, the second leaves to it.
   */
  async once(write: (form: FormOnScreen) => Promise<void>): Promise<boolean> {
    if (this.#making) return false;
    this.#making = true;
    try {
      return await this.keep(write);
    } finally {
      this.#making = false;
    }
  }

  /**
   * When all that was to be kept so far is kept, or was refused: the tap on a button also leaves the field before it,
   * and what the button reads must not miss what was typed there, nor what came back half typed.
   */
  async idle(): Promise<void> {
    await leaveAll();
    await this.#pending;
  }

  close(): void {
    this.#form.close();
  }
}
