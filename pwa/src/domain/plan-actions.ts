/** Actions of the plan as work: whose they are, by when, and what is left of them. Families do some, so an owner is a name. */
import { headsOf, isUnsettled, textField, type RecordLike } from './reading';

const OVER = new Set(['completed', 'stopped']);

/** Who does it beside people with a name; what the family reads of them is in its own language (`family-words.ts`). */
export const OTHER_OWNERS = ['The patient', 'Family', 'The office'] as const;

/** Not settled is not over. */
export const isOpenAction = (action: RecordLike): boolean => isUnsettled(action, 'state') || !OVER.has(textField(action, 'state'));

/** Somebody of the agency, and who else works there under the same name. */
export interface Doer {
  id: string;
  name: string;
  namesakes: readonly string[];
}

/**
 * Whose it is where colleagues share a name: who writes that name means herself. What somebody else wrote could be
 * either's, so that both have it in their Work: better twice seen than by nobody.
 */
export const isDoneBy = (action: RecordLike, { id, name, namesakes }: Doer): boolean =>
  headsOf(action, 'owner').some(({ value, by }) => value === name && (by === id || !namesakes.includes(by)));

/** Whether it says a name that is hers and a colleague's, and not which of the two: nobody but one of them can. */
export const isEither = (action: RecordLike, { id, name, namesakes }: Doer): boolean =>
  namesakes.length > 0 && headsOf(action, 'owner').some(({ value, by }) => value === name && by !== id && !namesakes.includes(by));
