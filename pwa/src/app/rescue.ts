/** A rescue file of what is open: what waits for room goes into it as far as the vault can keep it. */
import type { Vault } from '../vault/types';
import type { RescueFile } from './contract';
import type { OpenSession } from './open-session';

/** Null where the office has made no recovery key. */
export async function makeRescueFile(session: OpenSession, vault: Vault, now: number): Promise<RescueFile | null> {
  const key = session.recoveryKey;
  if (key === null) return null;
  const complete = await session.writing.keepWaiting();
  const made = await vault.rescue(key, session.tablet.app, session.unsentPhotos);
  const minute = new Date(now).toISOString().slice(0, 16).replaceAll(/[-:]/gu, '').replace('T', '-');
  return { ...made, complete, name: `doorstep-rescue-${minute}-${session.info.id.slice(0, 8)}.dsr` };
}
