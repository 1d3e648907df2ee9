/** What is done with a referral, each as the parts of one batch: it is kept, sent and applied whole or not at all. */
import type { AppStore, Intent, Json, PatientId, RecordId, RecordView } from '../../app/contract';
import type { PacketPart, ReferralSent } from '../../domain/generated/values';
import { callName, fullName } from '../../domain/names';
import { AT_FIRST, packetOf, partsOf, type OfferedPart } from '../../domain/packet';
import { anyValue, isObject, listOf, settled, textField, textOf, type RecordLike } from '../../domain/reading';
import { agreementTo, consentsTo, mayShareSubstanceUse, needsToServe, requestOf, targetOf, type ReasonChoice } from '../../domain/referrals';
import { nowIso } from '../parts/clock';
import { activeAllergies, activeConditions, activeMedicines, phonesOf } from '../chart/facts';

export type Way = ReferralSent['how'];
export const WAYS: Readonly<Record<Way, string>> = {
  phone: 'Phone', fax: 'Fax', mail: 'Mail', 'e-mail': 'E-mail', portal: 'Their own website', 'by-hand': 'By hand',
};

/** One that stands in the chart, or one that is made in the same batch. */
export type Referral = RecordLike & { id: RecordId; patient: PatientId };

/** What of the chart could go to whom this referral asks. */
export const offeredParts = (
  store: AppStore, referral: Referral, substanceUse = mayShareSubstanceUse(store.of(referral.patient, 'consent'), targetOf(referral)),
): OfferedPart[] => {
  const patient = referral.patient === 'library' ? undefined : store.record(referral.patient);
  if (!patient) return [];
  const of = (kind: string): RecordView[] => store.of(referral.patient, kind);
  const { name, officePhone } = store.agency;
  return partsOf({
    agency: { name, phone: officePhone, sender: store.me.name },
    patient,
    phones: phonesOf(patient),
    referral,
    need: needsToServe(of('need')).find(({ id }) => id === settled(referral, 'need')),
    goal: of('goal').find(({ id }) => id === settled(referral, 'goal')),
    contacts: of('contact'),
    coverages: of('coverage'),
    conditions: activeConditions(store, referral.patient),
    medicines: activeMedicines(store, referral.patient),
    allergies: activeAllergies(store, referral.patient),
    substanceUse,
  });
};

export const agreement = (store: AppStore, referral: Referral, today: string): ReturnType<typeof agreementTo> =>
  agreementTo(store.of(referral.patient, 'consent'), targetOf(referral), today);

/** Empty where nothing may leave: there is no agreement, or it is not clear whom this asks and for what. */
export const sending = (store: AppStore, referral: RecordView, how: Way, chosen: ReadonlySet<string>, today: string, at: string): Intent[] => {
  const to = targetOf(referral);
  const [consent] = consentsTo(store.of(referral.patient, 'consent'), to);
  if (!consent || agreement(store, referral, today) !== 'agreed' || textOf(settled(referral, 'service')) === '') return [];
  return leaving(referral, offeredParts(store, referral), consent.id, how, chosen, at);
};

/** These parts under that agreement, which stands or is made in the same batch. */
export const leaving = (referral: Referral, parts: readonly OfferedPart[], consent: RecordId, how: Way, chosen: ReadonlySet<string>, at: string): Intent[] => [
  { do: 'append', record: referral.id, field: 'sent', value: { at, how, to: targetOf(referral).name, what: packetOf(parts, chosen) as unknown as Json, consent } },
  { do: 'event', record: referral.id, field: 'state', event: 'send' },
];

/** What was sent last, so that the next one is told the same in the same way. */
export const lastSent = (referral: RecordView): { how: Way; chosen: ReadonlySet<string> } | null => {
  const value = referral.entries['sent']?.at(-1)?.value;
  if (!isObject(value)) return null;
  const parts = listOf(value['what']).map((part) => (isObject(part) ? textOf(part['part']) : ''));
  return { how: textOf(value['how']) as Way, chosen: new Set(parts) };
};

