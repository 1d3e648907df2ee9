import type { Json } from '../../app/contract';
import { ALERTS, ORDERS, STAGES, type QueueFilters } from '../../app/office';

export const TO_REVIEW: QueueFilters = { stage: 'queue' };

export const STAGE_WORDS: Readonly<Record<(typeof STAGES)[number], string>> = { queue: 'To review', returned: 'Returned', approved: 'Approved', skipped: 'Needs no review' };
export const ALERT_WORDS: Readonly<Record<(typeof ALERTS)[number], string>> = {
  urgent: 'Urgent', late: 'Late', alerts: 'Clinical alert', blocks: 'Something blocks it', different: 'Different answers', clean: 'Clean',
};
export const ORDER_WORDS: Readonly<Record<(typeof ORDERS)[number], string>> = { due: 'Due first', oldest: 'Oldest first', newest: 'Newest first' };

const NAMES = ['stage', 'state', 'coordinator', 'payer', 'form', 'alert', 'order'] as const;

const settled = (filters: QueueFilters, name: (typeof NAMES)[number]): string => filters[name] ?? { stage: 'queue', order: 'due' }[name as string] ?? '';

export const sameFilters = (a: QueueFilters, b: QueueFilters): boolean => NAMES.every((name) => settled(a, name) === settled(b, name));

/** The filters with one changed; empty takes it away. */
export const withFilter = (filters: QueueFilters, name: (typeof NAMES)[number], value: string): QueueFilters => {
  const others = Object.fromEntries(Object.entries(filters).filter(([other]) => other !== name));
  return value === '' ? others : { ...others, [name]: value };
};

/** How many narrow the list. */
export const narrowing = (filters: QueueFilters): number => NAMES.filter((name) => name !== 'stage' && name !== 'order' && filters[name] !== undefined).length;

const oneOf = (value: unknown, choices: readonly string[] | null): boolean => typeof value === 'string' && (choices?.includes(value) ?? value !== '');

/** What was remembered, as far as it still means something. */
export const filtersOf = (kept: Json | undefined): QueueFilters | null => {
  if (kept === null || typeof kept !== 'object' || Array.isArray(kept)) return null;
  const known: Readonly<Record<string, readonly string[] | null>> = { stage: STAGES, alert: ALERTS, order: ORDERS };
  return Object.fromEntries(NAMES.filter((name) => oneOf(kept[name], known[name] ?? null)).map((name) => [name, kept[name]]));
};
