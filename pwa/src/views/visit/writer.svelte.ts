/**
 * The way from a tap to the vault. One for each section on the screen: the store remembers what was
 * shown when it was opened. A write that could not be made durable stays on the screen and says so;
 * "Saved" is said only after the vault has it.
 */
import { NotSaved, type AppStore, type FormOnScreen, type RecordId } from '../../app/contract';
import { nowIso } from './clock';

export class Writer {
  savedAt = $state<string | null>(null);
  notSaved = $state('');
  readonly #form: FormOnScreen;

  /** `section` is the one that it was opened for. */
  constructor(
    store: AppStore,
    visit: RecordId,
    readonly section: string,
  ) {
    this.#form = store.openForm(visit);
  }

  /** True once it is durable in the vault. Anything but a failed save is a fault of ours and is thrown on. */
  async keep(write: (form: FormOnScreen) => Promise<void>): Promise<boolean> {
    try {
      await write(this.#form);
    } catch (problem) {
      if (!(problem instanceof NotSaved)) throw problem;
      this.notSaved = problem.message;
      return false;
    }
    this.notSaved = '';
    this.savedAt = nowIso();
    return true;
  }

  close(): void {
    this.#form.close();
  }
}
