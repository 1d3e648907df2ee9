/**
 * The sixteen parts of a plan of care. A part counts once somebody has called its words right, and only while
 * the chart says what it said then, and no longer than a plan may go without review: nothing is carried forward.
 */
import { CODE_STATUS_NAMES } from './code-status-names';
import { daysFrom, showDate } from './dates';
import { KINDS } from './generated/kinds';
import { isSaidAtHome, quotedIf } from './goal-words';
import { isPrivateNeed } from './private-need';
import { anyValue, headsOf, isObject, listOf, rowsOf, settled, textField, textOf, type HeadLike, type RecordLike } from './reading';

export const PART_TITLES: Readonly<Record<string, string>> = KINDS.plan.fields.partsConfirmed?.codes?.part ?? {};
export const PART_KEYS: readonly string[] = Object.keys(PART_TITLES);

/** A plan is reviewed at least every 60 days, so a part is asked for again by then. */
export const COUNTS_FOR_DAYS = 60;

export interface ChartFacts {
  patient: RecordLike | undefined;
  of: (kind: string) => readonly RecordLike[];
  /** Newest complete score of each open instrument. */
  scores: readonly { words: string; at: string }[];
  /** `YYYY-MM-DD` of the agency's clock. */
  today: string;
  dateOf: (at: string) => string;
}

/** What the chart says of a part. */
export interface Prefill {
  words: string;
  source: string;
  /** When the newest of it was written; empty where nothing says when. */
  at: string;
}

/** `again`: it was right once, and the chart or the calendar has moved on. */
export type PartState = 'missing' | 'offered' | 'confirmed' | 'again' | 'different';

export interface CarePart {
  key: string;
  title: string;
  state: PartState;
  /** What stands in the plan; empty while nothing does. */
  words: string;
  prefill: Prefill | null;
  /** The last time that somebody called these words right. */
  confirmed: { by: string; at: string; source: string } | null;
}

const OVER = new Set(['completed', 'stopped', 'cancelled']);
const CURRENT = new Set(['', 'active', 'recurrence', 'relapse']);

const codingWords = (value: unknown): string => (isObject(value) ? textOf(value.display) || textOf(value.code) : textOf(value));

/** All that people say of a field: where they differ no answer is told as the one that stands. */
const said = (record: RecordLike | undefined, field: string, words: (value: unknown) => string = codingWords): string => {
  const answers = [...new Set(headsOf(record, field).map(({ value }) => words(value)).filter(Boolean))];
  return answers.length > 1 ? `not settled: ${answers.join(' / ')}` : (answers[0] ?? '');
};

const newest = (heads: readonly HeadLike[]): string => heads.reduce((last, { at }) => (at > last ? at : last), '');
const written = (records: readonly RecordLike[], fields: readonly string[]): string =>
  newest(records.flatMap((record) => fields.flatMap((field) => headsOf(record, field))));

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const joined = (...parts: string[]): string => parts.filter(Boolean).join(', ');

const standing = (records: readonly RecordLike[], status: string): RecordLike[] =>
  records.filter((record) => headsOf(record, status).length === 0 || headsOf(record, status).some(({ value }) => CURRENT.has(textOf(value))));

type Reader = (chart: ChartFacts) => Prefill | null;

const filled = (lines: readonly string[], source: string, at: string): Prefill | null => {
  const told = lines.filter(Boolean);
  return told.length === 0 ? null : { words: told.join('; '), source, at };
};

const diagnoses: Reader = ({ of }) => {
  const found = standing(of('condition'), 'clinicalStatus');
  return filled(found.map((one) => said(one, 'code')), counted(found.length, 'condition', 'conditions') + ' in the chart', written(found, ['code', 'clinicalStatus']));
};

const mentalStatus: Reader = ({ of, scores }) => {
  const needs = of('need').filter((need) => textField(need, 'state') === 'confirmed' && !isPrivateNeed(need));
  const named = needs.map((need) => said(need, 'domain')).filter(Boolean).join(', ');
  const at = [written(needs, ['domain', 'state']), ...scores.map((score) => score.at)].reduce((last, one) => (one > last ? one : last), '');
  return filled([...scores.map(({ words }) => words), named && `Needs: ${named}`], 'Scores and needs', at);
};

const open = (chart: ChartFacts, ...kinds: string[]): RecordLike[] => {
  const hidden = hiddenGoals(chart);
  return chart.of('intervention').filter((one) => !OVER.has(textField(one, 'state')) && kinds.includes(textField(one, 'kind')) && !hidden.has(textField(one, 'goal')));
};

