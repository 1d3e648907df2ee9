/** Making a vault: R, its wraps, P, D and the database, whole or not at all. */
import { utf8 } from '../bytes';
import { VaultProblem } from '../errors';
import type { NewVault } from '../types';
import { Database } from './database';
import { vaultShape } from './directory';
import { seal } from './format';
import { readState } from './header';
import { deriveEpochKeys, makeRoot } from './keys';
import { makeDeviceKey, makePersonKey } from './person-keys';
import type { Header, State, VaultSchema } from './schema';
import { NO_TRIES } from './tries';
import { makePassphrase } from './words';
import { makePassphraseWrap, makePrfWrap, openPassphraseWrap, type Wrap } from './wraps';

const FIRST_EPOCH = 1;

/** Places of the two sealed values in the header; their key is in clear, it names no record. */
export const SEALED_P = { store: 'header', key: 'P' };
export const SEALED_PERSON = { store: 'header', key: 'person' };

export interface Made {
  passphrase: string;
  header: Header;
  /** R as the key that it is in daily use. */
  root: CryptoKey;
  database: Database<VaultSchema>;
}

/** Resolves when all of it is durable. The passphrase is in the answer and nowhere else. */
export async function makeVault(made: NewVault): Promise<Made> {
  const owner = { agency: made.agency.id, vault: made.id, epoch: FIRST_EPOCH };
  const fresh = await makeRoot();
  const passphrase = makePassphrase();
  const passphraseWrap = await makePassphraseWrap(fresh, owner, passphrase);
  const wraps: Wrap[] = [passphraseWrap];
  if (made.prf !== null) wraps.push(await makePrfWrap(fresh, owner, made.prf));
  // Opening what was just sealed proves the wrap before anything is kept under it.
  const root = await openPassphraseWrap(passphraseWrap, owner, passphrase, 'opened');
  const keys = await deriveEpochKeys(root, FIRST_EPOCH);
  const at = { agency: owner.agency, vault: owner.vault };
  const device = await makeDeviceKey();
  const person = await makePersonKey(keys, { ...at, ...SEALED_P });
  const header: Header = {
    format: 1,
    ...owner,
    demo: made.demo,
    wraps,
    signOnly: made.signOnly,
    P: person.spki,
    D: device.spki,
    sealedP: person.sealed,
    sealedPerson: await seal(keys.records, FIRST_EPOCH, { ...at, ...SEALED_PERSON }, utf8(JSON.stringify(made.person))),
  };
  return { passphrase, header, root, database: await store(header, device.pair) };
}

async function store(header: Header, D: CryptoKeyPair): Promise<Database<VaultSchema>> {
  const state: State = { pending: true, waiting: 0, visitOpenSince: null, generation: 0, nextSeq: 0, lastRound: null };
  const database = await Database.make(vaultShape(header.vault));
  await database.write(['header'], async (tx) => {
    const rows = tx.objectStore('header');
    if ((await rows.count()) > 0) {
      const { pending } = await readState(tx);
      throw new VaultProblem('refused', `there is already a vault of this id (pending: ${String(pending)})`);
    }
    await Promise.all([rows.put(header, 'header'), rows.put(state, 'state'), rows.put(NO_TRIES, 'tries'), rows.put(D, 'D')]);
  });
  return database;
}
