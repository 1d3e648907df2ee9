/** The three claims and everything around them, worked out from what is kept and what was answered. */
import type { Outbox, VisitChange } from '../sync/outbox';
import { isSent } from '../sync/attachments';
import type { Repair } from '../sync/repairs';
import type { Hindrance, SyncState } from '../sync/state';
import type { BlobInfo } from '../vault/types';
import type { Json, RecordId, RecordView, TrustPanel, TrustState, VisitTrust } from './contract';

export interface Evidence {
  outbox: Outbox;
  sync: SyncState;
  /** Charts that were fetched again. */
  repairs: Repair[];
  /** Words of the writes that the vault could not keep and that nothing has mended yet. */
  failures: string[];
  visit: (id: RecordId) => RecordView | undefined;
  /** Photos on this tablet; `refused` is why the server does not take one of them. */
  photos: { kept: BlobInfo[]; refused: string | null };
  timeline: number | null;
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

const unsent = ({ photos, timeline }: Evidence): BlobInfo[] => photos.kept.filter((blob) => !isSent(blob, timeline));

export function trustState(evidence: Evidence): TrustState {
  const { outbox, sync, failures, photos } = evidence;
  const waiting = outbox.waiting().length + unsent(evidence).length;
  const [failure] = failures;
  if (failure) return { kind: 'not-saved', why: failure };
  const why = hindranceWords(sync.hindrance);
  if (why !== null && waiting > 0) return { kind: 'cannot-send', why, waiting };
  if (photos.refused !== null && outbox.waiting().length === 0 && waiting > 0) return { kind: 'cannot-send', why: `A photo is not taken: ${photos.refused}`, waiting };
  if (sync.sending && waiting > 0) return { kind: 'sending', ...sync.sending };
  if (waiting > 0) return { kind: 'saved', waiting };
  // Nothing waits: that is true offline too, but "safe" is claimed only by a receipt or an answer seen.
  const at = outbox.lastReceiptAt ?? sync.lastContact;
  return sync.hindrance || at === null ? { kind: 'offline' } : { kind: 'safe', at };
}

/** A state that a visit reaches only after the server had all that its manifest names. */
const AFTER_RECEIVED: Json = 'approved';

export function visitTrust(evidence: Evidence, id: RecordId): VisitTrust {
  const { outbox, visit } = evidence;
  const photos = evidence.photos.kept.filter((blob) => blob.visit === id);
  const left = unsent(evidence).filter((blob) => blob.visit === id).length;
  const changes = outbox.ofVisit(id);
  const open = changes.filter(({ final }) => !final);
  const state = visit(id)?.fields.state ?? { heads: [], past: [] };
  const states = [...state.heads, ...state.past];
  // Corrections are signed anew: that the version before them was received says nothing of them.
  const signed = states.findIndex(({ value }) => value === 'signed');
  const known = (signed < 0 ? states : states.slice(0, signed)).filter(({ pending }) => !pending);
  const received = known.find(({ value }) => value === 'received') ?? known.find(({ value }) => value === AFTER_RECEIVED);
  return {
    visit: id,
    savedAt: latest(changes, ({ keptAt }) => keptAt),
    safeAt: open.length + left === 0 ? latest([...changes, ...photos.map(asReceipt)], ({ receiptAt }) => receiptAt) : null,
    receivedAt: received?.at ?? null,
    waiting: open.length + left,
    photos: { sent: photos.length - left, of: photos.length },
  };
}

const asReceipt = ({ sent }: BlobInfo): Pick<VisitChange, 'receiptAt'> => ({ receiptAt: sent?.at ?? null });

function latest<T>(changes: T[], time: (change: T) => string | null): string | null {
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
  const waiting = outbox.waiting().map(({ entry }) => entry.keptAt);
  const photos = unsent(evidence).map(({ keptAt }) => keptAt);
  return {
    online: sync.hindrance === null && sync.lastContact !== null,
    since: sync.since,
    waiting: waiting.length + photos.length,
    oldestWaiting: waiting[0] ?? photos.sort()[0] ?? null,
    visits: outbox.visits().map((id) => visitTrust(evidence, id)),
    lastPull: sync.lastPull,
    held: outbox.held().map(({ change, receipt }) => ({
      change: change.id,
      record: change.record,
      patient: change.patient,
      reason: receipt.reason ?? { code: 'unknown', text: '' },
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
