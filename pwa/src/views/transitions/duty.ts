import type { AppStore, Json, RecordId, RecordView } from '../../app/contract';
import { transitionRow } from './row-words';
import { anyValue, textField } from '../../domain/reading';
import { settingOf } from '../../domain/settings';
import { checklistOf, isOpen, policyPoints } from '../../domain/transitions';
import type { Duty } from '../duties/duty';
import { makeRecord } from '../duties/starting';

/** Rows are made with the record, so that everybody who gets it ticks the same ones. */
const rowsFor = (store: AppStore, prefix: string, text: string, items: readonly { code: string; text: string }[]): Record<string, Json> =>
  Object.fromEntries(
    items.flatMap((item) => {
      const row = store.newId();
      return [[`${prefix}/${row}/code`, item.code], [`${prefix}/${row}/${text}`, item.text]];
    }),
  );

/** The transitions of a patient that are not over. */
export const openTransitions = (store: Pick<AppStore, 'of'>, patient: RecordView['patient']): RecordView[] => store.of(patient, 'transition').filter(isOpen);

/** A referral that was received and that no open transition speaks of yet. */
export const referralWaiting = (store: Pick<AppStore, 'of' | 'record'>, patient: RecordId): string => {
  const received = textField(store.record(patient), 'referralReceived');
  const known = store.of(patient, 'transition').some((one) => textField(one, 'referralReceived') === received);
  return received === '' || known ? '' : received;
};

const start = (store: AppStore, patient: RecordId): Promise<RecordId> => {
  const agency = store.all('agency')[0];
  const setting = settingOf(store, store.record(patient));
  const received = referralWaiting(store, patient);
  const begun = anyValue(store.record(patient), 'startOfCare');
  return makeRecord(store, patient, 'transition', {
    owner: store.me.id,
    ...(received === '' || typeof begun === 'string' ? {} : { way: 'to-us', referralReceived: received }),
    ...rowsFor(store, 'acceptance', 'question', policyPoints(agency, setting)),
    ...rowsFor(store, 'checklist', 'item', checklistOf(agency, setting).map(({ code, words }) => ({ code, text: words }))),
  });
};

export const TRANSITIONS: Duty = {
  kind: 'transition',
  place: 'transitions',
  title: 'Transitions',
  add: 'New transition',
  about: 'A move from one place of care to another, so that nothing is lost on the way',
  start,
  row: transitionRow,
  mine: (store, record) => record.fields.owner?.heads.some(({ value }) => value === store.me.id) ?? false,
  load: () => import('./TransitionScreen.svelte'),
};
