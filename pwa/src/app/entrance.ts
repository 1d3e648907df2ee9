/** The doors over the ceremonies: which vault, which invite, and words for those who stand outside. */
import type { VaultClient, VaultEntry } from '../vault/types';
import { enrol, enrolDemo, EnrolmentUnanswered, type Enrolled, type Tablet } from './ceremonies/enrol';
import type { EnrolmentBegun, SessionApi } from './ceremonies/session-api';
import { unlockWithPasskey, unlockWithPassphrase } from './ceremonies/unlock';
import type { InviteSeen } from './contract';
import type { Doors, Entered } from './doors';

/** What the office sees of this tablet: browser and platform, nothing of the person. */
export function deviceName(): string {
  const { userAgent } = navigator;
  const browser = /Edg\//.test(userAgent) ? 'Edge' : /Firefox\//.test(userAgent) ? 'Firefox' : /Chrom/.test(userAgent) ? 'Chromium' : 'Safari';
  const platform = /iPad|iPhone|Android|Windows|Mac OS|Linux/.exec(userAgent)?.[0] ?? 'unknown';
  return `${browser} on ${platform}`;
}

export function entrance({ vault, api }: { vault: VaultClient; api: SessionApi }): Doors {
  const tablet: Tablet = { vault, api, deviceName: deviceName() };
  const door = { vault, api };
  /** The demo's people are known by the invite that was looked at. */
  let seen: EnrolmentBegun | null = null;
  /** An enrolment whose answer was lost: asked after, not begun again. */
  let unanswered: EnrolmentUnanswered | null = null;

  const entered = async (enrolling: () => Promise<Enrolled>): Promise<Entered & { passphrase: string }> => {
    try {
      const { info, passphrase, session } = await (unanswered ? unanswered.resume() : enrolling());
      unanswered = null;
      return { info, passphrase, signIn: Promise.resolve({ kind: 'signed-in', session }) };
    } catch (error) {
      unanswered = error instanceof EnrolmentUnanswered ? error : null;
      throw error;
    }
  };

  const entry = async (id: string): Promise<VaultEntry> => {
    const found = (await vault.list()).find((one) => one.id === id);
    if (!found) throw new Error('this store is not on this tablet');
    return found;
  };

  return {
    readInvite: async (code): Promise<InviteSeen> => {
      seen = await api.beginEnrolment(code);
      const { agency, person, demo } = seen;
      return { agency, person: person, demo };
    },
    enrol: (code) => entered(() => enrol(tablet, code)),
    enrolDemo: (person) => {
      if (seen?.person.id !== person) throw new Error('this person was not invited here');
      const who = seen;
      return entered(() => enrolDemo(tablet, who));
    },
    unlockWithPasskey: async (id) => unlockWithPasskey(door, await entry(id)),
    unlockWithPassphrase: async (id, words) => unlockWithPassphrase(door, await entry(id), words),
  };
}
