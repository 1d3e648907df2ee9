/**
 * What an agency knows of an office and a plan, as `sync/coverage.py` has it; `tests/vectors/coverage.json`
 * holds both to it. The tablet lays its own calls that nobody else knows of yet over what the library says.
 */
import type { KnownAnswer, KnownDecision, LastCall } from './generated/values';

const MOST_CALLS = 20;
export const ANSWERS: readonly string[] = ['in-network', 'out-of-network', 'no'];
const NPI_ISSUER = '80840';

/** Words alone, in small letters: how two people's spelling of a plan becomes one. */
export const folded = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

const digitsOf = (text: string | null | undefined): string => (text ?? '').replace(/[^0-9]/gu, '');

const luhn = (digits: string): boolean => {
  const total = Array.from(digits).reverse().reduce((sum, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return total % 10 === 0;
};

/** The ten digits of an NPI whose check digit is right, else nothing. */
export const npiOf = (text: string | null | undefined): string => {
  const digits = digitsOf(text);
  return digits.length === 10 && luhn(NPI_ISSUER + digits) ? digits : '';
};

/** The ten digits of a phone number of the United States, else nothing. */
export const phoneOf = (text: string | null | undefined): string => {
  const digits = digitsOf(text);
  const plain = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  return plain.length === 10 ? plain : '';
};

interface OfficeLike {
  npi?: string | null;
  phone?: string | null;
}

interface PlanLike {
  payer?: string | null;
  plan?: string | null;
  product?: string | null;
}

/** Which office it is: its NPI, else its number. Nothing where it has neither. */
export const officeKey = (office: OfficeLike): string => {
  const [npi, phone] = [npiOf(office.npi), phoneOf(office.phone)];
  if (npi !== '') return `npi ${npi}`;
  return phone === '' ? '' : `tel ${phone}`;
};

/** Which plan it is. Nothing for a payer without a plan: what it says of one plan it says of no other. */
export const planKey = (plan: PlanLike): string => {
  const [payer, name] = [folded(plan.payer ?? ''), folded(plan.plan ?? '')];
  return payer !== '' && name !== '' ? `${payer}|${name}|${plan.product ?? ''}` : '';
};

export interface Known {
  answers: KnownAnswer[];
  attempts: LastCall[];
  decisions: KnownDecision[];
}

export const NOTHING_KNOWN: Known = { answers: [], attempts: [], decisions: [] };

const before = (a: readonly [string, string], b: readonly [string, string]): boolean => (a[0] === b[0] ? a[1] < b[1] : a[0] < b[0]);
const asked = ({ askedAt, id }: KnownAnswer): [string, string] => [askedAt, id];
const called = ({ at, id }: LastCall): [string, string] => [at, id];
const inOrder = <T>(found: T[], place: (one: T) => [string, string]): T[] =>
  [...found].sort((a, b) => (before(place(a), place(b)) ? -1 : 1));
const latest = (days: string[]): string => days.reduce((last, day) => (day > last ? day : last), '');

const lastDays = (answers: KnownAnswer[]): KnownAnswer[] =>
  answers.filter(({ specialty, askedOn }) => askedOn === latest(answers.filter((one) => one.specialty === specialty).map((one) => one.askedOn)));

/** Of one person's answers of one day the last: she asked again, or mended what she had written. */
const lastOfEach = (answers: KnownAnswer[]): KnownAnswer[] => {
  const mine = new Map<string, KnownAnswer>();
  for (const one of answers) {
    const key = `${one.specialty} ${one.by}`;
    const there = mine.get(key);
    if (there === undefined || before(asked(there), asked(one))) mine.set(key, one);
  }
  return inOrder([...mine.values()], asked);
};

/** Take in calls, answers and decisions, in whatever order they come. */
export const learn = (known: Known, more: Known): Known => {
  const answers = lastOfEach(lastDays([...known.answers, ...more.answers]));
  const calls = [...new Map([...known.attempts, ...more.attempts].map((one) => [one.id, one])).values()];
  const last = latest(calls.map(({ on }) => on));
  const there = new Set(answers.map(({ id }) => id));
  const decisions = [...new Map([...known.decisions, ...more.decisions].map((one) => [one.id, one])).values()]
    .filter(({ keep }) => there.has(keep))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return { answers, attempts: inOrder(calls.filter(({ on }) => on === last), called).slice(-MOST_CALLS), decisions };
};

/** The answers of a specialty that nobody has decided against; more than one may say the same. */
export const standing = ({ answers, decisions }: Known, specialty: string): KnownAnswer[] => {
  const overruled = new Set(decisions.flatMap(({ over }) => over));
  const counts = decisions.filter(({ id }) => !overruled.has(id));
  const kept = new Set(counts.map(({ keep }) => keep));
  const out = new Set(counts.flatMap(({ over }) => over).filter((one) => !kept.has(one)));
  return answers.filter((one) => one.specialty === specialty && !out.has(one.id));
};

/** Answers that cannot all be true. What one person did not ask about, she did not deny. */
export const differ = (answers: readonly Pick<KnownAnswer, 'accepts' | 'newPatients'>[]): boolean =>
  (['accepts', 'newPatients'] as const).some((part) => new Set(answers.map((one) => one[part] ?? null).filter((value) => value !== null)).size > 1);
