/**
 * What an organisation is told: chosen part by part, and kept word for word with the referral. Nothing is in it
 * that was asked in private, no answer of any form, and nothing of alcohol or drug use without an agreement to that.
 */
import type { PacketPart } from './generated/values';
import { showDate } from './dates';
import { fullName } from './names';
import { headsOf, isObject, listOf, textField, textOf, type RecordLike } from './reading';

export interface PacketSources {
  agency: { name: string; phone: string; sender: string };
  patient: RecordLike;
  phones: readonly unknown[];
  referral: RecordLike;
  need: RecordLike | undefined;
  goal: RecordLike | undefined;
  contacts: readonly RecordLike[];
  coverages: readonly RecordLike[];
  conditions: readonly RecordLike[];
  medicines: readonly RecordLike[];
  allergies: readonly RecordLike[];
  substanceUse: boolean;
}

export interface OfferedPart extends PacketPart {
  /** Goes with every referral. */
  always: boolean;
  /** Things of this part that stay here because nobody agreed to share them. */
  kept: number;
}

type Words = (value: unknown) => string;

/** Of different answers each, and that they are not settled: an organisation must not take one for the fact. */
const said = (record: RecordLike | undefined, field: string, words: Words): string => {
  const found = headsOf(record, field).map(({ value }) => words(value)).filter(Boolean);
  return found.length > 1 ? `Not settled: ${found.join(' / ')}` : (found[0] ?? '');
};

const line = (label: string, value: string): string[] => (value === '' ? [] : [`${label}: ${value}`]);
const coded: Words = (value) => (isObject(value) ? textOf(value.display) || textOf(value.code) : textOf(value));
const address: Words = (value) => {
  if (!isObject(value)) return '';
  const town = [textOf(value.city), [textOf(value.state), textOf(value.postalCode)].filter(Boolean).join(' ')];
  return [...listOf(value.line).map(textOf), ...town].filter(Boolean).join(', ');
};
const language: Words = (value) => (isObject(value) ? `${coded(value)}${value.interpreter === true ? ', interpreter needed' : ''}` : '');
const phone: Words = (value) => (isObject(value) ? textOf(value.value) : textOf(value));

/** ICD-10-CM F10 to F19, and what other code systems and plain words say of the same. */
const SUBSTANCE_CODE = /^F1[0-9]/u;
const SUBSTANCE_WORDS = /alcohol|drug (?:abuse|use|depend)|opioid|opiate|cocaine|cannabis|substance|heroin|amphetamine|addict|overdose|methadone|buprenorphine|naltrexone|disulfiram|acamprosate|naloxone|suboxone/iu;

const isAboutSubstances = (record: RecordLike): boolean =>
  Object.values(record.fields).some((field) =>
    (field?.heads ?? []).some(({ value }) => {
      if (typeof value === 'string') return SUBSTANCE_WORDS.test(value);
      return isObject(value) && (SUBSTANCE_CODE.test(textOf(value.code)) || SUBSTANCE_WORDS.test(textOf(value.display)));
    }));

const listed = (records: readonly RecordLike[], substanceUse: boolean, words: (record: RecordLike) => string): { lines: string[]; kept: number } => {
  const shared = records.filter((record) => substanceUse || !isAboutSubstances(record));
  return { lines: shared.map(words).filter(Boolean), kept: records.length - shared.length };
};

const joined = (parts: string[]): string => parts.filter(Boolean).join(', ');

/** Every part there is anything in; what always goes stands first. */
export const partsOf = (from: PacketSources): OfferedPart[] => {
  const { patient, referral, need, goal, substanceUse } = from;
  const part = (name: string, title: string, lines: string[], more: Partial<OfferedPart> = {}): OfferedPart => ({ part: name, title, lines, always: false, kept: 0, ...more });
  const medicines = listed(from.medicines, substanceUse, (one) => joined([said(one, 'medicine', coded), said(one, 'dose', textOf)]));
  const conditions = listed(from.conditions, substanceUse, (one) => said(one, 'code', coded));
  const priority: Words = (value) => (value === 'urgent' ? 'Urgent' : value === 'routine' ? 'Routine' : '');
  const offered = [
    part('patient', 'Who it is for', [
      ...line('Name', said(patient, 'name', fullName)),
      ...line('Born', said(patient, 'birthDate', (value) => showDate(textOf(value)))),
      ...line('Language', said(patient, 'language', language)),
    ], { always: true }),
    part('asked', 'What is asked', [
      ...line('Service', said(referral, 'service', textOf)),
      ...line('How soon', said(referral, 'priority', priority)),
      ...line('Need', said(need, 'domain', coded)),
      ...line('To know', said(referral, 'words', textOf)),
    ], { always: true }),
    part('from', 'Who asks', [...line('Agency', from.agency.name), ...line('Phone', from.agency.phone), ...line('Coordinator', from.agency.sender)], { always: true }),
    part('reach', 'How to reach them', [...from.phones.map(phone).filter(Boolean).map((number) => `Phone: ${number}`), ...line('Address', said(patient, 'address', address))]),
    part('goal', 'What they want', line('Goal', said(goal, 'words', textOf))),
    part('contacts', 'People around', from.contacts.map((one) => joined([said(one, 'name', fullName), textField(one, 'relation')])).filter(Boolean)),
    part('coverage', 'Insurance', from.coverages.map((one) => joined([said(one, 'payer', textOf), said(one, 'plan', textOf), said(one, 'memberId', (id) => (textOf(id) ? `Member ${textOf(id)}` : ''))])).filter(Boolean)),
    part('allergies', 'Allergies', from.allergies.map((one) => said(one, 'substance', coded)).filter(Boolean)),
    part('conditions', 'Conditions', conditions.lines, { kept: conditions.kept }),
    part('medicines', 'Medicines', medicines.lines, { kept: medicines.kept }),
  ];
  return offered.filter(({ lines, kept }) => lines.length > 0 || kept > 0);
};

/** How to reach somebody goes along unless it is taken out; health only where somebody adds it. */
export const AT_FIRST: ReadonlySet<string> = new Set(['reach', 'goal']);

/** What leaves: the parts that always go and those chosen, each as it reads now. */
export const packetOf = (parts: readonly OfferedPart[], chosen: ReadonlySet<string>): PacketPart[] =>
  parts.filter((part) => (part.always || chosen.has(part.part)) && part.lines.length > 0).map(({ part, title, lines }) => ({ part, title, lines }));
