import type { AppStore, RecordView } from '../../app/contract';
import type { AgencyTime } from '../parts/agency-time';
import type { Keeper } from '../parts/keeper.svelte';

/** What every part of the screen is given. */
export interface PartProps {
  store: AppStore;
  record: RecordView;
  keeper: Keeper;
  time: AgencyTime;
}
