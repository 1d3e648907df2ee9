/** The states of a transition as a worded row, and what can happen to it now, the likeliest first. */
import type { RecordView } from '../../app/contract';
import { LIFECYCLES, type TransitionEvent } from '../../domain/generated/lifecycles';
import { isUnsettled, settled, textField } from '../../domain/reading';

interface Step {
  label: string;
  state: 'passed' | 'current' | 'ahead';
  note?: string;
}

const WAY = ['referred', 'accepted', 'planned', 'left', 'arrived', 'closed'];
const ORDER: readonly TransitionEvent[] = ['accept', 'decline', 'plan', 'arrive', 'leave', 'close', 'reopen', 'fall-through', 'cancel'];

/** Since when it stood in a state, as far as its history on this tablet says. */
const since = (record: RecordView): ReadonlyMap<string, string> => {
  const field = record.fields.state;
  const found = new Map<string, string>();
  for (const { value, at } of [...(field?.past ?? []), ...(field?.heads ?? [])]) {
    if (typeof value === 'string' && at > (found.get(value) ?? '')) found.set(value, at);
  }
  if (!found.has('referred')) found.set('referred', record.created.at);
  // Left and arrived on the day that was said, which need not be the one on which somebody wrote it down.
  for (const [state, moment] of [['left', 'leftAt'], ['arrived', 'arrivedAt']] as const) {
    const at = settled(record, moment);
    if (found.has(state) && typeof at === 'string') found.set(state, at);
  }
  return found;
};

export const stepsOf = (record: RecordView, day: (at: string) => string): Step[] => {
  const words = LIFECYCLES.transition.states;
  const [state, times] = [textField(record, 'state'), since(record)];
  const unsettled = isUnsettled(record, 'state');
  const noteOf = (one: string): { note?: string } => (times.has(one) ? { note: day(times.get(one) ?? '') } : {});
  const at = WAY.indexOf(state);
  if (at < 0) {
    // Where it ended early nothing lies ahead.
    const passed = WAY.filter((one) => times.has(one)).map((one): Step => ({ label: words[one] ?? one, state: 'passed', ...noteOf(one) }));
    return [...passed, { label: words[state] ?? state, state: 'current', ...noteOf(state) }];
  }
  return WAY.map((one, place): Step => {
    const label = words[one] ?? one;
    if (place > at) return { label, state: 'ahead' };
    if (place === at) return { label, state: unsettled ? 'ahead' : 'current', ...noteOf(one) };
    return { label, state: 'passed', ...(times.has(one) ? noteOf(one) : { note: 'not recorded' }) };
  });
};

/** Of somebody who died nothing is planned any more: it is closed, or it fell through. */
export const eventsNow = (state: string, died: boolean): TransitionEvent[] => {
  const row = LIFECYCLES.transition.table[state] ?? {};
  const all = ORDER.filter((event) => (row[event] ?? null) !== null);
  return died ? all.filter((event) => event === 'close' || event === 'fall-through') : all;
};
