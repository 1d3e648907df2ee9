/**
 * Which goal the words of a draft become. An app that ends right after they became one leaves them in the draft too: told
 * by the goal's id beside it, they go on in that goal and make no second one.
 */
import type { AppStore, RecordId } from '../../app/contract';

type Keeping = Pick<AppStore, 'keepTyped' | 'newId'>;
const beside = (draft: string): string => `${draft}/goal`;

/** A draft is begun: what is typed there is another goal than what was typed before. */
export function anotherGoal(store: Keeping, draft: string): RecordId {
  const goal = store.newId();
  // Not waited for: the goal itself is written after it, and a lock waits for neither.
  void store.keepTyped(beside(draft), goal);
  return goal;
}

/** The id of the goal under this draft, whether it is made already or not. */
export function goalUnder(store: Keeping & Pick<AppStore, 'local'>, draft: string): RecordId {
  const known = store.local(beside(draft));
  return typeof known === 'string' ? (known as RecordId) : anotherGoal(store, draft);
}
