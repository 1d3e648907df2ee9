/** What an ask about an insurance says to the rules, as `sync/deadlines/insurance.py` has it. */
import type { Facts } from './deadline-rules';
import { headsOf, isObject, textOf, type RecordLike } from './reading';

const RUNNING = ['open', 'answered'];

const least = (found: string[]): string | null =>
  found.filter((one) => one !== '').reduce<string | null>((first, one) => (first === null || one < first ? one : first), null);
const states = (check: RecordLike): string[] => headsOf(check, 'state').map(({ value }) => textOf(value));

/** Facts of the answer that counts, while the ask runs; of different answers the earlier days. */
export const keptAnswer = (check: RecordLike): Facts | null => {
  const chosen = headsOf(check, 'chosen').map(({ value }) => value).filter(isObject);
  if (chosen.length === 0 || !states(check).some((state) => RUNNING.includes(state))) return null;
  const [checked, goodUntil] = ['askedOn', 'goodUntil'].map((part) => least(chosen.map((value) => textOf(value[part]))));
  return { checked, goodUntil };
};

/** Each call back that an office promised, and when that was done with: called again, or not needed. */
export const promises = (check: RecordLike): { facts: Facts; met: string | null }[] => {
  const calls = (check.entries['calls'] ?? []).map(({ value }) => value).filter(isObject);
  const over = states(check).includes('open') ? [] : headsOf(check, 'state').map(({ at }) => at);
  return calls
    .filter((call) => call['outcome'] === 'call-back' && textOf(call['callBackAt']) !== '')
    .map((call) => {
      const at = textOf(call['at']);
      const again = calls.filter((later) => later['office'] === call['office'] && textOf(later['at']) > at);
      return { facts: { call: at, promisedAt: textOf(call['callBackAt']) }, met: least([...again.map((later) => textOf(later['at'])), ...over]) };
    });
};
