import type { AppStore, RecordView } from '../../app/contract';
import { agencyDays } from '../../domain/deadlines';
import { isUnsettled, settled, textField, textOf } from '../../domain/reading';
import { isOpen, isSilent, standsSince, targetOf } from '../../domain/referrals';
import { unagreed, type Unagreed } from '../../domain/sharing';
import { recordTitle } from '../different/record-title';
import type { Duty } from '../duties/duty';
import { makeRecord } from '../duties/starting';
import { ageWords, agoWords } from '../parts/agency-time';
import type { Tone } from '../parts/tones';
import { stateWords } from '../parts/value-words';
import { isMineToo, withWhom } from './whose';

export const hasDied = (store: Pick<AppStore, 'record'>, record: RecordView): boolean =>
  record.patient !== 'library' && (store.record(record.patient)?.fields.deceased?.heads ?? []).some(({ value }) => textOf(value) !== '');

/** What of it left without an agreement, and nobody has answered for yet. */
export const sharedUnagreed = (store: AppStore, record: RecordView, now: Date): Unagreed | null => {
  const { calendar } = agencyDays(store.all('agency')[0], now);
  const found = unagreed(record, store.of(record.patient, 'consent'), (at) => calendar.dayOf(at));
  return found?.met === null ? found : null;
};

/** How a referral stands, in words: silence is a state of its own, and what left without an agreement comes first. */
export const standing = (store: AppStore, record: RecordView, now: Date): { words: string; tone: Tone } => {
  if (sharedUnagreed(store, record, now)) return { words: 'Sent without agreement', tone: 'danger' };
  if (isUnsettled(record, 'state')) return { words: 'Different answers', tone: 'different' };
  if (isSilent(record, agencyDays(store.all('agency')[0], now), now, hasDied(store, record))) {
    return { words: `No answer, ${ageWords(standsSince(record), now)}`, tone: 'danger' };
  }
  return { words: stateWords(textField(record, 'state'), 'referral'), tone: settled(record, 'priority') === 'urgent' && isOpen(record) ? 'warning' : 'quiet' };
};

export const REFERRALS: Duty = {
  kind: 'referral',
  place: 'referrals',
  title: 'Referrals',
  add: 'New referral',
  about: 'A service that somebody outside the agency is asked for',
  start: (store, patient) => makeRecord(store, patient, 'referral', { priority: 'routine' }),
  row: (store, record, now) => {
    const { words, tone } = standing(store, record, now);
    const open = isOpen(record) || tone === 'danger';
    const unsettled = ['service', 'target', 'priority', 'enrolment', 'owner', 'handedTo'].some((field) => isUnsettled(record, field));
    const urgent = record.fields.priority?.heads.some(({ value }) => value === 'urgent') === true;
    return {
      title: recordTitle(record),
      facts: [urgent ? 'Urgent' : '', targetOf(record).name === '' ? 'nobody named yet' : '', withWhom(store, record), agoWords(standsSince(record) || record.created.at, now)].filter(Boolean).join(' · '),
      status: unsettled ? 'Different answers' : words,
      tone: unsettled ? 'different' : tone,
      ...(tone === 'danger' ? { icon: 'due' as const } : {}),
      open,
      at: open ? standsSince(record) || record.created.at : record.created.at,
    };
  },
  mine: isMineToo,
  load: () => import('./ReferralScreen.svelte'),
};
