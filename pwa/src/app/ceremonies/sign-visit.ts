/**
 * Signing a visit: a fresh passkey check over the manifest's own bytes, or, without a passkey at hand, the
 * passphrase entered again and the signature of this person's key. Both work without a network and are
 * verified by the server when they arrive. The value goes into the visit's field `signature`.
 */
import type { VaultClient } from '../../vault/types';
import { assert } from './passkeys';

/** Field `signature` of a visit, as the kind declares it; all values are texts. */
export type VisitSignature =
  | {
      method: 'passkey';
      at: string;
      manifestSha256: string;
      credential: string;
      authenticatorData: string;
      clientDataJSON: string;
      signature: string;
    }
  | { method: 'passphrase'; at: string; manifestSha256: string; deviceSignature: string };

export type SignVisitWith = { passkey: true } | { passphrase: string };

/**
 * `manifest` is the canonical text that the visit stores. Rejects with PasskeyProblem (then offer the
 * passphrase) or VaultProblem `wrong-key` / `wait`; nothing is signed then.
 */
export async function signManifest(vault: VaultClient, manifest: string, by: SignVisitWith, now: () => Date): Promise<VisitSignature> {
  const manifestSha256 = (await vault.sha256([manifest]))[0] ?? '';
  if ('passphrase' in by) {
    await vault.checkPassphrase(by.passphrase);
    const deviceSignature = await vault.signManifest(manifest);
    return { method: 'passphrase', at: now().toISOString(), manifestSha256, deviceSignature };
  }
  const [challenge, info] = await Promise.all([vault.manifestChallenge(manifest), vault.info()]);
  const { credential, response } = await assert({ challenge, passkeys: info.passkeys, evaluate: false });
  const { authenticatorData, clientDataJSON, signature } = response;
  return { method: 'passkey', at: now().toISOString(), manifestSha256, credential, authenticatorData, clientDataJSON, signature };
}
