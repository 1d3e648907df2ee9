import type { AppStore, RecordView } from '../../app/contract';
import { settingOf } from '../../domain/settings';
import { showDate } from '../../domain/dates';
import { isUnsettled, textField } from '../../domain/reading';
import { isCorrect } from '../../domain/teaching';
import type { Duty } from '../duties/duty';
import { makeRecord, visitNow } from '../duties/starting';
import { stateWords, valueWords } from '../parts/value-words';
import { topicWords } from './finishing';

const learnerWords = (store: AppStore, record: RecordView): string => {
  const learner = textField(record, 'learner');
  const patient = record.patient === 'library' ? undefined : store.record(record.patient);
  return settingOf(store, patient).wording.get(`teaching.learner.${learner}`) ?? valueWords('teaching', 'learner', learner);
};

export const TEACHING: Duty = {
  kind: 'teaching',
  place: 'teaching',
  title: 'Teaching',
  add: 'New teaching',
  about: 'What was taught to a patient or the family, and what came back',
  start: (store, patient) => {
    const visit = visitNow(store, patient);
    return makeRecord(store, patient, 'teaching', visit === null ? {} : { visit });
  },
  row: (store, record) => {
    const state = textField(record, 'state');
    const result = textField(record, 'result');
    const again = textField(record, 'again');
    const unsettled = ['state', 'result', 'again', 'topic'].some((field) => isUnsettled(record, field));
    const open = isUnsettled(record, 'state') || state === 'open';
    const facts = [learnerWords(store, record), valueWords('teaching', 'result', result), result !== '' && !isCorrect(result) && again ? `again on ${showDate(again)}` : ''];
    return {
      title: topicWords(record),
      facts: facts.filter(Boolean).join(' · ') || 'Nothing recorded yet',
      status: unsettled ? 'Different answers' : stateWords(state, 'teaching'),
      tone: unsettled ? 'different' : state === 'done' ? 'ok' : 'quiet',
      open,
      at: record.created.at,
    };
  },
  load: () => import('./TeachingScreen.svelte'),
};