/** Goals of needs that were told in private: they are in no plan that is shown. */
export const hiddenGoals = ({ of }: Pick<ChartFacts, 'of'>): ReadonlySet<string> => {
  const needs = new Set(of('need').filter(isPrivateNeed).map(({ id }) => id));
  return new Set(of('goal').filter((goal) => headsOf(goal, 'need').some(({ value }) => needs.has(textOf(value)))).map(({ id }) => id));
};

/** Goals that are worked on, without those of private needs. */
export const openGoals = (chart: Pick<ChartFacts, 'of'>): RecordLike[] => {
  const hidden = hiddenGoals(chart);
  return chart.of('goal').filter((goal) => !OVER.has(textField(goal, 'state')) && !hidden.has(goal.id));
};

const servicesNeeded: Reader = (chart) => {
  const actions = open(chart, 'service', 'referral');
  const brought = chart.of('plan').filter((plan) => textField(plan, 'state') === 'active').flatMap((plan) => listOf(anyValue(plan, 'activities')).map(textOf));
  return filled([...actions.map((one) => said(one, 'what')), ...new Set(brought)], 'Actions of the plan', written(actions, ['what', 'state']));
};

const visitFrequency: Reader = ({ of, dateOf, today }) => {
  const days = of('visit').filter((visit) => textField(visit, 'state') === 'planned').flatMap((visit) => {
    const span = anyValue(visit, 'scheduledFor');
    return isObject(span) && textOf(span.start) !== '' ? [{ visit, day: dateOf(textOf(span.start)) }] : [];
  }).filter(({ day }) => day >= today).sort((a, b) => (a.day < b.day ? -1 : 1));
  if (days.length === 0) return null;
  const listed = days.map(({ day }) => showDate(day)).join('; ');
  return { words: `${counted(days.length, 'visit', 'visits')} planned: ${listed}`, source: 'Visits planned', at: written(days.map(({ visit }) => visit), ['scheduledFor']) };
};

const nutrition: Reader = ({ of }) => {
  const needs = of('need').filter((need) => textField(need, 'state') === 'confirmed' && codeOf(need) === 'food-insecurity');
  return filled(needs.map((need) => joined(said(need, 'domain'), textField(need, 'reason'))), 'Needs', written(needs, ['domain', 'reason', 'state']));
};

const codeOf = (need: RecordLike): string => {
  const value = anyValue(need, 'domain');
  return isObject(value) ? textOf(value.code) : '';
};

const medicines: Reader = ({ of }) => {
  const [taken, allergies] = [standing(of('medication'), 'status'), standing(of('allergy'), 'clinicalStatus')];
  const names = allergies.map((one) => said(one, 'substance')).filter(Boolean).join(', ');
  return filled(
    [...taken.map((one) => joined(said(one, 'medicine'), said(one, 'dose'))), names && `Allergies: ${names}`],
    joined(counted(taken.length, 'medicine', 'medicines'), counted(allergies.length, 'allergy', 'allergies')),
    [written(taken, ['medicine', 'dose', 'status']), written(allergies, ['substance', 'clinicalStatus'])].sort().at(-1) ?? '',
  );
};

const RISK_DAYS = 365;

const admissionRisk: Reader = ({ patient, today, dateOf }) => {
  const since = daysFrom(today, -RISK_DAYS);
  const stays = rowsOf(patient, 'stays').filter(isObject).filter((stay) => {
    const at = textOf(stay.returnedHome) || textOf(stay.admitted);
    return at !== '' && dateOf(at) >= since;
  });
  if (stays.length === 0) return null;
  const listed = stays.map((stay) => joined(textOf(stay.facility) || 'hospital', showDate(dateOf(textOf(stay.admitted) || textOf(stay.returnedHome)))));
  const heads = Object.keys(patient?.fields ?? {}).filter((field) => field.startsWith('stays/')).flatMap((field) => headsOf(patient, field));
  return { words: `${counted(stays.length, 'hospital stay', 'hospital stays')} in the last 12 months: ${listed.join('; ')}`, source: 'Hospital stays', at: newest(heads) };
};

const dischargeEducation: Reader = (chart) => {
  const actions = open(chart, 'teaching');
  return filled(actions.map((one) => said(one, 'what')), 'Teaching in the plan', written(actions, ['what', 'state']));
};

