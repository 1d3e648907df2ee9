/** A chart's days from its records, newest first; pure, so that list and table say the same. */
import type { RecordView } from '../../app/contract';
import { showDate } from '../../domain/dates';
import { KINDS } from '../../domain/generated/kinds';
import { LIFECYCLES } from '../../domain/generated/lifecycles';
import { measuresOf } from '../../domain/measures';
import { anyValue, headsOf, isObject, textField, textOf } from '../../domain/reading';
import { reasonWords } from '../../domain/referrals';
import { returnsOf } from '../../domain/rounds';
import { isPrivate } from '../../domain/safety';
import { recordTitle } from '../different/record-title';
import { answerWords, OUTCOMES } from '../parts/coverage-words';
import type { IconName } from '../parts/icons';
import { kindTitle, valueWords, type Names } from '../parts/value-words';
import { PLAN_KINDS, planEvents } from './plan-events';
import { isSettled, scoreWords, type ScoreLine } from './scores';

/** What can be asked for, in the order in which it is offered. */
export const TOPICS = {
  visits: 'Visits',
  scores: 'Scores',
  plan: 'Needs and plan',
  referrals: 'Referrals',
  teaching: 'Teaching',
  work: 'Tasks, moves and insurance calls',
  safety: 'Safety',
  notes: 'Notes and photos',
  health: 'Health and medicines',
  people: 'People and insurance',
  contact: 'Messages, calls and meetings',
} as const;

export type Topic = keyof typeof TOPICS;

export interface Entry {
  id: string;
  /** What it tells of; empty where it sums several up. */
  record: string;
  at: string;
  by: string;
  icon: IconName;
  sentence: string;
  /** The visit it was made in; entries outside of visits stand alone. */
  visit: string | null;
  pending: boolean;
  topics: readonly Topic[];
}

const LOOK: Readonly<Record<string, [IconName, ...Topic[]]>> = {
  visit: ['home', 'visits'],
  assessment: ['tick'],
  note: ['note', 'notes'],
  attachment: ['note', 'notes'],
  need: ['flag', 'plan'],
  goal: ['flag', 'plan'],
  intervention: ['work', 'plan'],
  plan: ['work', 'plan'],
  plan_version: ['tick', 'plan'],
  conference: ['patients', 'plan'],
  referral: ['arrow', 'referrals'],
  consent: ['tick', 'referrals'],
  task: ['work', 'work'],
  transition: ['arrow', 'work'],
  facility_options: ['home', 'work'],
  medication: ['edit', 'health'],
  allergy: ['edit', 'health'],
  condition: ['edit', 'health'],
  contact: ['person', 'people'],
  coverage: ['library', 'people'], 'coverage-check': ['phone', 'work'],
  safety: ['stop', 'safety'],
  teaching: ['person', 'teaching'],
  message: ['received', 'contact'],
  contact_log: ['phone', 'contact'],
  event: ['warning', 'health'],
  episode: ['home', 'work'],
};

/** Kinds that a timeline is made of. */
export const TIMELINE_KINDS = Object.keys(LOOK);

const VISIT_WORDS: Record<string, string> = {
  planned: 'Visit planned', open: 'Visit begun', ended: 'Visit ended, not signed', signed: 'Visit signed', received: 'Visit received',
  returned: 'Visit returned', approved: 'Visit approved', 'not-home': 'Patient not home', cancelled: 'Visit cancelled',
};

const visitWords = (record: RecordView): string => {
  const type = anyValue(record, 'type');
  const words = isObject(type) ? textOf(type.display) : '';
  return [VISIT_WORDS[textField(record, 'state')] ?? 'Visit', words].filter(Boolean).join(' · ');
};

/** "Fall on Nov 26, 2026, in the kitchen": when it happened is not when somebody heard of it. */
const eventWords = (record: RecordView): string => {
  const [on, place] = [textField(record, 'on'), textField(record, 'place')];
  const what = [valueWords('event', 'what', anyValue(record, 'what')) || kindTitle('event'), on && `on ${showDate(on)}`].filter(Boolean).join(' ');
  return [what, place].filter(Boolean).join(' · ');
};

/** What may be written down later stands where it happened. */
const HAPPENED: Readonly<Record<string, string>> = { visit: 'startedAt', contact_log: 'at' };

