/** The vault as the worker offers it: vaults of this tablet, and at most one of them open. */
import { text, type Bytes } from '../bytes';
import { VaultProblem } from '../errors';
import type {
  BlobInfo, Commit, NewVault, OutboxEntry, Person, ProofParts, Receipt, RecoveryKey, RescueMade, Round, Secret, StagedPage, StorePart, VaultEntry, VaultInfo, VaultMade,
} from '../types';
import { asProblem, Database } from './database';
import { deleteVaultDatabase, Directory, vaultShape } from './directory';
import { unseal } from './format';
import { changeState, putRow, readLocked } from './header';
import { deriveEpochKeys } from './keys';
import { makeVault, SEALED_P, SEALED_PERSON } from './new-vault';
import { OpenVault, type TextChunk } from './open-vault';
import { manifestChallenge, openPersonKey, sha256Hex, signManifest, signPossession, signProof } from './person-keys';
import { removePrivateFile } from './private-file';
import { reserveName } from './reserve';
import type { DirectoryRow, Header, VaultSchema } from './schema';
import { SealedRows } from './sealed-rows';
import { triesLeft, waitSeconds } from './tries';
import { openRoot, openWithWords } from './unlocking';
import { makePassphrase } from './words';
import { makePassphraseWrap } from './wraps';

interface Opened {
  database: Database<VaultSchema>;
  person: Person;
  P: CryptoKey;
  vault: OpenVault;
}

export class VaultRoom {
  #open: Opened | null = null;
  #directory: Directory | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly now: () => number) {}

  async list(): Promise<VaultEntry[]> {
    const rows = await (await this.#listed()).rows();
    return Promise.all(rows.map((row) => this.#entry(row)));
  }

  create(made: NewVault): Promise<VaultMade> {
    return this.#inTurn(async () => {
      this.#forget();
      const { passphrase, header, root, database } = await makeVault(made);
      await (await this.#listed()).put(directoryRow(made));
      await this.#openWith(database, header, root);
      return { passphrase, info: await this.info() };
    });
  }

  activate(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#unlocked().database.write(['header'], (tx) => changeState(tx, { pending: false }));
    });
  }

