/** A need that answers given in private led to: it stands in no list, no paper, no search (UX.md section 7). */
import { headsOf, isObject, type RecordLike } from './reading';

export const PRIVATE_NEED = 'sdoh-category-unspecified';

export const isPrivateNeed = (need: RecordLike): boolean => headsOf(need, 'domain').some(({ value }) => isObject(value) && value['code'] === PRIVATE_NEED);
