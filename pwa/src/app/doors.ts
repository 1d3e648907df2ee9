/** The ways into a vault, as the store asks for them; `entrance.ts` walks them over the ceremonies. */
import type { VaultInfo } from '../vault/types';
import type { SignIn } from './ceremonies/unlock';
import type { InviteSeen, PersonId } from './contract';

export interface Entered {
  info: VaultInfo;
  /** Goes on after the vault is open; work does not wait for it. */
  signIn: Promise<SignIn>;
}

export interface Doors {
  readInvite(code: string): Promise<InviteSeen>;
  enrol(code: string): Promise<Entered & { passphrase: string }>;
  enrolDemo(person: PersonId): Promise<Entered & { passphrase: string }>;
  unlockWithPasskey(vault: string): Promise<Entered>;
  unlockWithPassphrase(vault: string, words: string): Promise<Entered>;
}