  discardPending(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const database = await Database.open(vaultShape(id));
      const { state } = await readLocked(database);
      database.close();
      if (!state.pending) throw new VaultProblem('refused', 'only an enrolment that was never completed is discarded');
      await this.#open?.vault.reserve.close();
      this.#forget();
      await (await this.#listed()).remove(id);
      await deleteVaultDatabase(id);
      await removePrivateFile(reserveName(id));
    });
  }

  wipe(): Promise<number> {
    return this.#inTurn(async () => {
      const { database } = this.#unlocked();
      const { header, state } = await readLocked(database);
      const reserved = await this.#unlocked().vault.reserve.frames();
      if (state.waiting > 0 || reserved.length > 0) throw new VaultProblem('refused', 'a vault whose changes wait is not removed');
      const directory = await this.#listed();
      await this.#unlocked().vault.reserve.close();
      this.#forget();
      await deleteVaultDatabase(header.vault);
      await removePrivateFile(reserveName(header.vault));
      await directory.remove(header.vault);
      return (await directory.rows()).length;
    });
  }

  unlock(id: string, secret: Secret): Promise<VaultInfo> {
    return this.#inTurn(async () => {
      this.#forget();
      const database = await Database.open(vaultShape(id));
      try {
        const { header, root } = await openRoot(database, secret, 'opened', this.now);
        await this.#openWith(database, header, root);
      } catch (error) {
        database.close();
        throw error;
      }
      return this.info();
    });
  }

  confirmPassphrase(words: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const { database } = this.#unlocked();
      const { header } = await readLocked(database);
      const opened = await openWithWords(header, words, 'opened');
      if (opened?.wrap.kind !== 'passphrase') return false;
      const confirmed = { ...opened.wrap, confirmed: true };
      const others = header.wraps.filter((wrap) => wrap.kind !== 'passphrase');
      await putRow(database, 'header', { ...header, wraps: [confirmed, ...others] });
      return true;
    });
  }

  renewPassphrase(secret: Secret): Promise<string> {
    return this.#inTurn(async () => {
      const { database } = this.#unlocked();
      const { root, header } = await openRoot(database, secret, 'wrapping', this.now);
      const words = makePassphrase();
      const wrap = await makePassphraseWrap(root, { agency: header.agency, vault: header.vault, epoch: header.epoch }, words);
      // The wrap in use stays until the new words were typed back.
      const kept = header.wraps.filter((old) => old.kind !== 'passphrase' || old.confirmed);
      await putRow(database, 'header', { ...header, wraps: [...kept, wrap] });
      return words;
    });
  }

  checkPassphrase(words: string): Promise<void> {
    return this.#inTurn(async () => {
      await openRoot(this.#unlocked().database, { passphrase: words }, 'opened', this.now);
    });
  }

  async info(): Promise<VaultInfo> {
    const { database, person } = this.#unlocked();
    const { header, state } = await readLocked(database);
    return {
      id: header.vault,
      agency: { id: header.agency },
      person,
      demo: header.demo,
      pending: state.pending,
      epoch: header.epoch,
      P: header.P,
      D: header.D,
      passkeys: passkeysOf(header),
      passphraseConfirmed: header.wraps.some((wrap) => wrap.kind === 'passphrase' && wrap.confirmed),
      generation: state.generation,
      waiting: state.waiting + (state.photos ?? 0),
    };
  }

  async describe(shown: { personName?: string; agencyName?: string; officePhone?: string }): Promise<void> {
    const { id } = await this.info();
    const initials = shown.personName === undefined ? {} : { initials: initialsOf(shown.personName) };
    await (await this.#listed()).change(id, { ...shown, ...initials });
  }

  load(parts: StorePart[], onChunk: (chunk: TextChunk) => void): Promise<{ unreadable: number; generation: number }> {
    const loaded = this.#inTurn(() => this.#unlocked().vault.load(parts, onChunk));
    // Behind what a person waits for.
    void this.#inTurn(async () => this.#open?.vault.reserve.prepare());
    return loaded;
  }

  commit(write: Commit): Promise<OutboxEntry[]> {
    return this.#inTurn(() => this.#unlocked().vault.commit(write));
  }

  stagePage(generation: number, page: StagedPage): Promise<number> {
    return this.#inTurn(() => this.#unlocked().vault.stagePage(generation, page));
  }

  applyRound(round: Round): Promise<number> {
    return this.#inTurn(() => this.#unlocked().vault.applyRound(round));
  }

  takeReceipts(receipts: Receipt[], forget: string[]): Promise<{ mismatched: string[] }> {
    return this.#inTurn(() => this.#unlocked().vault.takeReceipts(receipts, forget));
  }

  pruneSent(ids: string[]): Promise<void> {
    return this.#inTurn(() => this.#unlocked().vault.pruneSent(ids));
  }

  blobs(): Promise<BlobInfo[]> {
    return this.#inTurn(() => this.#unlocked().vault.blobs.list());
  }

  readBlob(id: string, from: number, length: number): Promise<ArrayBuffer> {
    return this.#inTurn(() => this.#unlocked().vault.blobs.read(id, from, length));
  }

  blobSent(id: string, timeline: number): Promise<void> {
    return this.#inTurn(() => this.#unlocked().vault.blobs.sent(id, timeline));
  }

  dropBlobs(ids: string[], takenBack = false): Promise<void> {
    return this.#inTurn(() => this.#unlocked().vault.blobs.drop(ids, takenBack));
  }

  rescue(key: RecoveryKey, app: string, photos: string[]): Promise<RescueMade> {
    return this.#inTurn(() => this.#unlocked().vault.rescue(key, app, photos));
  }

  sha256(contents: (string | Bytes)[]): Promise<string[]> {
    return Promise.all(contents.map(sha256Hex));
  }

  async signPossession(purpose: 'enrol' | 'session', challenge: string): Promise<string> {
    return signPossession(this.#unlocked().P, purpose, challenge);
  }

  async signProof(parts: ProofParts): Promise<string> {
    return signProof(this.#unlocked().P, parts);
  }

  async signManifest(manifest: string): Promise<string> {
    return signManifest(this.#unlocked().P, manifest);
  }

  manifestChallenge(manifest: string): Promise<ArrayBuffer> {
    return manifestChallenge(manifest);
  }

  /** One after the other: a write's memory is true only once the write before it is durable. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #unlocked(): Opened {
    if (this.#open === null) throw new VaultProblem('locked', 'no vault is open');
    return this.#open;
  }

  #forget(): void {
    this.#open?.database.close();
    void this.#open?.vault.reserve.close();
    this.#open = null;
  }

  async #listed(): Promise<Directory> {
    this.#directory ??= await Directory.open();
    return this.#directory;
  }

  async #openWith(database: Database<VaultSchema>, header: Header, root: CryptoKey): Promise<void> {
    const keys = await deriveEpochKeys(root, header.epoch);
    const owner = { agency: header.agency, vault: header.vault };
    const P = await openPersonKey(keys, { ...owner, ...SEALED_P }, header.sealedP);
    const person = JSON.parse(text(await unseal(keys.records, header.epoch, { ...owner, ...SEALED_PERSON }, header.sealedPerson))) as Person;
    this.#open = { database, person, P, vault: new OpenVault(database, new SealedRows(owner, keys), P, this.now) };
  }

  async #entry(row: DirectoryRow): Promise<VaultEntry> {
    const unknown = { pending: false, waiting: 0, visitOpenSince: null, passkeys: [], passphrase: null };
    try {
      const database = await Database.open(vaultShape(row.id));
      const { header, state, tries } = await readLocked(database);
      database.close();
      const passphrases = header.wraps.filter((wrap) => wrap.kind === 'passphrase');
      const passphrase = {
        confirmed: passphrases.some((wrap) => wrap.confirmed),
        triesLeft: triesLeft(tries),
        waitSeconds: waitSeconds(tries, this.now()),
      };
      const { pending, photos = 0, visitOpenSince } = state;
      const waiting = state.waiting + photos;
      return {
        ...row, pending, waiting, visitOpenSince, passkeys: passkeysOf(header),
        passphrase: passphrases.length > 0 ? passphrase : null, problem: null,
      };
    } catch (error) {
      return { ...row, ...unknown, problem: asProblem(error).code };
    }
  }
}

function passkeysOf(header: Header): VaultInfo['passkeys'] {
  const opening = header.wraps
    .filter((wrap) => wrap.kind === 'prf')
    .map(({ credential, rpId, prfInput, transports }) => ({ credential, rpId, prfInput, transports }));
  return header.signOnly === null ? opening : [...opening, { ...header.signOnly, prfInput: null }];
}

function initialsOf(name: string): string {
  const parts = name.split(/\s+/u).filter((part) => part !== '');
  return [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) => Array.from(part ?? '')[0] ?? '').join('').toUpperCase();
}

function directoryRow(made: NewVault): DirectoryRow {
  return {
    id: made.id,
    agencyId: made.agency.id,
    agencyName: made.agency.name,
    officePhone: made.agency.officePhone,
    personName: made.person.name,
    initials: initialsOf(made.person.name),
    role: made.person.role,
    demo: made.demo,
  };
}
