/** What a deadline is about, where several of one rule stand side by side: which organisation, which contact. */
import type { AppStore, RecordId } from '../../app/contract';
import { KINDS } from '../../domain/generated/kinds';
import type { Deadline } from '../../domain/deadlines';
import { recordTitle } from '../different/record-title';
import { dutyFor } from '../duties/links';

const CONTACTS = KINDS.transition.fields.contacts?.codes?.['point'] ?? {};
const NAMED = new Set(['referral', 'coverage-check']);

/** Empty where the rule says it all. A need is not named here: one that was told in private stands in no list. */
export const aboutOf = (store: Pick<AppStore, 'record'>, { rule, subject, anchor }: Pick<Deadline, 'rule' | 'subject' | 'anchor'>): { words: string; href: string | null } => {
  const record = store.record(subject as RecordId);
  if (!record) return { words: '', href: null };
  if (rule === 'transition-contact') return { words: CONTACTS[anchor] ?? '', href: dutyFor(record) };
  return { words: NAMED.has(record.kind) ? recordTitle(record) : '', href: dutyFor(record) };
};
