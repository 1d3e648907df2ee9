/**
 * One page for the patient and the family: what they want, how it goes, what comes next, whom to call. In plain
 * words (`family-words.json`, measured in a test), and without anything that was said in private.
 */
import { familySaid, offeredSaid, type FamilyKey as Key, type FamilyLanguage as Language } from './family-words';
import { isPatients, isSaidAtHome, quotedIf } from './goal-words';
import { lastMeasured } from './measures';
import { isPrivateNeed } from './private-need';
import { anyValue, isDeleted, isObject, isUnsettled, settled, textField, textOf, type RecordLike } from './reading';

export interface Page {
  title: string;
  parts: { heading: string; lines: Line[] }[];
}

/** A goal in its own words, and under it how far it is. */
export interface Line {
  words: string;
  under: string[];
}

export interface SummaryFacts {
  patient: RecordLike;
  goals: readonly RecordLike[];
  needs: readonly RecordLike[];
  actions: readonly RecordLike[];
  visits: readonly RecordLike[];
  taught: readonly { title: string }[];
  /** What the patient's settings offer, in Spanish. */
  spanish: ReadonlyMap<string, string>;
  phones: { office: string; night: string };
  /** A day or a moment in the words of the language. */
  day: (at: string) => string;
  /** The present, as a moment. */
  now: string;
}

const OVER = new Set(['completed', 'cancelled']);
const TOLD = ['achieved', 'improving', 'worsening', 'no-change'];

/** What she wants herself; the goals that others named with her stand apart. */
const isOwn = (goal: RecordLike): boolean => isPatients(settled(goal, 'expressedBy'));

const alone = (words: string): Line => ({ words, under: [] });

const goalLine = (goal: RecordLike, language: Language, day: (at: string) => string): Line => {
  const say = (key: Key, values?: Record<string, string>): string => familySaid(language, key, values);
  if (isUnsettled(goal, 'words')) return alone(say('differ'));
  const own = isOwn(goal);
  const words = quotedIf(textField(goal, 'words'), isSaidAtHome(settled(goal, 'expressedBy')));
  if (['target', 'baseline', 'progress'].some((field) => isUnsettled(goal, field))) return { words, under: [say('differ')] };
  const last = lastMeasured(goal)?.words;
  const fact = (field: string): string => textOf(settled(goal, field));
  const progress = TOLD.find((one) => one === fact('progress'));
  return {
    words,
    under: [
      ...(last ? [say('measured', { measured: last })] : fact('baseline') ? [say('now', { now: fact('baseline') })] : []),
      ...(fact('target') ? [say(own ? 'target' : 'aim', { target: fact('target') })] : []),
      ...(progress ? [say(progress as Key)] : []),
      ...(fact('nextStep') ? [[say('next', { step: fact('nextStep') }), fact('nextDue') ? say('by', { day: day(fact('nextDue')) }) : ''].filter(Boolean).join(' ')] : []),
    ],
  };
};

export const familySummary = (facts: SummaryFacts, language: Language): Page => {
  const { patient, day, phones, now } = facts;
  const say = (key: Key, values?: Record<string, string>): string => familySaid(language, key, values);
  const hidden = new Set(facts.needs.filter(isPrivateNeed).map(({ id }) => id));
  const shown = facts.goals.filter((goal) => !isDeleted(goal) && !OVER.has(textOf(settled(goal, 'state'))) && !hidden.has(textField(goal, 'need')));
  const [own, ours] = [shown.filter(isOwn), shown.filter((goal) => !isOwn(goal))];
  const linesOf = (goals: readonly RecordLike[]): Line[] => goals.map((goal) => goalLine(goal, language, day));
  const open = facts.actions.filter((action) => !isDeleted(action) && ['planned', 'active'].includes(textOf(settled(action, 'state'))));
  const hiddenGoals = new Set(facts.goals.filter((goal) => hidden.has(textField(goal, 'need'))).map(({ id }) => id));
  const actions = open.filter((action) => !hiddenGoals.has(textField(action, 'goal')) && !isUnsettled(action, 'what'));
  const ahead = facts.visits
    .filter((visit) => settled(visit, 'state') === 'planned')
    .map((visit) => anyValue(visit, 'scheduledFor'))
    .flatMap((span) => (isObject(span) && textOf(span.start) > now ? [textOf(span.start)] : []))
    .sort();
  const discharged = textOf(settled(patient, 'discharged'));
  const next = [
    ...(ahead[0] ? [say('visit', { day: day(ahead[0]) })] : []),
    ...actions.map((action) => [`${offeredSaid(language, textField(action, 'what'), facts.spanish).replace(/[.]+$/u, '')}.`, settled(action, 'due') ? say('by', { day: day(textOf(settled(action, 'due'))) }) : ''].filter(Boolean).join(' ')),
  ];
  const end = discharged === '' ? [] : [say('ended', { day: day(discharged) }), ...(textField(patient, 'handedTo') ? [say('goesOn', { who: textField(patient, 'handedTo') })] : [])];
  return {
    title: say('title'),
    parts: [
      ...(own.length > 0 ? [{ heading: say('goals'), lines: linesOf(own) }] : ours.length > 0 ? [] : [{ heading: say('goals'), lines: [alone(say('noGoals'))] }]),
      ...(ours.length > 0 ? [{ heading: say('ours'), lines: linesOf(ours) }] : []),
      { heading: say('todo'), lines: (end.length > 0 ? end : next.length > 0 ? next : [say('nothing')]).map(alone) },
      ...(facts.taught.length > 0 ? [{ heading: say('taught'), lines: facts.taught.map(({ title }) => alone(title)) }] : []),
      { heading: say('call'), lines: [say('office', { phone: phones.office }), ...(phones.night ? [say('night', { phone: phones.night })] : []), say('danger')].map(alone) },
    ],
  };
};
