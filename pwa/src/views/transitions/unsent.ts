/** What is entered of a transition before it is saved, and where this tablet keeps it meanwhile. */
import type { AppStore, RecordView } from '../../app/contract';
import type { TransitionEvent } from '../../domain/generated/lifecycles';
import { laidOver } from '../parts/kept-form.svelte';

type Transition = Pick<RecordView, 'id'>;

export const contactKey = ({ id }: Transition): string => `transition/${id}/contact`;
export const movingKey = ({ id }: Transition): string => `transition/${id}/moving`;

export const BEGUN = { event: '', reason: '', outcome: '', day: '', clock: '' };

/** The event that somebody was saying why of, if it can still happen. */
export const movingThen = (store: Pick<AppStore, 'local'>, record: Transition, events: readonly TransitionEvent[]): TransitionEvent | null => {
  const event = laidOver(BEGUN, store.local(movingKey(record))).event;
  return events.find((one) => one === event) ?? null;
};