const goalsInterventions: Reader = (chart) => {
  const goals = openGoals(chart);
  const line = (goal: RecordLike): string => {
    const [target, due] = [said(goal, 'target'), said(goal, 'due', (value) => showDate(textOf(value)))];
    return joined(quotedIf(said(goal, 'words'), isSaidAtHome(settled(goal, 'expressedBy'))), target && `target ${target}`, due && `by ${due}`);
  };
  return filled(goals.map(line), counted(goals.length, 'goal', 'goals'), written(goals, ['words', 'target', 'due', 'state']));
};

const advanceDirectives: Reader = ({ patient }) => {
  const heads = headsOf(patient, 'codeStatus');
  const words = (value: unknown): string => {
    if (!isObject(value)) return '';
    const date = textOf(value.date);
    return joined(textOf(value.display) || (CODE_STATUS_NAMES[textOf(value.code)] ?? ''), textOf(value.source), date && `as of ${showDate(date)}`);
  };
  const status = said(patient, 'codeStatus', words);
  return status === '' ? null : { words: `Code status: ${status}`, source: 'Code status in the chart', at: newest(heads) };
};

const additionalItems: Reader = ({ patient, of }) => {
  const language = anyValue(patient, 'language');
  const spoken = isObject(language) ? joined(textOf(language.display) || textOf(language.code), language.interpreter === true ? 'interpreter needed' : '') : '';
  const people = of('contact').filter((contact) => textField(contact, 'legalRepresentative') !== '');
  const named = people.map((one) => said(one, 'legalRepresentative'));
  return filled([spoken && `Language: ${spoken}`, ...named.map((one) => `Representative: ${one}`)], 'Patient and contacts', [newest(headsOf(patient, 'language')), written(people, ['legalRepresentative'])].sort().at(-1) ?? '');
};

/** Parts that nothing in the chart says are asked of a person alone. */
const READERS: Readonly<Record<string, Reader>> = {
  diagnoses, mentalStatus, servicesNeeded, visitFrequency, nutrition, medicines, admissionRisk, dischargeEducation, goalsInterventions, advanceDirectives, additionalItems,
};

interface Confirmation {
  by: string;
  at: string;
  source: string;
  chart: string;
}

const lastConfirmed = (plan: RecordLike | undefined, key: string, words: string): Confirmation | null => {
  const found = (plan?.entries.partsConfirmed ?? []).flatMap(({ value, by }): Confirmation[] =>
    isObject(value) && value.part === key && value.words === words ? [{ by, at: textOf(value.at), source: textOf(value.source), chart: textOf(value.chart) }] : [],
  );
  return found.reduce<Confirmation | null>((last, one) => (last !== null && last.at >= one.at ? last : one), null);
};

export const careParts = (plan: RecordLike | undefined, chart: ChartFacts): CarePart[] =>
  PART_KEYS.map((key): CarePart => {
    const heads = headsOf(plan, key);
    const prefill = READERS[key]?.(chart) ?? null;
    const words = textOf(heads[0]?.value);
    const confirmed = words === '' ? null : lastConfirmed(plan, key, words);
    const still = confirmed !== null && confirmed.chart === (prefill?.words ?? '') && chart.dateOf(confirmed.at) > daysFrom(chart.today, -COUNTS_FOR_DAYS);
    const state = ((): PartState => {
      if (heads.length > 1) return 'different';
      if (words === '') return prefill === null ? 'missing' : 'offered';
      return still ? 'confirmed' : 'again';
    })();
    return { key, title: PART_TITLES[key] ?? key, state, words, prefill, confirmed };
  });

export const partsDone = (parts: readonly CarePart[]): number => parts.filter(({ state }) => state === 'confirmed').length;

/**
 * The plan of care that people work on: one that was agreed here comes before one that came with the chart.
 * Everybody who has the same records picks the same one.
 */
export const currentPlan = <T extends RecordLike>(plans: readonly T[], versions: readonly RecordLike[]): T | undefined => {
  const standingPlans = plans.filter((plan) => ['draft', 'active'].includes(textField(plan, 'state')) || textField(plan, 'state') === '');
  const agreed = new Set(versions.map((version) => textField(version, 'plan')));
  const ours = (plan: RecordLike): boolean => agreed.has(plan.id) || PART_KEYS.some((key) => headsOf(plan, key).length > 0);
  const rank = (plan: RecordLike): number => (agreed.has(plan.id) ? 3 : ours(plan) ? 2 : textField(plan, 'state') === 'active' ? 1 : 0);
  return [...standingPlans].sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? 1 : -1))[0];
};
