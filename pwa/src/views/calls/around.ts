/** What an ask needs to know of this tablet: other asks, the library, the agency's days, how far a ZIP code is. */
import type { AppStore, RecordView } from '../../app/contract';
import type { Around } from '../../domain/coverage-asks';
import { agencyDays } from '../../domain/deadlines';
import { milesBetween, zipPoint } from '../../domain/directory';
import { textField } from '../../domain/reading';
import { agencyTime } from '../parts/agency-time';

/** The same without an ask: what is known of any office and plan. */
export const knowing = (store: AppStore, now: Date): Omit<Around, 'day'> => {
  const time = agencyTime(store.agency.timezone, () => now);
  return {
    asks: store.all('coverage-check'),
    library: store.all('coverage-answer'),
    dayOf: (at) => time.date(at),
    nameOf: (person) => (person === store.me.id ? store.me.name : (store.person(person as RecordView['created']['by'])?.name ?? 'Someone at the agency')),
    days: agencyDays(store.all('agency')[0], now).limits.coverageCheckDays,
  };
};

export const aroundOf = (store: AppStore, ask: RecordView, now: Date): Around => {
  const from = zipPoint(store, textField(ask, 'zip'));
  const { today } = agencyDays(store.all('agency')[0], now);
  return { ...knowing(store, now), day: { today, now: now.toISOString(), miles: (zip) => (zip === '' ? null : milesBetween(from, zipPoint(store, zip))) } };
};