const sentenceOf = (record: RecordView): string => {
  if (record.kind === 'visit') return visitWords(record);
  if (record.kind === 'safety') return isPrivate(record) ? 'Private follow-up' : 'Safety steps begun';
  if (record.kind === 'note') return 'Note written';
  if (record.kind === 'event') return eventWords(record);
  if (record.kind === 'attachment') return ['Photo taken', textField(record, 'caption')].filter(Boolean).join(': ');
  const title = recordTitle(record);
  const kind = kindTitle(record.kind);
  if (record.kind === 'contact_log') return [`${kind}: ${title}`, valueWords('contact_log', 'outcome', textField(record, 'outcome'))].filter(Boolean).join(' · ');
  return title === kind ? `${kind} recorded` : `${kind}: ${title}`;
};

type Piece = Entry & { imports: boolean };

const pieceOf = (record: RecordView): Piece => {
  const [icon, ...topics] = LOOK[record.kind] ?? ['note'];
  return {
    id: record.id,
    record: record.id,
    at: textField(record, HAPPENED[record.kind] ?? '') || record.created.at,
    by: record.created.by,
    icon,
    sentence: sentenceOf(record),
    visit: record.kind === 'visit' ? record.id : record.created.visit,
    pending: record.pending,
    topics,
    imports: IMPORTED.includes(record.kind),
  };
};

/** What happened to a record after it was made, as far as it says when. */
const later = (record: RecordView, id: string, made: { at: string; by: string; pending?: boolean }, more: Partial<Piece> & { sentence: string }): Piece =>
  ({ ...pieceOf(record), imports: false, id: `${record.id}/${id}`, at: made.at, by: made.by, pending: made.pending ?? false, ...more });

const ofVisit = (record: RecordView): Piece[] => [
  ...headsOf(record, 'signature').map((head, place) => later(record, `signature/${place}`, head, { icon: 'edit', sentence: 'Signed' })),
  ...returnsOf(record).map(({ round, at, by, remarks }) =>
    later(record, `return/${round}`, { at, by }, { icon: 'returned', sentence: `Returned, ${remarks.length} ${remarks.length === 1 ? 'remark' : 'remarks'}` })),
  ...(record.entries.approvals ?? []).map((entry) => later(record, entry.id, entry, { icon: 'done', sentence: 'Approved' })),
];

const SAFETY_WORDS: Readonly<Record<string, string>> = { acknowledged: 'Safety steps seen by the office', closed: 'Safety steps closed' };

/** Of a private follow-up nothing more is said than that there is one. */
const ofSafety = (record: RecordView): Piece[] =>
  isPrivate(record)
    ? []
    : [...(record.fields.state?.heads ?? []), ...(record.fields.state?.past ?? [])].flatMap((head, place) => {
        const sentence = SAFETY_WORDS[textOf(head.value)];
        return sentence === undefined ? [] : [later(record, `state/${place}`, head, { sentence, visit: head.visit })];
      });

/** How far it came, each state where it was reached: "Referral: Meals at home · Elm Kitchen: Accepted". */
const ofStates = ({ initial, states }: { initial: string; states: Readonly<Record<string, string>> }, told: (record: RecordView) => string) => (record: RecordView): Piece[] => {
  const heads = record.fields.state?.heads ?? [];
  return [...heads, ...(record.fields.state?.past ?? [])].flatMap((head, place) => {
    const state = textOf(head.value);
    if (state === initial) return [];
    const open = heads.length > 1 && place < heads.length;
    const chosen = reasonWords(head.why);
    const why = head.why === null ? '' : [chosen, head.why.text === chosen ? '' : head.why.text || (chosen === '' ? head.why.code : '')].filter(Boolean).map((words) => `, ${words}`).join('');
    const sentence = `${told(record)}: ${states[state] ?? state}${why}${open ? ', not settled' : ''}`;
    return [later(record, `state/${head.stamps[0] ?? head.at}`, head, { sentence, visit: head.visit })];
  });
};

const ofReferral = ofStates(LIFECYCLES.referral, sentenceOf);

const CONTACTS = KINDS.transition.fields.contacts?.codes ?? {};

