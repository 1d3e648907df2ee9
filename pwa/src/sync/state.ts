/** What the loop tells about itself; the store turns it into the trust pill's words. */

/** Why the last attempt did not deliver. `offline` is normal; the others name something in the way. */
export type Hindrance =
  | { kind: 'offline' }
  | { kind: 'portal' }
  | { kind: 'server'; status: number }
  | { kind: 'refused'; code: string; detail: string }
  | { kind: 'verification-due' }
  | { kind: 'signed-out' }
  | { kind: 'too-large' }
  | { kind: 'no-room' }
  | { kind: 'other-tab' };

export interface SyncState {
  /** Set while own changes are on their way. */
  sending: { done: number; of: number } | null;
  hindrance: Hindrance | null;
  /** ISO; when the hindrance began. */
  since: string | null;
  retryAt: string | null;
  lastContact: string | null;
  lastPull: string | null;
  skewMs: number | null;
  arrival: { patients: number; done: number; complete: boolean };
}

export const QUIET: SyncState = {
  sending: null,
  hindrance: null,
  since: null,
  retryAt: null,
  lastContact: null,
  lastPull: null,
  skewMs: null,
  arrival: { patients: 0, done: 0, complete: false },
};
