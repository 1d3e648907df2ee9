/** The three claims and everything around them, worked out from what is kept and what was answered. */
import type { Outbox, VisitChange } from '../sync/outbox';
import type { Repair } from '../sync/repairs';
import type { Hindrance, SyncState } from '../sync/state';
import type { Json, RecordId, RecordView, TrustPanel, TrustState, VisitTrust } from './contract';

export interface Evidence {
  outbox: Outbox;
  sync: SyncState;
  /** Charts that were fetched again. */
  repairs: Repair[];
  /** Words of the writes that the vault could not keep and that nothing has mended yet. */
  failures: string[];
  visit: (id: RecordId) => RecordView | undefined;
}

const WORDS: Record<Exclude<Hindrance['kind'], 'offline' | 'other-tab' | 'server' | 'refused'>, string> = {
  portal: 'This Wi-Fi wants you to sign in first. Nothing was sent. Open the Wi-Fi page.',
  'verification-due': 'Sign in with your passkey to send.',
  'signed-out': 'You were signed out. Unlock again to send.',
  'too-large': 'One change is too large to send. Call the office.',
  'no-room': 'This tablet has no room for what the office sent.',
};

/** Why something can't be sent, in the panel's words; null where nothing is in the way but the network. */
export function hindranceWords(hindrance: Hindrance | null): string | null {
  if (!hindrance || hindrance.kind === 'offline' || hindrance.kind === 'other-tab') return null;
  if (hindrance.kind === 'server') return 'The server could not take it. Trying again.';
  return hindrance.kind === 'refused' ? hindrance.detail : WORDS[hindrance.kind];
}

export function trustState({ outbox, sync, failures }: Evidence): TrustState {
  const waiting = outbox.waiting().length;
  const [failure] = failures;
  if (failure) return { kind: 'not-saved', why: failure };
  const why = hindranceWords(sync.hindrance);
  if (why !== null && waiting > 0) return { kind: 'cannot-send', why, waiting };
  if (sync.sending && waiting > 0) return { kind: 'sending', ...sync.sending };
  if (waiting > 0) return { kind: 'saved', waiting };
  // Nothing waits: that is true offline too, but "safe" is claimed only by a receipt or an answer seen.
  const at = outbox.lastReceiptAt ?? sync.lastContact;
  return sync.hindrance || at === null ? { kind: 'offline' } : { kind: 'safe', at };
}

/** States that a visit reaches only after the server had all that its manifest names. */
const AFTER_RECEIVED: Json[] = ['approved', 'returned'];

export function visitTrust({ outbox, visit }: Evidence, id: RecordId): VisitTrust {
  const changes = outbox.ofVisit(id);
  const open = changes.filter(({ final }) => !final);
  const state = visit(id)?.fields.state ?? { heads: [], past: [] };
  const known = [...state.heads, ...state.past].filter(({ pending }) => !pending);
  const received =
    known.find(({ value }) => value === 'received') ?? known.find(({ value }) => AFTER_RECEIVED.includes(value));
  return {
    visit: id,
    savedAt: latest(changes, ({ keptAt }) => keptAt),
    safeAt: open.length === 0 ? latest(changes, ({ receiptAt }) => receiptAt) : null,
    receivedAt: received?.at ?? null,
    waiting: open.length,
  };
}

function latest(changes: VisitChange[], time: (change: VisitChange) => string | null): string | null {
  const times = changes.map(time).filter((one) => one !== null);
  return times.length > 0 ? times.reduce((a, b) => (a > b ? a : b)) : null;
}

export interface Tablet {
  storageProtected: boolean | null;
  freeBytes: number | null;
  app: string;
}

export function trustPanel(evidence: Evidence, tablet: Tablet): TrustPanel {
  const { outbox, sync } = evidence;
  const waiting = outbox.waiting();
  return {
    online: sync.hindrance === null && sync.lastContact !== null,
    since: sync.since,
    waiting: waiting.length,
    oldestWaiting: waiting[0]?.entry.keptAt ?? null,
    visits: outbox.visits().map((id) => visitTrust(evidence, id)),
    lastPull: sync.lastPull,
    held: outbox.held().map(({ entry, change }) => ({
      change: entry.id,
      record: change.record,
      patient: change.patient,
      reason: entry.receipt?.reason ?? { code: 'unknown', text: '' },
    })),
    setAside: outbox.setAside().map(({ change, receipt }) => ({
      change: change.id,
      record: change.record,
      patient: change.patient,
      reason: receipt.reason ?? { code: 'set-aside', text: '' },
    })),
    repairs: evidence.repairs,
    clockSkewMs: sync.skewMs,
    hindrance: hindranceWords(sync.hindrance),
    retryAt: sync.retryAt,
    ...tablet,
  };
}