/** A move has long names on both ends, which its first line has said. */
const ofTransition = (record: RecordView): Piece[] => [
  ...ofStates(LIFECYCLES.transition, () => 'Transition')(record),
  ...(record.entries.contacts ?? []).map((entry) => {
    const said = isObject(entry.value) ? entry.value : {};
    const [point, result] = (['point', 'result'] as const).map((part) => CONTACTS[part]?.[textOf(said[part])] ?? textOf(said[part]));
    return later(record, entry.id, entry, { icon: 'phone', sentence: `Contact after a move, ${point}: ${result}`, visit: entry.visit, topics: ['work', 'contact'] });
  }),
];

/** What an office said is told with the state that it led to; other calls, each as it went. */
const ofInsuranceCall = (record: RecordView): Piece[] => [
  ...ofStates(LIFECYCLES['coverage-check'], sentenceOf)(record),
  ...(record.entries.calls ?? []).map((entry) => {
    const call = isObject(entry.value) ? entry.value : {};
    const office = isObject(call['provider']) ? textOf(call['provider']['name']) : '';
    const sentence = `Called ${office}: ${OUTCOMES[textOf(call['outcome'])] ?? ''}${call['accepts'] === undefined ? '' : `. ${answerWords(call)}`}`;
    return later(record, entry.id, entry, { sentence, visit: entry.visit });
  }),
];

const ofConsent = (record: RecordView): Piece[] => {
  const heads = record.fields.agreed?.heads ?? [];
  return [...heads, ...(record.fields.agreed?.past ?? [])].map((head, place) => {
    const open = heads.length > 1 && place < heads.length;
    const sentence = `${head.value === true ? 'Agreed' : 'Did not agree'} to share with ${recordTitle(record)}${open ? ', not settled' : ''}`;
    return later(record, `agreed/${head.stamps[0] ?? head.at}`, head, { sentence, visit: head.visit });
  });
};

const ofNote = (record: RecordView): Piece[] =>
  (record.entries.addenda ?? []).map((entry) => later(record, entry.id, entry, { sentence: 'Added to the note', visit: entry.visit ?? record.created.visit }));

const ofAssessment = (record: RecordView, scores: ReadonlyMap<string, Told>): Piece => {
  const found = scores.get(record.id);
  if (found === undefined) return pieceOf(record);
  const { settled, differing } = found;
  const sentence = [...settled, ...(differing.length > 0 ? [`${differing.join(', ')}: not settled, different answers`] : [])].join('; ');
  return { ...pieceOf(record), icon: differing.length > 0 ? 'different' : 'tick', sentence, topics: ['scores'] };
};

const ofPlan = (records: RecordView[], names: Names): Piece[] =>
  planEvents(records, names).map(({ record, field, sentence, id, at, by, visit, pending }) => {
    const made = pieceOf(record);
    const referral = textField(record, 'kind') === 'referral' ? ['referrals' as const] : [];
    return { ...made, id, at, by, visit, pending, imports: field === null, sentence: field === null ? made.sentence : sentence, topics: [...made.topics, ...referral] };
  });

/** How near a goal came is told where it was measured: "Measured: 143 mmHg, Blood pressure under 140". */
const ofMeasures = (goal: RecordView): Piece[] => {
  const words = new Map(measuresOf(goal).map((measure) => [measure.id, measure.words]));
  return (goal.entries.measures ?? []).flatMap((entry) => {
    const measured = words.get(entry.id);
    return measured === undefined ? [] : [later(goal, entry.id, entry, { icon: 'tick', sentence: `Measured: ${measured}, ${recordTitle(goal)}`, visit: entry.visit })];
  });
};

const MORE: Readonly<Record<string, (record: RecordView) => Piece[]>> = {
  visit: ofVisit, safety: ofSafety, note: ofNote, referral: ofReferral, transition: ofTransition, 'coverage-check': ofInsuranceCall,
  facility_options: ofStates(LIFECYCLES.facility_options, sentenceOf),
};

interface Told {
  settled: string[];
  /** Titles of scores that nobody can say yet. */
  differing: string[];
}

