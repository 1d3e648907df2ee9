/** What the screens show of trust, as state that redraws them. Worked out elsewhere (trust.ts). */
import { QUIET, type SyncState } from '../sync/state';
import type { TrustPanel, TrustState } from './contract';
import type { Tablet } from './trust';

export class Claims {
  sync: SyncState = $state.raw(QUIET);
  tablet: Tablet = $state.raw({ storageProtected: null, freeBytes: null, app: '' });
  trust: TrustState = $state.raw({ kind: 'offline' });
  panel: TrustPanel | null = $state.raw(null);
}
