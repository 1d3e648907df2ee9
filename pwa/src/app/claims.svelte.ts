/** What the screens show of trust, as state that redraws them. Worked out elsewhere (trust.ts). */
import { QUIET, type SyncState } from '../sync/state';
import type { BlobInfo } from '../vault/types';
import type { TrustPanel, TrustState } from './contract';
import type { Tablet } from './trust';

export class Claims {
  sync: SyncState = $state.raw(QUIET);
  tablet: Tablet = $state.raw({ storageProtected: null, freeBytes: null, app: '' });
  photos: { kept: BlobInfo[]; refused: string | null } = $state.raw({ kept: [], refused: null });
  trust: TrustState = $state.raw({ kind: 'offline' });
  panel: TrustPanel | null = $state.raw(null);
}
