/**
 * What people said of a running deadline when they closed its care, as `sync/deadlines/closing.py` has it. A word ends
 * only what no record would show any more; where two people said different things it runs on.
 */
import { headsOf, rowIds, type RecordLike } from './reading';

const ENDED_BY_WORD: ReadonlySet<string> = new Set(['initial-visit', 'resumption-visit', 'transition-step', 'transition-next', 'transition-contact']);
/** They end with the care itself: of an ended care nobody is called on for them. */
const ENDED_BY_CARE: ReadonlySet<string> = new Set(['comprehensive-assessment', 'recertification', 'plan-review', 'coverage-check', 'call-back', 'contact-due']);

/** Whether somebody may say at a closing that it is done or no longer applies; else it is handed over, and its own record ends it. */
export const endsByWord = (rule: string): boolean => ENDED_BY_WORD.has(rule) || ENDED_BY_CARE.has(rule);
export const endsWithCare = (rule: string): boolean => ENDED_BY_CARE.has(rule);

interface Word {
  fate: string;
  at: string;
  owners: readonly string[];
}

export interface Said {
  over: boolean;
  met: string | null;
  owner: string | null;
  /** When it was handed to that owner. */
  given?: string;
}

const NOTHING: Said = { over: false, met: null, owner: null };
const least = (found: readonly string[]): string | null => [...found].sort()[0] ?? null;
const texts = (record: RecordLike, field: string): string[] =>
  headsOf(record, field).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
const nameOf = (subject: string, rule: string, anchor: string): string => `${subject} ${rule} ${anchor}`;

/** Of episodes that stand closed: opened again, they say nothing of what runs. */
export const wordsOf = (episodes: readonly RecordLike[]): ReadonlyMap<string, readonly Word[]> => {
  const found = new Map<string, Word[]>();
  for (const episode of episodes) {
    const states = headsOf(episode, 'state').map(({ value }) => value);
    if (states.length === 0 || states.some((state) => state !== 'closed')) continue;
    for (const row of rowIds(episode, 'left')) {
      const [record, rule, anchor] = ['record', 'rule', 'anchor'].map((part) => least(texts(episode, `left/${row}/${part}`)));
      if (!rule) continue;
      const name = nameOf(record ?? '', rule, anchor ?? '');
      const owners = texts(episode, `left/${row}/owner`).filter((owner) => owner !== '').sort();
      const words = headsOf(episode, `left/${row}/fate`).map(({ value, at }): Word => ({ fate: String(value), at, owners }));
      found.set(name, [...(found.get(name) ?? []), ...words]);
    }
  }
  return found;
};

/** What was said before it was counted from this date was said of another one of its name. */
export const saidOf = (words: ReadonlyMap<string, readonly Word[]>, { rule, subject, anchor, from }: { rule: string; subject: string; anchor: string; from: string }): Said => {
  const meant = (words.get(nameOf(subject, rule, anchor)) ?? []).filter(({ at }) => at >= from);
  const [fate, other] = [...new Set(meant.map((word) => word.fate))];
  if (fate === undefined || other !== undefined) return NOTHING;
  if (fate === 'handed-over') return { ...NOTHING, owner: least(meant.flatMap(({ owners }) => owners)), given: meant.map(({ at }) => at).sort().at(-1) ?? '' };
  if (!ENDED_BY_WORD.has(rule)) return NOTHING;
  return fate === 'done' ? { ...NOTHING, met: least(meant.map(({ at }) => at)) } : { ...NOTHING, over: true };
};
