/** What is written in one section of a visit: one for each section on the screen. */
import type { AppStore, RecordId } from '../../app/contract';
import { Keeper } from '../parts/keeper.svelte';

export class Writer extends Keeper {
  /** `section` is the one that it was opened for. */
  constructor(
    store: AppStore,
    visit: RecordId | null,
    readonly section: string,
  ) {
    super(store, visit);
  }
}
