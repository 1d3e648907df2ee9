/** Actions of the plan as work: whose they are, by when, and what is left of them. Families do some, so an owner is a name. */
import { isUnsettled, textField, type RecordLike } from './reading';

const OVER = new Set(['completed', 'stopped']);

/** Who does it beside people with a name; what the family reads of them is in its own language (`family-words.ts`). */
export const OTHER_OWNERS = ['The patient', 'Family', 'The office'] as const;

/** Not settled is not over. */
export const isOpenAction = (action: RecordLike): boolean => isUnsettled(action, 'state') || !OVER.has(textField(action, 'state'));

/** Two of one name both have it in their Work: better twice seen than by nobody. */
export const isDoneBy = (action: RecordLike, name: string): boolean => (action.fields.owner?.heads ?? []).some(({ value }) => value === name);
