import type { AppStore, RecordView } from '../../app/contract';
import { anyValue, isObject, settled, textField, textOf } from '../../domain/reading';
import { visitStart } from '../chart/facts';

export interface Day {
  todo: RecordView[];
  done: RecordView[];
  tomorrow: RecordView[];
  /** The next visit after today, when there is none today. */
  next: RecordView | undefined;
}

const FINISHED = new Set(['signed', 'received', 'approved', 'not-home']);

const byStart = (a: RecordView, b: RecordView): number => (visitStart(a) < visitStart(b) ? -1 : 1);

/** A visit's day by the agency's clock; open and unsigned ones are today's until they are signed. */
export const dayOf = (store: Pick<AppStore, 'all' | 'me'>, today: string, tomorrow: string, dateOf: (iso: string) => string): Day => {
  const mine = store.all('visit').filter((visit) => textField(visit, 'coordinator') === store.me.id).sort(byStart);
  const state = (visit: RecordView): string => textField(visit, 'state');
  const date = (visit: RecordView): string => dateOf(visitStart(visit));
  const unfinished = (visit: RecordView): boolean => ['open', 'ended'].includes(state(visit));
  return {
    todo: mine.filter((visit) => unfinished(visit) || (date(visit) === today && state(visit) === 'planned')),
    done: mine.filter((visit) => date(visit) === today && FINISHED.has(state(visit))),
    tomorrow: mine.filter((visit) => date(visit) === tomorrow && state(visit) === 'planned'),
    next: mine.find((visit) => date(visit) > today && state(visit) === 'planned'),
  };
};

export const typeWords = (visit: RecordView): string => {
  const type = anyValue(visit, 'type');
  return isObject(type) ? textOf(type.display) || textOf(type.code) : '';
};

/** Planned time in order, "10:30"; a visit that nobody planned has its start. */
export const startOfCard = (visit: RecordView): string => {
  const planned = settled(visit, 'scheduledFor');
  return (isObject(planned) ? textOf(planned.start) : '') || visitStart(visit);
};
