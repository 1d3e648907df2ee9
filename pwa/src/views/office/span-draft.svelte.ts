/** Days and reason while somebody fills them in, and what is missing before they can be sent. */
import type { Span } from '../../app/people';
import { agencyTime } from '../parts/agency-time';
import { spanOf } from './people-words';

export class SpanDraft {
  first = $state<string | null>(null);
  last = $state<string | null>(null);
  reason = $state('');
  error = $state.raw<{ where: 'first' | 'last' | 'reason'; words: string } | null>(null);

  constructor(private readonly zone: string) {}

  change = (part: { first?: string | null; last?: string | null; reason?: string }): void => {
    Object.assign(this, part);
    this.error = null;
  };

  /** What to send; null where something is missing, which then stands at its field. */
  read(): Span | null {
    const today = agencyTime(this.zone).today();
    const begins = this.first ?? today;
    if (begins < today) this.error = { where: 'first', words: 'Choose today or a later day.' };
    else if (this.last !== null && this.last < begins) this.error = { where: 'last', words: 'Choose the first day or a later one.' };
    else if (this.reason.trim() === '') this.error = { where: 'reason', words: 'Say why.' };
    else return { ...spanOf(this.zone, this.first, this.last), reason: this.reason.trim() };
    return null;
  }

  /** The element where the error stands, of the fields under this id. */
  field(id: string): string {
    return this.error?.where === 'reason' ? `${id}-reason` : `${id}-${this.error?.where ?? 'first'}-month`;
  }
}
