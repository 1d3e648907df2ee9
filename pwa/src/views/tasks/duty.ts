import { textField, isUnsettled } from '../../domain/reading';
import { showDate } from '../../domain/dates';
import { recordTitle } from '../different/record-title';
import type { Duty } from '../duties/duty';
import { makeRecord } from '../duties/starting';
import { agencyTime } from '../parts/agency-time';
import { personName } from '../parts/persons';
import { stateWords } from '../parts/value-words';

const CLOSED = new Set(['completed', 'cancelled']);

export const TASKS: Duty = {
  kind: 'task',
  place: 'tasks',
  title: 'Tasks',
  add: 'New task',
  about: 'What somebody of the team is to do for a patient by a day',
  start: (store, patient) => makeRecord(store, patient, 'task', { owner: store.me.id }),
  row: (store, record, now) => {
    const due = textField(record, 'due');
    const state = textField(record, 'state');
    const words = stateWords(state, 'task');
    const open = isUnsettled(record, 'state') || !CLOSED.has(state);
    const late = open && due !== '' && due < agencyTime(store.agency.timezone, () => now).today();
    const unsettled = ['owner', 'due', 'urgent', 'state'].some((field) => isUnsettled(record, field));
    const urgent = open && record.fields.urgent?.heads.some(({ value }) => value === true) === true;
    const owner = textField(record, 'owner');
    return {
      title: recordTitle(record),
      facts: [owner ? personName(store, owner) : 'Nobody yet', due ? `due ${showDate(due)}` : 'no day set'].join(' · '),
      status: unsettled ? 'Different answers' : late ? `Late, ${words}` : urgent ? `Urgent, ${words}` : words,
      tone: unsettled ? 'different' : late ? 'danger' : urgent ? 'warning' : 'quiet',
      open,
      at: open ? due || '9999' : record.created.at,
    };
  },
  mine: (store, record) => record.fields.owner?.heads.some(({ value }) => value === store.me.id) ?? false,
  load: () => import('./TaskScreen.svelte'),
};