const told = (lines: readonly ScoreLine[]): ReadonlyMap<string, Told> => {
  const found = new Map<string, Told>();
  for (const { title, newestFirst } of lines) {
    for (const score of newestFirst) {
      const one = found.get(score.assessment) ?? { settled: [], differing: [] };
      if (isSettled(score)) one.settled.push(`${title}: ${scoreWords(score)}`);
      else one.differing.push(title);
      found.set(score.assessment, one);
    }
  }
  return found;
};

/** What came with the import all has one time; a timeline of 60 equal rows says nothing, so it is one row. */
const IMPORTED = ['condition', 'medication', 'allergy', 'contact', 'coverage', 'plan', 'goal', 'intervention'];
const FOLDED = 3;

const folded = (pieces: readonly Piece[], isSomebody: (id: string) => boolean): Entry[] => {
  const byMinute = new Map<string, Piece[]>();
  for (const piece of pieces) {
    // What a person wrote is told one by one: a conference writes four things in a minute, and none came with the chart.
    if (piece.visit !== null || !piece.imports || isSomebody(piece.by)) continue;
    const minute = piece.at.slice(0, 16);
    const known = byMinute.get(minute);
    if (known) known.push(piece);
    else byMinute.set(minute, [piece]);
  }
  const gone = new Set<Piece>();
  const sums: Entry[] = [];
  for (const group of byMinute.values()) {
    const [first] = group;
    if (first === undefined || group.length <= FOLDED) continue;
    for (const piece of group) gone.add(piece);
    const topics = [...new Set(group.flatMap((piece) => piece.topics))];
    sums.push({ id: `sum-${first.id}`, record: '', at: first.at, by: first.by, icon: 'library', sentence: `${group.length} things came with the chart`, visit: null, pending: false, topics });
  }
  return [...pieces.filter((piece) => !gone.has(piece)), ...sums];
};

/**
 * Newest first. `lines` are the scores that the chart shows: what it does not show is told by no sentence either.
 * `isSomebody` says whether an author is a person of the agency, and no import.
 */
export const timelineOf = (records: readonly RecordView[], lines: readonly ScoreLine[], names: Names, isSomebody: (id: string) => boolean): Entry[] => {
  const scores = told(lines);
  const isPlan = (record: RecordView): boolean => (PLAN_KINDS as readonly string[]).includes(record.kind);
  const pieces = records.filter((record) => !isPlan(record)).flatMap((record): Piece[] => {
    if (record.kind === 'assessment') return [ofAssessment(record, scores)];
    // What was said about sharing is told as said, each time anew.
    if (record.kind === 'consent') return ofConsent(record);
    return [pieceOf(record), ...(MORE[record.kind]?.(record) ?? [])];
  });
  const measures = records.filter(({ kind }) => kind === 'goal').flatMap(ofMeasures);
  return folded([...pieces, ...ofPlan(records.filter(isPlan), names), ...measures], isSomebody).sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1));
};

/** Those of the asked topics; with none asked, everything. */
export const about = (entries: Entry[], asked: ReadonlySet<Topic>): Entry[] =>
  asked.size === 0 ? entries : entries.filter(({ topics }) => topics.some((topic) => asked.has(topic)));

/** Offered are those of which there is anything. */
export const topicsOf = (entries: readonly Entry[]): Topic[] => {
  const there = new Set(entries.flatMap(({ topics }) => topics));
  return (Object.keys(TOPICS) as Topic[]).filter((topic) => there.has(topic));
};

export interface Group {
  key: string;
  visit: Entry | null;
  entries: Entry[];
}

/**
 * Newest first; what belongs to a visit stands under it. `visits` has the visits that the entries were made
 * in, also where the visit itself was not asked for.
 */
export const groupedByVisit = (entries: readonly Entry[], visits: ReadonlyMap<string, Entry>): Group[] => {
  const groups: Group[] = [];
  const known = new Map<string, Group>();
  for (const entry of entries) {
    if (entry.visit === null) {
      groups.push({ key: entry.id, visit: null, entries: [entry] });
      continue;
    }
    let group = known.get(entry.visit);
    if (group === undefined) {
      group = { key: entry.visit, visit: visits.get(entry.visit) ?? null, entries: [] };
      known.set(entry.visit, group);
      groups.push(group);
    }
    if (entry.id !== entry.visit) group.entries.push(entry);
  }
  return groups;
};

/** A screen's worth and no more: five years of a chart are two thousand rows. */
export const PAGE = 50;
