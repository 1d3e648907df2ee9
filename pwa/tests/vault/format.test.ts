/** The frozen format at rest: known answers shared with Python, and what additional data must prevent. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fromBase64Url, text, utf8, type Bytes } from '../../src/vault/bytes';
import { blobId, frameId } from '../../src/vault/worker/blobs';
import { nameOf, seal, unseal, type Place } from '../../src/vault/worker/format';
import { deriveEpochKeys, type EpochKeys } from '../../src/vault/worker/keys';
import { SealedRows } from '../../src/vault/worker/sealed-rows';
import type { SealedStore } from '../../src/vault/worker/schema';
import { lettersOf } from '../../src/vault/worker/words';
import { openPassphraseWrap, openPrfWrap } from '../../src/vault/worker/wraps';

interface Input {
  what: 'row' | 'frame' | 'header' | 'prf' | 'passphrase';
  root: string;
  agency: string;
  vault: string;
  epoch: number;
  store: SealedStore;
  id: string;
  key: string;
  plain: string;
  credential: string;
  prf: string;
  salt: string;
  typed: string;
  rounds: number;
  patient: string;
  sha256: string;
  at: number;
  of: number;
}
interface Expected {
  key: string;
  sealed: string;
  name: string;
  letters: string;
}

const file = fileURLToPath(new URL('../../../tests/vectors/vault.json', import.meta.url));
const { tests } = JSON.parse(readFileSync(file, 'utf-8')) as {
  tests: { description: string; input: Input; expected: Expected }[];
};

function hex(digits: string): Bytes {
  return Uint8Array.from(digits.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
}

async function keysOf(input: Input): Promise<EpochKeys> {
  return deriveEpochKeys(await crypto.subtle.importKey('raw', hex(input.root), 'HKDF', false, ['deriveKey']), input.epoch);
}

const RUN: Record<Input['what'], (input: Input, expected: Expected) => Promise<void>> = {
  async row(input, { key, sealed }) {
    const rows = new SealedRows({ agency: input.agency, vault: input.vault }, await keysOf(input));
    expect(await rows.name(input.store, input.id)).toBe(key);
    expect(await rows.unseal(input.store, { key, value: fromBase64Url(sealed) })).toBe(input.plain);
    const again = await rows.seal(input.store, input.id, input.plain);
    expect(await rows.unseal(input.store, again)).toBe(input.plain);
    expect(again.value).not.toEqual(fromBase64Url(sealed));
  },
  async frame(input, { key, sealed }) {
    const rows = new SealedRows({ agency: input.agency, vault: input.vault }, await keysOf(input));
    const id = frameId(blobId(input), input.at, input.of);
    expect(await rows.name('frames', id)).toBe(key);
    expect(await rows.unsealBytes('frames', { key, value: fromBase64Url(sealed) })).toEqual(hex(input.plain));
    expect((await rows.sealBytes('frames', id, hex(input.plain))).key).toBe(key);
  },
  async header(input, { sealed }) {
    const { records } = await keysOf(input);
    const place: Place = { agency: input.agency, vault: input.vault, store: 'header', key: input.key };
    expect(text(await unseal(records, input.epoch, place, fromBase64Url(sealed)))).toBe(input.plain);
  },
  async prf(input, { sealed, name }) {
    const wrap = {
      kind: 'prf' as const, credential: input.credential, rpId: 'localhost', prfInput: '', transports: [],
      salt: hex(input.salt), sealed: fromBase64Url(sealed),
    };
    const root = await openPrfWrap(wrap, input, { credential: input.credential, output: hex(input.prf).buffer }, 'opened');
    expect(root.extractable).toBe(false);
    expect(await nameOf((await deriveEpochKeys(root, input.epoch)).names, 'base', 'known')).toBe(name);
  },
  async passphrase(input, { letters, sealed, name }) {
    expect(lettersOf(input.typed)).toBe(letters);
    const wrap = {
      kind: 'passphrase' as const, rounds: input.rounds, salt: hex(input.salt), sealed: fromBase64Url(sealed), confirmed: true,
    };
    const root = await openPassphraseWrap(wrap, input, input.typed, 'opened');
    expect(root.extractable).toBe(false);
    expect(await nameOf((await deriveEpochKeys(root, input.epoch)).names, 'base', 'known')).toBe(name);
  },
};

describe('tests/vectors/vault.json', () => {
  it.each(tests)('$description', async ({ input, expected }) => {
    await RUN[input.what](input, expected);
  });
});

describe('a sealed value opens in its own place only', async () => {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const place: Place = { agency: 'a', vault: 'v', store: 'base', key: 'k' };
  const sealed = await seal(key, 1, place, utf8('secret'));
  const opens = async (bytes: Bytes, at: Place, epoch = 1): Promise<string> =>
    unseal(key, epoch, at, bytes).then(text, (error: unknown) => (error as { code: string }).code);

  it('opens where it was sealed', async () => {
    expect(await opens(sealed, place)).toBe('secret');
  });

  it.each([
    ['agency', { ...place, agency: 'b' }],
    ['vault', { ...place, vault: 'w' }],
    ['store', { ...place, store: 'sent' }],
    ['key', { ...place, key: 'l' }],
    // The lengths before each part keep "ab|c" apart from "a|bc".
    ['border between parts', { ...place, agency: 'av', vault: '' }],
  ])('not with another %s', async (_part, other) => {
    expect(await opens(sealed, other)).toBe('unreadable');
  });

  it('not under another epoch, even one that its head claims', async () => {
    expect(await opens(sealed, place, 2)).toBe('unreadable');
    const forged = sealed.slice();
    forged[2] = 2;
    expect(await opens(forged, place, 2)).toBe('unreadable');
  });

  it.each([0, 1, 5, 14, 15, 20])('not with byte %d altered', async (at) => {
    const altered = sealed.slice();
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(await opens(altered, place)).toBe('unreadable');
  });

  it('not cut short, not empty', async () => {
    expect(await opens(sealed.slice(0, -1), place)).toBe('unreadable');
    expect(await opens(sealed.slice(0, 15), place)).toBe('unreadable');
    expect(await opens(new Uint8Array(0), place)).toBe('unreadable');
  });

  it('has a nonce of its own each time', async () => {
    const heads = await Promise.all(Array.from({ length: 200 }, () => seal(key, 1, place, utf8('secret'))));
    expect(new Set(heads.map((bytes) => bytes.slice(3, 15).join())).size).toBe(200);
  });
});
