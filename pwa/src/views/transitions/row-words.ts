/** One line of a transition, for the lists of a chart, of Work and of the office. */
import type { AppStore, RecordView } from '../../app/contract';
import { showDate } from '../../domain/dates';
import { agencyDays } from '../../domain/deadlines';
import { LIFECYCLES } from '../../domain/generated/lifecycles';
import { settingOf } from '../../domain/settings';
import { isUnsettled, textField, unsettledFields } from '../../domain/reading';
import { checklistCount, contactsDue, hasDied, isOpen, missingOf, ownerWhoLeft, wayWords, whoLeft, type Missing } from '../../domain/transitions';
import type { DutyRow } from '../duties/duty';
import { agencyTime } from '../parts/agency-time';
import { personName } from '../parts/persons';

export const MISSING_WORDS: Readonly<Record<Missing, string>> = { nextStep: 'Next step?', owner: 'Whose is it?' };

/** Said where an owner has left: the work did not leave with her. */
export const leftWords = (name: string): string => `${name || 'Whose it was'} no longer works here.`;

export const stateName = (state: string): string => LIFECYCLES.transition.states[state] ?? state;

/** What of it is late today, in words; nothing is late for somebody who died. */
export const lateWords = (store: Pick<AppStore, 'all' | 'record' | 'agency'>, record: RecordView, now: Date): string[] => {
  const patient = store.record(record.patient as RecordView['id']);
  if (!isOpen(record) || hasDied(patient, record)) return [];
  const { calendar, limits, today, off } = agencyDays(store.all('agency')[0], now, settingOf(store, patient));
  const due = textField(record, 'nextDue');
  const late = due !== '' && due < today ? ['next step'] : [];
  if (textField(record, 'state') !== 'arrived') return late;
  const contacts = contactsDue(record, calendar, limits, off).filter((one) => one.met === null && one.due < now.toISOString());
  return contacts.length === 0 ? late : [...late, contacts.length === 1 ? 'a contact' : `${contacts.length} contacts`];
};

export const transitionRow = (store: AppStore, record: RecordView, now: Date): DutyRow => {
  const open = isOpen(record);
  const { done, of } = checklistCount(record);
  const owner = textField(record, 'owner');
  const left = whoLeft(store.all('person'));
  const [missing] = missingOf(record, left);
  const late = lateWords(store, record, now);
  const due = textField(record, 'nextDue');
  const different = unsettledFields(record).length > 0;
  const state = isUnsettled(record, 'state') ? 'Not settled' : stateName(textField(record, 'state'));
  const step = textField(record, 'nextStep');
  const status = late.length > 0 ? `Late: ${late.join(', ')}` : missing ? MISSING_WORDS[missing] : different ? 'Different answers' : state;
  return {
    title: wayWords(record) || `Transition of ${agencyTime(store.agency.timezone, () => now).day(record.created.at)}`,
    facts: [
      ...(status === state ? [] : [state]),
      ...(of === 0 ? [] : [`checklist ${done} of ${of}`]),
      ...(open && step !== '' ? [`next: ${step}`] : []),
      ...(open && due !== '' ? [`due ${showDate(due)}`] : []),
      ...(open && owner !== '' ? [ownerWhoLeft(record, left) === '' ? personName(store, owner) : leftWords(personName(store, owner))] : []),
    ].join(' · '),
    status,
    tone: late.length > 0 ? 'danger' : missing ? 'warning' : different ? 'different' : 'quiet',
    open,
    at: open ? due || '9999' : record.created.at,
  };
};
