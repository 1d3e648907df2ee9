/**
 * Moments that `make bench` measures between, on the browser's own timeline. Constant names and no
 * data: whatever can read the timeline learns only that something happened.
 */
type Moment = 'doorstep-keys-open' | 'doorstep-intent' | 'doorstep-durable';

/** Observers are told of every mark; of each name only the latest is kept. */
export function mark(moment: Moment): void {
  performance.clearMarks(moment);
  performance.mark(moment);
}
