/**
 * What this person has to do in the seven days from today, by day: planned visits, conferences, tasks, next steps of goals
 * and of moves, places needed, contacts and calls due, answers to ask for.
 */
import { isDoneBy, isOpenAction, type Doer } from './plan-actions';
import { isOpen } from './transitions';
import { isDeleted, isObject, isUnsettled, settled, textField, textOf, type RecordLike } from './reading';

/** What a deadline asks for: to be in touch, to call back, to ask for an answer. */
type Due = 'contact' | 'call-back' | 'referral';

export interface WeekItem {
  /** `HH:MM`, or empty for what is due that day. */
  time: string;
  kind: 'visit' | 'conference' | 'task' | 'action' | 'goal' | 'transition' | 'options' | Due;
  record: string;
  patient: string;
  /** Due before today. */
  late: boolean;
}

export interface WeekDay {
  date: string;
  items: WeekItem[];
}

type Record_ = RecordLike & { patient: string };

export interface WeekFacts {
  visits: readonly Record_[];
  tasks: readonly Record_[];
  actions: readonly Record_[];
  goals: readonly Record_[];
  conferences: readonly Record_[];
  transitions: readonly Record_[];
  options: readonly Record_[];
  /** Deadlines of kinds that are a contact or a call, with the patient they are of. */
  contacts: readonly { due: string; patient: string; record: string; kind: Due }[];
  me: string;
  /** Actions of a plan name their owner, since families do some: here with who else has that name. */
  doer: Doer;
  today: string;
  /** A moment on the agency's clock. */
  date: (at: string) => string;
  time: (at: string) => string;
  /** The day so many days after another. */
  daysFrom: (day: string, days: number) => string;
}

const DAYS = 7;

/** With different answers of whose it is or when, it stands with each: none is called the right one. */
const anyIs = (record: RecordLike, field: string, value: string): boolean => (record.fields[field]?.heads ?? []).some((head) => head.value === value);

export const weekOf = (facts: WeekFacts): WeekDay[] => {
  const { me, today, date, time } = facts;
  const days = Array.from({ length: DAYS }, (_, index) => facts.daysFrom(today, index));
  const found: (WeekItem & { on: string })[] = [];
  for (const visit of facts.visits) {
    if (settled(visit, 'state') !== 'planned' || !anyIs(visit, 'coordinator', me)) continue;
    for (const { value } of visit.fields['scheduledFor']?.heads ?? []) {
      const start = isObject(value) ? textOf(value['start']) : '';
      if (start !== '') found.push({ on: date(start), time: time(start), kind: 'visit', record: visit.id, patient: visit.patient, late: date(start) < today });
    }
  }
  const dated = (records: readonly Record_[], field: string, kind: Exclude<WeekItem['kind'], 'visit' | Due>, stands: (one: Record_) => boolean): void => {
    for (const one of records) {
      if (isDeleted(one) || !stands(one)) continue;
      const days = isUnsettled(one, field) ? (one.fields[field]?.heads ?? []).map(({ value }) => textOf(value)) : [textField(one, field)];
      for (const on of days.filter(Boolean)) found.push({ on, time: '', kind, record: one.id, patient: one.patient, late: on < today });
    }
  };
  dated(facts.tasks, 'due', 'task', (task) => anyIs(task, 'owner', me) && ['requested', 'in-progress'].some((state) => anyIs(task, 'state', state)));
  dated(facts.actions, 'due', 'action', (action) => isDoneBy(action, facts.doer) && isOpenAction(action));
  dated(facts.goals, 'nextDue', 'goal', (goal) => !['completed', 'cancelled'].includes(textOf(settled(goal, 'state'))));
  // A day that a conference left for the next one is a plan; once it is over, the next one has a day of its own.
  dated(facts.conferences, 'plannedFor', 'conference', (one) => ['', 'planned'].includes(textOf(settled(one, 'state'))) || isUnsettled(one, 'state'));
  dated(facts.conferences, 'nextDate', 'conference', (one) => textField(one, 'nextDate') >= today && settled(one, 'state') !== 'called-off');
  dated(facts.transitions, 'nextDue', 'transition', (one) => isOpen(one) && anyIs(one, 'owner', me));
  dated(facts.options, 'neededBy', 'options', (one) => !['placed', 'ended'].includes(textOf(settled(one, 'state'))));
  for (const { due, patient, record, kind } of facts.contacts) found.push({ on: date(due), time: '', kind, record, patient, late: date(due) < today });
  const order = (a: WeekItem, b: WeekItem): number => Number(b.late) - Number(a.late) || (a.time === b.time ? (a.record < b.record ? -1 : 1) : a.time === '' ? 1 : b.time === '' ? -1 : a.time < b.time ? -1 : 1);
  return days.map((day, index) => ({
    date: day,
    items: found.filter(({ on, late }) => on === day || (index === 0 && late)).map(({ time: hour, kind, record, patient, late }) => ({ time: hour, kind, record, patient, late })).sort(order),
  }));
};
