/** Referrals without a screen: who waits for whom, who is asked next, and whether anything may be sent at all. */
import type { AgencyDays } from './deadlines';
import { windows } from './deadline-rules';
import { LIFECYCLES, type ReferralEvent } from './generated/lifecycles';
import { isPrivateNeed } from './private-need';
import { anyValue, headsOf, isDeleted, isObject, isUnsettled, settled, textField, textOf, type RecordLike } from './reading';

export interface Organisation {
  name: string;
  phone: string;
  fax: string;
  address: string;
  postalCode: string;
  directory: string;
}

const organisation = (value: unknown): Organisation => {
  const given = isObject(value) ? value : {};
  const [name = '', phone = '', fax = '', address = '', postalCode = '', directory = ''] = ['name', 'phone', 'fax', 'address', 'postalCode', 'directory'].map((part) => textOf(given[part]).trim());
  return { name, phone, fax, address, postalCode, directory };
};

/** Whom a referral asks; without a name while two people say different things, or nobody said anything. */
export const targetOf = (referral: RecordLike): Organisation => organisation(settled(referral, 'target'));

/** As it is kept: without what nobody said. */
export const organisationValue = (to: Organisation): Record<string, string> =>
  Object.fromEntries(Object.entries(to).flatMap(([part, text]: [string, string]) => (text.trim() === '' ? [] : [[part, text.trim()]])));

/** How many referrals for a need still wait for something. */
export const openFor = (referrals: readonly RecordLike[], need: RecordLike): number => referrals.filter((one) => isOpen(one) && settled(one, 'need') === need.id).length;

/** Whom anybody was referred to before, the last first, each once; but whom this very ask has, and whom nobody has asked yet. */
export const knownOrganisations = (referrals: readonly RecordLike[], now: RecordLike, most: number): Organisation[] => {
  const here = new Set(sameAsk(referrals, now).map((one) => targetOf(one).name));
  const asked = referrals.filter((one) => !statesOf(one).includes('draft'));
  const found = asked.reverse().map(targetOf).filter(({ name }) => name !== '' && !here.has(name));
  return found.filter((one, place) => found.findIndex(({ name }) => name === one.name) === place).slice(0, most);
};

const CLOSED: ReadonlySet<string> = new Set(['rejected', 'cancelled', 'failed', 'completed', 'entered-in-error']);

const statesOf = (referral: RecordLike): string[] => headsOf(referral, 'state').map(({ value }) => textOf(value));

/** While one of two people says that it goes on, it does. */
export const isOpen = (referral: RecordLike): boolean => !isDeleted(referral) && !statesOf(referral).every((state) => CLOSED.has(state));

/** Since when it stands in its state; of two people's the earlier. */
export const standsSince = (referral: RecordLike): string => headsOf(referral, 'state').map(({ at }) => at).sort()[0] ?? '';

/** By when its state should have moved on, by the agency's proposal; null where nothing is waited for. */
export const answerDue = (referral: RecordLike, { calendar, limits }: AgencyDays): string | null => {
  const urgent = headsOf(referral, 'priority').some(({ value }) => value === 'urgent');
  const due = headsOf(referral, 'state').flatMap(({ value, at }) =>
    windows('referral-answer', { state: textOf(value), since: at, priority: urgent ? 'urgent' : 'routine' }, calendar, limits));
  return due.map((one) => one.due).sort()[0] ?? null;
};

/** Silence is a state: nothing was heard, and the time for it is over. Of somebody who died nothing is awaited. */
export const isSilent = (referral: RecordLike, days: AgencyDays, now: Date, died = false): boolean => {
  const due = died ? null : answerDue(referral, days);
  return due !== null && due < now.toISOString();
};

/** The first of one ask; several organisations asked for one thing name it. */
export const requestOf = (referral: RecordLike): string => textField(referral, 'request') || referral.id;

export const sameAsk = <Referral extends RecordLike>(referrals: readonly Referral[], of: RecordLike): Referral[] =>
  referrals.filter((one) => requestOf(one) === requestOf(of) && !isDeleted(one));

/** Whose turn it is when this one is not to be: the first of the ask that was not sent. */
export const nextToAsk = <Referral extends RecordLike>(referrals: readonly Referral[], of: RecordLike): Referral | undefined =>
  sameAsk(referrals, of).find((one) => one.id !== of.id && settled(one, 'state') === 'draft' && targetOf(one).name !== '');

export type Agreement = 'agreed' | 'not-agreed' | 'different' | 'over' | 'none';

const sameOrganisation = (a: Organisation, b: Organisation): boolean =>
  a.directory !== '' && b.directory !== ''
    ? a.directory === b.directory
    : a.name !== '' && a.name.toLocaleLowerCase() === b.name.toLocaleLowerCase();

