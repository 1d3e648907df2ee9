import { isHere, peopleOf, wordsIn } from '../../domain/conference';
import { fullName } from '../../domain/names';
import { anyValue, isUnsettled, textField } from '../../domain/reading';
import { recordTitle } from '../different/record-title';
import type { Duty } from '../duties/duty';
import { makeRecord } from '../duties/starting';
import { agencyTime } from '../parts/agency-time';
import { stateWords } from '../parts/value-words';

const OPEN = new Set(['', 'planned', 'held']);

export const CONFERENCES: Duty = {
  kind: 'conference',
  place: 'conferences',
  title: 'Conferences',
  add: 'New conference',
  about: 'A meeting of patient, family and the people who give care',
  // The patient is asked first whether there is to be one, and is the first at the table.
  start: (store, patient) => {
    const row = store.newId();
    const name = fullName(anyValue(store.record(patient), 'name'));
    return makeRecord(store, patient, 'conference', {}, (record) => [
      { do: 'set', record, field: `people/${row}/name`, value: name },
      { do: 'set', record, field: `people/${row}/relation`, value: 'Patient' },
    ]);
  },
  row: (store, record, now) => {
    const state = textField(record, 'state');
    const time = agencyTime(store.agency.timezone, () => now);
    const at = textField(record, 'startedAt') || textField(record, 'plannedFor');
    const here = peopleOf(record).filter(isHere).length;
    const decided = wordsIn(record, 'decisions', 'words').length;
    const unsettled = isUnsettled(record, 'state');
    const open = unsettled || OPEN.has(state);
    return {
      title: recordTitle(record),
      facts: [at ? time.when(at) : 'no day set', here > 0 ? `${here} at the table` : '', decided > 0 ? `${decided} ${decided === 1 ? 'decision' : 'decisions'}` : ''].filter(Boolean).join(' · '),
      status: unsettled ? 'Different answers' : stateWords(state || 'planned', 'conference'),
      tone: unsettled ? 'different' : state === 'held' ? 'info' : 'quiet',
      open,
      at: at || record.created.at,
    };
  },
  load: () => import('./ConferenceScreen.svelte'),
};
