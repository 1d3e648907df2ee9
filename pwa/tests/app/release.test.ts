import { expect, it, vi } from 'vitest';
import type { VaultListed } from '../../src/app/contract';
import { release } from '../../src/app/release.svelte';
import type { ShellUpdate } from '../../src/app/service-worker';

const taken = vi.hoisted(() => vi.fn());
vi.mock('../../src/app/service-worker', () => ({
  registerServiceWorker: (told: (update: ShellUpdate) => void): Promise<void> => {
    told({ waiting: true, takeOver: taken });
    return Promise.resolve();
  },
}));

const vault = (visitOpenSince: string | null): VaultListed =>
  ({ id: 'vault-1', personName: 'Ana Ruiz', initials: 'AR', agencyName: '', officePhone: '', waiting: 0, visitOpenSince, hasPasskey: true, role: 'coordinator', demo: false });

it.each([
  { door: 'nobody works', phase: 'locked', elsewhere: false, since: null, times: 1 },
  { door: 'somebody works', phase: 'open', elsewhere: false, since: null, times: 0 },
  { door: 'a visit is open behind it', phase: 'locked', elsewhere: false, since: '2026-11-18T10:04:00Z', times: 0 },
  { door: 'another tab holds the store', phase: 'locked', elsewhere: true, since: null, times: 0 },
] as const)('a newer release takes over only where nobody is interrupted: $door', async ({ phase, elsewhere, since, times }) => {
  vi.stubGlobal('HTMLInputElement', Object);
  vi.stubGlobal('document', { activeElement: null });
  taken.mockClear();
  await release.follow();
  release.takeOverIfFree({ phase, elsewhere, vaults: [vault(since)] });
  expect(taken).toHaveBeenCalledTimes(times);
});
