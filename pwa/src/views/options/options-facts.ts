/** What an options record asks for, as the rules over the directory read it. */
import type { AppStore, RecordId, RecordView } from '../../app/contract';
import { estimateOf, type Estimate, type PayerCode, type StayAsked } from '../../domain/cost-estimate';
import { facilitiesOf, zipPoint } from '../../domain/directory';
import { looser, matchesOf, type Looser, type Match, type Narrowing, type Wanted } from '../../domain/facility-match';
import { familySaid, offeredSaid, type FamilyKey, type FamilyLanguage } from '../../domain/family-words';
import { mustHaveWords } from '../../domain/place-lines';
import { anyValue, isObject, isUnsettled, listOf, settled, textField, textOf } from '../../domain/reading';
import { stateWords } from '../parts/value-words';
import type { Stroke } from '../visit/statement';

export const PLANNED_DAYS = 30;

/** The patient's ZIP code; empty where none is known. */
export const addressOf = (store: AppStore, patient: RecordId): string => {
  const address = anyValue(store.record(patient), 'address');
  return isObject(address) ? textOf(address.postalCode) : '';
};

const numberField = (record: RecordView, field: string): number | null => {
  const value = settled(record, field);
  return typeof value === 'number' ? value : null;
};

export const mustHavesOf = (record: RecordView): string[] => [...new Set(listOf(anyValue(record, 'mustHaves')).map(textOf).filter(Boolean))];

export const daysOf = (record: RecordView): number => numberField(record, 'days') ?? PLANNED_DAYS;

export const PROGRAM_NAMES = { medicare: 'Medicare', medicaid: 'Medicaid', '': '' } as const;

/** Spend-down and a pending answer end in Medicaid: a place that is no provider of it is none for them. */
export const programOf = (record: RecordView): Wanted['program'] => {
  const pays = textOf(settled(record, 'pays'));
  return pays === 'medicare' ? 'medicare' : ['medicaid', 'medicaid-pending', 'spend-down'].includes(pays) ? 'medicaid' : '';
};

const wantedOf = (store: AppStore, record: RecordView): Wanted => {
  const coverage = store.record(textField(record, 'coverage') as RecordId);
  const near = textField(record, 'near');
  return {
    levelOfCare: textOf(settled(record, 'levelOfCare')),
    mustHaves: mustHavesOf(record),
    payer: textField(coverage, 'payer'),
    plan: textField(coverage, 'plan'),
    medicaidPending: settled(record, 'pays') === 'medicaid-pending',
    program: programOf(record),
    from: near === '' ? null : zipPoint(store, near),
    within: numberField(record, 'within'),
  };
};

export const matchesFor = (store: AppStore, record: RecordView): Match[] => matchesOf(facilitiesOf(store), wantedOf(store, record));

/** Which one wish, asked for less, would let places fit. */
export const looserFor = (store: AppStore, record: RecordView, narrowing: Narrowing): Looser[] => looser(facilitiesOf(store), wantedOf(store, record), narrowing);

/** Of one place; where two people differ on who pays, nothing is estimated from either. */
export const estimateFor = (record: RecordView, match: Match, today: string, language: FamilyLanguage = 'en'): Estimate | null => {
  const rate = match.facility.ours.privateRate;
  const perDay = rate ? Number(rate.perDay) : Number.NaN;
  const stay: StayAsked = {
    pays: textOf(settled(record, 'pays')) as PayerCode | '',
    qualifying: textOf(settled(record, 'qualifyingStay')) as StayAsked['qualifying'],
    daysUsed: numberField(record, 'daysUsed') ?? 0,
    days: daysOf(record),
    begins: textOf(settled(record, 'neededBy')) || today,
    unpaid: match.takesPart === 'no' ? PROGRAM_NAMES[programOf(record)] : '',
    privateRate: rate && Number.isFinite(perDay) ? { perDay, asOf: rate.asOf } : null,
  };
  return estimateOf(textOf(settled(record, 'levelOfCare')), stay, language);
};

/** Levels of care as the patient and family read them. */
const PLAIN_LEVELS: Readonly<Record<string, FamilyKey>> = {
  snf: 'seekSnf', ltc: 'seekLtc', irf: 'seekIrf', ltch: 'seekLtch', 'home-health': 'seekHome', hospice: 'seekHospice',
};

const directoryOf = (referral: RecordView): string => {
  const target = settled(referral, 'target');
  return isObject(target) ? textOf(target.directory) : '';
};

const ANSWERED = new Set(['accepted', 'rejected', 'in-progress', 'completed', 'failed']);

/** How each place of the directory answered a referral of ours last, whoever it was for: names nobody. */
export const lastAnswers = (store: AppStore, day: (at: string) => string): Map<string, string> => {
  const found = new Map<string, { at: string; words: string }>();
  for (const one of store.all('referral')) {
    const [head] = one.fields['state']?.heads ?? [];
    const place = directoryOf(one);
    if (!head || place === '' || isUnsettled(one, 'state') || !ANSWERED.has(textOf(head.value)) || (found.get(place)?.at ?? '') > head.at) continue;
    const reason = head.why?.text ? ` (${head.why.text.toLocaleLowerCase()})` : '';
    found.set(place, { at: head.at, words: `Our last referral: ${stateWords(textOf(head.value), 'referral').toLocaleLowerCase()}${reason}, ${day(head.at)}` });
  }
  return new Map([...found].map(([place, { words }]) => [place, words]));
};

/** What was looked for, in one sentence that is kept with the list. */
export const filterWords = (record: RecordView, words: (field: string, value: unknown) => string, left: number, language: FamilyLanguage, spanish: ReadonlyMap<string, string>): string => {
  const say = (key: FamilyKey, values?: Record<string, string>): string => familySaid(language, key, values);
  const within = numberField(record, 'within');
  const level = PLAIN_LEVELS[textOf(settled(record, 'levelOfCare'))];
  return [
    level ? say(level) : offeredSaid(language, words('levelOfCare', settled(record, 'levelOfCare')), spanish),
    textField(record, 'near') && say('seekNear', { zip: textField(record, 'near') }),
    within === null ? '' : say('seekWithin', { miles: String(within) }),
    ...mustHavesOf(record).map((one) => mustHaveWords(language, one)),
    left > 0 ? say('seekLess', { count: String(left) }) : '',
  ]
    .filter(Boolean)
    .join(', ');
};

export interface Chosen {
  facility: string;
  name: string;
}

/** What the patient or who speaks for her chose, and signed. */
export interface Signed {
  name: string;
  relation: string;
  strokes: Stroke[];
  typed: string;
}

/** Where it led. */
export interface Agreed {
  place: Chosen;
  acceptedBy: string;
  bedHoldUntil: string | null;
  transport: string;
  reportTo: string;
}

export const choiceOf = (record: RecordView): { places: Chosen[]; by: string; at: string; statement: string; signed: 'typed' | 'drawn' | '' } | null => {
  const value = settled(record, 'choice');
  if (!isObject(value)) return null;
  const places = listOf(value.places).filter(isObject).map((one) => ({ facility: textOf(one.facility), name: textOf(one.name) }));
  const signed = textOf(value.typed) === '' ? (value.signature ? 'drawn' : '') : 'typed';
  return { places, by: isObject(value.by) ? textOf(value.by.name) : '', at: textOf(value.at), statement: textOf(value.statement), signed };
};
