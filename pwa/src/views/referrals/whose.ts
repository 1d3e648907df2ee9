/**
 * Whose a referral or a need is. While nobody was named it goes with the patient; then it is a colleague's, or whom care
 * was handed to outside the agency goes on with it: one of the two, so that nobody thinks that the other one does.
 */
import type { AppStore, Intent, Json, RecordView } from '../../app/contract';
import { headsOf, isUnsettled, textField } from '../../domain/reading';
import { personInside } from '../parts/persons';

/** The values of a record that differ from what stands there. */
export const changed = (record: RecordView, values: Record<string, Json>): Intent[] =>
  Object.entries(values).flatMap(([field, value]): Intent[] => ((record.fields[field]?.heads[0]?.value ?? null) === value ? [] : [{ do: 'set', record: record.id, field, value }]));

/** Whether two people gave it to different ones. */
export const isTorn = (record: RecordView): boolean => isUnsettled(record, 'owner') || isUnsettled(record, 'handedTo');

/** Within a line of facts; empty where it goes with the patient, or where that is not settled. */
export const withWhom = (store: Pick<AppStore, 'me' | 'person'>, record: RecordView): string => {
  if (isTorn(record)) return '';
  const [owner, outside] = [textField(record, 'owner'), textField(record, 'handedTo')];
  if (owner === store.me.id) return 'yours';
  return owner ? `handed to ${personInside(store, owner)}` : outside ? `handed to ${outside}` : '';
};

/** It is this colleague's from now on, or goes on with whom is named outside; with neither it goes with the patient. */
export const giving = (record: RecordView, owner: string, outside = ''): Intent[] =>
  changed(record, owner ? { owner, handedTo: null } : { owner: null, handedTo: outside.trim() || null });

/** What somebody else has is not among one's own; where it is not settled, each of them has it. */
export const isMineToo = (store: Pick<AppStore, 'me'>, record: RecordView): boolean => {
  const owners = headsOf(record, 'owner').map(({ value }) => value).filter(Boolean);
  return owners.length === 0 || owners.includes(store.me.id);
};
