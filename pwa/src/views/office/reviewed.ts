/** What a review shows beside answers, needs, plan, note and photos. */

/** Known facts about the patient, in the part Health: what the visit changed of them is marked there. */
export const KNOWN: readonly string[] = ['allergy', 'medication', 'condition', 'contact', 'coverage'];

/** Kinds that have no part of their own: what was written of them in the visit is listed under its care work. */
export const ALSO: readonly string[] = ['message', 'contact_log', 'event', 'consent', 'episode', 'plan', 'plan_version'];

/** Kinds whose days are looked at, beside the visit's own. */
export const DATED: readonly string[] = ['goal', 'intervention', 'task', 'teaching', 'transition'];