/** The same in the same way as the one before. */
export const toldBefore = (before: RecordView): { how: Way; parts: readonly string[] } => {
  const told = lastSent(before);
  return { how: told?.how ?? 'phone', parts: [...(told?.chosen ?? AT_FIRST)] };
};

export interface Heard {
  event: string;
  how: Way;
  spokeWith: string;
  said: string;
  reason: ReasonChoice | null;
  enrolment: string;
}

export const answering = (referral: RecordView, { event, how, spokeWith, said, reason, enrolment }: Heard, at: string): Intent[] => [
  {
    do: 'append', record: referral.id, field: 'answers',
    value: { at, how, event, ...(spokeWith ? { spokeWith } : {}), ...(said ? { said } : {}) },
  },
  ...(enrolment ? [{ do: 'set', record: referral.id, field: 'enrolment', value: enrolment } as const] : []),
  ...(reason?.code === 'no-capacity' ? [{ do: 'set', record: referral.id, field: 'capacity', value: 'no-capacity' } as const] : []),
  { do: 'event', record: referral.id, field: 'state', event, ...(reason ? { why: { code: reason.code, text: said || reason.text } } : {}) },
];

/** What was done about what left without an agreement. */
export const mending = (referral: RecordView, what: string): Intent[] => [{ do: 'append', record: referral.id, field: 'mended', value: { at: nowIso(), what } }];

const SAME = ['need', 'goal', 'intervention', 'options', 'service', 'priority', 'words'] as const;

/** Another organisation asked for the same; `partOf` where this one sent the patient on. */
export const askingAnother = (referral: RecordView, record: RecordId, partOf = false): Intent => {
  const same = SAME.flatMap((field) => {
    const value = anyValue(referral, field);
    return value === undefined || value === null ? [] : [[field, value as Json] as const];
  });
  const fields: Record<string, Json> = { ...Object.fromEntries(same), request: requestOf(referral), ...(partOf ? { partOf: referral.id } : {}) };
  return { do: 'create', record, kind: 'referral', patient: referral.patient, fields };
};

/** What the patient said about sharing; a second asking is an answer to the same question, not another question. */
export const agreeing = (store: AppStore, referral: Referral, agreed: boolean, scope: string, by: { name: string; relation: string }, at: string): Intent[] => {
  const to = settled(referral, 'target') as Json;
  const values = { agreed, scope, by, at } as Record<string, Json>;
  const said = consentsTo(store.of(referral.patient, 'consent'), targetOf(referral));
  if (said.length === 0) return [{ do: 'create', record: store.newId(), kind: 'consent', patient: referral.patient, fields: { to, ...values } }];
  return said.flatMap(({ id }) => Object.entries(values).map(([field, value]) => ({ do: 'set', record: id, field, value }) as const));
};

export const patientNames = (store: AppStore, referral: Pick<RecordView, 'patient'>): { call: string; full: string } => {
  const name = referral.patient === 'library' ? undefined : anyValue(store.record(referral.patient), 'name');
  return { call: callName(name), full: fullName(name) };
};

export const partsSent = (value: unknown): PacketPart[] =>
  isObject(value) ? listOf(value['what']).filter(isObject).map((part) => ({ part: textOf(part['part']), title: textOf(part['title']), lines: listOf(part['lines']).map(textOf) })) : [];

/** Prefilled from an action of the plan: nothing of it is typed twice. */
export const fromAction = (action: RecordView, goal: RecordView | undefined, need: RecordView | undefined): Record<string, Json> => {
  const urgent = need?.fields.urgent?.heads.some(({ value }) => value === true) === true;
  return {
    service: textField(action, 'what'),
    intervention: action.id,
    priority: urgent ? 'urgent' : 'routine',
    ...(goal ? { goal: goal.id } : {}),
    ...(need ? { need: need.id } : {}),
  };
};