/** What was said about sharing with this organisation; there is more than one where two people asked unseen by each other. */
export const consentsTo = <Consent extends RecordLike>(consents: readonly Consent[], to: Organisation): Consent[] =>
  consents.filter((one) => sameOrganisation(organisation(anyValue(one, 'to')), to));

const DECIDES = ['agreed', 'scope', 'until', 'to'] as const;

/** Anything but one clear answer is no agreement: not asked, said no, over, or said differently to two people. */
export const agreementTo = (consents: readonly RecordLike[], to: Organisation, today: string): Agreement => {
  const said = consentsTo(consents, to);
  if (said.length === 0) return 'none';
  const answers = new Set(said.map((one) => settled(one, 'agreed')));
  if (answers.size > 1 || said.some((one) => DECIDES.some((field) => isUnsettled(one, field)))) return 'different';
  if (!answers.has(true)) return 'not-agreed';
  return said.some((one) => textField(one, 'until') !== '' && textField(one, 'until') < today) ? 'over' : 'agreed';
};

/** Alcohol and drug use is asked about on its own; without that nothing of it is shared. */
export const mayShareSubstanceUse = (consents: readonly RecordLike[], to: Organisation): boolean => {
  const said = consentsTo(consents, to);
  return said.length > 0 && said.every((one) => settled(one, 'scope') === 'substance-use');
};

/** What an organisation can have said, from where its referral stands. Sending and taking back are ours. */
const OURS: ReadonlySet<string> = new Set(['send', 'cancel', 'void']);

export const answersOffered = (referral: RecordLike): ReferralEvent[] => {
  const table: Readonly<Record<string, string | null>> = LIFECYCLES.referral.table[textOf(settled(referral, 'state'))] ?? {};
  return (Object.keys(LIFECYCLES.referral.events) as ReferralEvent[]).filter((event) => !OURS.has(event) && typeof table[event] === 'string');
};

export interface ReferralMove {
  event: string;
  state: string;
  /** The state in words. */
  words: string;
  why: { code: string; text: string } | null;
}

/** Everything that the lifecycle allows from where it stands, but sending: that is asked where the agreement is read. */
export const movesOffered = (referral: RecordLike): { event: ReferralEvent; state: string }[] => {
  const table: Readonly<Record<string, string | null>> = LIFECYCLES.referral.table[textOf(settled(referral, 'state'))] ?? {};
  return (Object.keys(LIFECYCLES.referral.events) as ReferralEvent[]).flatMap((event) => {
    const state = table[event];
    return event !== 'send' && typeof state === 'string' ? [{ event, state }] : [];
  });
};

export const asksWhy = (event: string): boolean => LIFECYCLES.referral.reasons.includes(event);

export interface ReasonChoice {
  code: string;
  text: string;
}

const reasons = (given: Readonly<Record<string, string>>): ReasonChoice[] => Object.entries(given).map(([code, text]) => ({ code, text }));

/** Our own lists, after what other closed-loop tools offer. Words can be added to each. */
export const REASONS: Readonly<Record<string, readonly ReasonChoice[]>> = {
  reject: reasons({
    'no-capacity': 'No capacity', 'not-eligible': 'Not eligible', 'out-of-area': 'Outside their area',
    'missing-papers': 'Papers are missing', 'referred-elsewhere': 'They sent us elsewhere', other: 'Another reason',
  }),
  hold: reasons({ 'needs-patient': 'The patient has to do something', 'waiting-list': 'On a waiting list', other: 'Another reason' }),
  fail: reasons({
    'could-not-contact': "They couldn't reach the patient", 'could-not-help': "They couldn't help",
    'patient-declined': 'The patient did not want it', other: 'Another reason',
  }),
  cancel: reasons({
    'not-wanted': 'No longer wanted', 'helped-elsewhere': 'Somebody else helps', 'plan-ended': 'The plan ended',
    died: 'The patient died', other: 'Another reason',
  }),
};

/** "No capacity": the reason that was chosen from a list, whatever was said in words beside it. */
export const reasonWords = (why: { code: string } | null | undefined): string =>
  Object.values(REASONS).flat().find(({ code }) => code === why?.code && code !== 'other')?.text ?? '';

/** Needs that a referral may serve: confirmed ones. One that only private answers suggest is never listed. */
export const needsToServe = <Need extends RecordLike>(needs: readonly Need[]): Need[] =>
  needs.filter((need) => !isPrivateNeed(need) && headsOf(need, 'state').some(({ value }) => value === 'confirmed'));
