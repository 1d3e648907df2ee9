/** The end of a patient's care: what stays open, what a closing needs, and what an outcome counts. */
import { anyValue, headsOf, isDeleted, isUnsettled, settled, textField, textOf, type RecordLike } from './reading';

const OPEN: Readonly<Record<string, readonly string[]>> = {
  goal: ['proposed', 'planned', 'accepted', 'active', 'on-hold'],
  intervention: ['planned', 'active'],
  need: ['suggested', 'confirmed'],
  visit: ['planned', 'open', 'ended'],
  task: ['requested', 'in-progress'],
  // One that waits to be sent would never leave: nobody looks for it in a chart that is closed.
  referral: ['draft', 'requested', 'received', 'accepted', 'in-progress', 'on-hold'],
  teaching: ['open'],
  // A move, a call and a list of places go on in Work for as long as nobody says otherwise.
  transition: ['referred', 'accepted', 'planned', 'left', 'arrived'],
  'coverage-check': ['open'],
  facility_options: ['open', 'shown', 'chosen'],
  conference: ['planned', 'held'],
};

/** What somebody still has to end, carry on or hand over once care is over; nobody ends it for her. */
export const stillOpen = <T extends RecordLike>(records: readonly T[]): T[] =>
  records.filter((record) => {
    const states = OPEN[record.kind];
    return states !== undefined && !isDeleted(record) && headsOf(record, 'state').some(({ value }) => states.includes(textOf(value)));
  });

export const OPEN_KINDS = Object.keys(OPEN);

/** Needs by what came of them, each once; one whose state or outcome has different answers is open. */
export const NEED_GROUPS = { open: 'Open', met: 'Met', partly: 'Partly met', unmet: 'Not met', declined: 'Declined', lost: 'Lost: could not contact', gone: 'The need is gone' } as const;

export type NeedGroup = keyof typeof NEED_GROUPS;

const GROUP_OF: Readonly<Record<string, NeedGroup>> = {
  met: 'met',
  'partly-met': 'partly',
  'not-met-no-capacity': 'unmet',
  'not-met-not-eligible': 'unmet',
  'not-met-could-not-contact': 'lost',
  'not-met-patient-declined': 'declined',
  'need-gone': 'gone',
};

const groupOf = (need: RecordLike): NeedGroup => {
  const state = textOf(settled(need, 'state'));
  if (state === 'declined') return 'declined';
  if (state !== 'closed') return 'open';
  return GROUP_OF[textOf(settled(need, 'outcome'))] ?? 'open';
};

export const needCounts = (needs: readonly RecordLike[]): [NeedGroup, number][] => {
  const groups = needs.filter((need) => !isDeleted(need)).map(groupOf);
  return (Object.keys(NEED_GROUPS) as NeedGroup[]).map((group): [NeedGroup, number] => [group, groups.filter((one) => one === group).length]).filter(([, count]) => count > 0);
};

/** When care is over, by whichever of the two says so; with different answers of that day it is told as not settled. */
export const overSince = (patient: RecordLike | undefined): { how: 'died' | 'discharged'; on: string } | null => {
  const died = headsOf(patient, 'deceased').map(({ value }) => textOf(value)).filter(Boolean).sort();
  if (died[0]) return { how: 'died', on: died[0] };
  const left = headsOf(patient, 'discharged').map(({ value }) => textOf(value)).filter(Boolean).sort();
  return left[0] ? { how: 'discharged', on: left[0] } : null;
};

export interface Closing {
  reason: string;
  on: string;
  handedTo: string;
  handOver: string;
  /** How the patient stood 30 days after care began; empty where that is still to come or nobody asked. */
  outcome?: string;
  referredBy?: string;
}

/** What speaks against closing so, at the field that is to be mended; null where nothing does. */
export const closingObjection = (closing: Closing, patient: RecordLike, today: string): { at: keyof Closing; words: string } | null => {
  const begun = textField(patient, 'startOfCare');
  if (closing.reason === '') return { at: 'reason', words: 'Choose why care ended.' };
  if (closing.on === '') return { at: 'on', words: 'On which day did care end?' };
  if (closing.on > today) return { at: 'on', words: 'This day is still to come. Close care once it has ended.' };
  if (begun !== '' && closing.on < begun) return { at: 'on', words: 'This is before the start of care. One of the two is wrong.' };
  if (closing.handedTo.trim() === '' && closing.reason !== 'died') return { at: 'handedTo', words: 'Who goes on? If nobody does, write "Nobody".' };
  return null;
};

/** Events newest first; one without a day last. */
export const eventsOf = <T extends RecordLike>(events: readonly T[]): T[] => {
  const on = (event: T): string => textOf(anyValue(event, 'on'));
  return events.filter((event) => !isDeleted(event)).sort((a, b) => (on(a) > on(b) ? -1 : 1));
};

export const goalsByProgress = (goals: readonly RecordLike[]): [string, number][] => {
  const counts = new Map<string, number>();
  for (const goal of goals) {
    if (isDeleted(goal) || textOf(settled(goal, 'state')) === 'cancelled') continue;
    const progress = isUnsettled(goal, 'progress') ? 'not settled' : textField(goal, 'progress');
    counts.set(progress, (counts.get(progress) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
};
