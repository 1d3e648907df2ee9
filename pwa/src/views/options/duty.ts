import { isUnsettled, textField } from '../../domain/reading';
import type { Duty } from '../duties/duty';
import { makeRecord } from '../duties/starting';
import { addressOf } from './options-facts';
import { stateWords, valueWords } from '../parts/value-words';
import { showDate } from '../../domain/dates';

const CLOSED = new Set(['placed', 'ended']);

export const OPTIONS: Duty = {
  kind: 'facility_options',
  place: 'options',
  title: 'Facility options',
  add: 'Compare facilities',
  about: 'Places for care after a hospital, with what the patient was shown and chose',
  start: (store, patient) => {
    const zip = addressOf(store, patient).slice(0, 5);
    return makeRecord(store, patient, 'facility_options', zip ? { near: zip } : {});
  },
  row: (_store, record) => {
    const state = textField(record, 'state');
    const unsettled = Object.keys(record.fields).some((field) => isUnsettled(record, field));
    const neededBy = textField(record, 'neededBy');
    const level = valueWords('facility_options', 'levelOfCare', textField(record, 'levelOfCare'));
    const open = isUnsettled(record, 'state') || !CLOSED.has(state);
    return {
      title: level ? `Facility options: ${level}` : 'Facility options',
      facts: neededBy ? `needed by ${showDate(neededBy)}` : 'no day said by which a place is needed',
      status: unsettled ? 'Different answers' : stateWords(state, 'facility_options'),
      tone: unsettled ? 'different' : state === 'chosen' ? 'info' : 'quiet',
      open,
      at: open ? neededBy || '9999' : record.created.at,
    };
  },
  load: () => import('./OptionsScreen.svelte'),
};
