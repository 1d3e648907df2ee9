import type { AppStore, RecordId, RecordView } from '../../app/contract';
import { showDate } from '../../domain/dates';
import { isDoneBy, isEither, isOpenAction } from '../../domain/plan-actions';
import { isPrivateNeed } from '../../domain/private-need';
import { isUnsettled, textField } from '../../domain/reading';
import { recordTitle } from '../different/record-title';
import type { Duty } from '../duties/duty';
import { makeRecord } from '../duties/starting';
import { agencyTime } from '../parts/agency-time';
import { doerOf } from '../parts/persons';
import { stateWords } from '../parts/value-words';

/** An action begun in the chart, for a goal where it has one: what it serves is known and not typed again. */
export const startAction = (store: AppStore, patient: RecordId, goal?: RecordView): Promise<RecordId> => {
  const need = goal && store.of(patient, 'need').find(({ id }) => id === textField(goal, 'need'));
  const because = need && !isPrivateNeed(need) ? textField(need, 'reason') : '';
  const plan = textField(goal, 'plan');
  return makeRecord(store, patient, 'intervention', {
    kind: 'task', owner: store.me.name, ...(goal ? { goal: goal.id } : {}), ...(plan ? { plan } : {}), ...(because ? { because } : {}),
  });
};

export const ACTIONS: Duty = {
  kind: 'intervention',
  place: 'actions',
  title: 'Actions of the plan',
  add: 'New action',
  about: 'What the plan of care has somebody do by a day',
  ofPlan: true,
  start: (store, patient) => startAction(store, patient),
  row: (store, record, now) => {
    const due = textField(record, 'due');
    const state = textField(record, 'state') || 'planned';
    const words = stateWords(state, 'intervention');
    const open = isOpenAction(record);
    const late = open && due !== '' && due < agencyTime(store.agency.timezone, () => now).today();
    const unsettled = ['what', 'due', 'state'].some((field) => isUnsettled(record, field));
    const [owner, doer] = [textField(record, 'owner'), doerOf(store)];
    const named = owner === doer.name && !isDoneBy(record, doer) ? `Another ${owner}` : owner || 'Nobody yet';
    const whose = isEither(record, doer) ? `You or another ${owner}` : isDoneBy(record, doer) ? 'You' : named;
    return {
      title: recordTitle(record),
      facts: [whose, due ? `due ${showDate(due)}` : 'no day set', 'plan of care'].join(' · '),
      status: unsettled ? 'Different answers' : late ? `Late, ${words}` : words,
      tone: unsettled ? 'different' : late ? 'danger' : 'quiet',
      open,
      at: open ? due || '9999' : record.created.at,
    };
  },
  mine: (store, record) => isDoneBy(record, doerOf(store)),
  load: () => import('./ActionScreen.svelte'),
};
