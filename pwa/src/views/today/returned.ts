import type { AppStore, RecordView } from '../../app/contract';
import { remarksOf, returnsOf } from '../../domain/rounds';

/** "2 remarks, round 1": how much a returned visit asks for. */
export const returnedWords = (store: Pick<AppStore, 'of'>, visit: RecordView): string => {
  const round = returnsOf(visit).at(-1)?.round ?? 1;
  const open = remarksOf(store.of(visit.patient, 'remark'), visit.id).filter(({ state }) => state === 'open').length;
  return `${open} ${open === 1 ? 'remark' : 'remarks'}, round ${round}`;
};
