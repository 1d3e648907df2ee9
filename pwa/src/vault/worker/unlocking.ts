/** From a secret to R: which wraps are tried, and the count of wrong passphrases. */
import { VaultProblem } from '../errors';
import type { PrfSecret, Secret } from '../types';
import type { Database } from './database';
import { putRow, readLocked } from './header';
import type { Header, VaultSchema } from './schema';
import { afterTry, NO_TRIES, triesLeft, waitSeconds, type Tries } from './tries';
import { openPassphraseWrap, openPrfWrap, type PassphraseWrap, type Wrap } from './wraps';

type RootUse = Parameters<typeof openPrfWrap>[3];

export interface Opened {
  root: CryptoKey;
  wrap: Wrap;
}

function ownerOf(header: Header): { agency: string; vault: string; epoch: number } {
  return { agency: header.agency, vault: header.vault, epoch: header.epoch };
}

async function firstThatOpens<W extends Wrap>(wraps: W[], open: (wrap: W) => Promise<CryptoKey>): Promise<Opened | null> {
  for (const wrap of wraps) {
    try {
      return { root: await open(wrap), wrap };
    } catch (error) {
      if (!(error instanceof VaultProblem && error.code === 'wrong-key')) throw error;
    }
  }
  return null;
}

async function withPrf(header: Header, secret: PrfSecret, use: RootUse): Promise<Opened> {
  const wraps = header.wraps.filter((wrap) => wrap.kind === 'prf').filter((wrap) => wrap.credential === secret.credential);
  const opened = await firstThatOpens(wraps, (wrap) => openPrfWrap(wrap, ownerOf(header), secret, use));
  if (opened === null) throw new VaultProblem('wrong-key', 'no wrap of this vault opens with this passkey');
  return opened;
}

/** Tries every passphrase wrap without counting. */
export function openWithWords(header: Header, words: string, use: RootUse): Promise<Opened | null> {
  const wraps = header.wraps.filter((wrap): wrap is PassphraseWrap => wrap.kind === 'passphrase');
  return firstThatOpens(wraps, (wrap) => openPassphraseWrap(wrap, ownerOf(header), words, use));
}

/** Tries that could not be written down, by vault: a full tablet must not keep its person out. */
const uncounted = new Map<string, Tries>();

async function count(database: Database<VaultSchema>, vault: string, tries: Tries): Promise<void> {
  try {
    await putRow(database, 'tries', tries);
    uncounted.delete(vault);
  } catch (error) {
    if (!(error instanceof VaultProblem && error.code === 'full')) throw error;
    uncounted.set(vault, tries);
  }
}

/**
 * Opens R, counting wrong passphrases before they are tried: on disk, or where that is full in memory (a
 * start of the app then forgets them, which the length of the words allows for). Rejects with `wrong-key`
 * (triesLeft, waitSeconds) or `wait` (waitSeconds, nothing tried).
 */
export async function openRoot(
  database: Database<VaultSchema>,
  secret: Secret,
  use: RootUse,
  now: () => number,
): Promise<Opened & { header: Header }> {
  const { header, tries: written } = await readLocked(database);
  const tries = uncounted.get(header.vault) ?? written;
  if ('prf' in secret) return { header, ...(await withPrf(header, secret.prf, use)) };
  const wait = waitSeconds(tries, now());
  if (wait > 0) throw new VaultProblem('wait', 'too many wrong passphrases', { triesLeft: 0, waitSeconds: wait });
  const counted = afterTry(tries, now());
  await count(database, header.vault, counted);
  const opened = await openWithWords(header, secret.passphrase, use);
  if (opened === null) {
    const detail = { triesLeft: triesLeft(counted), waitSeconds: waitSeconds(counted, now()) };
    throw new VaultProblem('wrong-key', 'these words do not open this vault', detail);
  }
  await count(database, header.vault, NO_TRIES);
  return { header, ...opened };
}
