/**
 * Signing a visit: the manifest names everything that the visit consists of, a fresh proof of presence
 * signs its very bytes, and manifest, signature and event leave as one batch that needs all the rest.
 * What says all of itself, as a version of a plan does, is signed by the same proof over its own spelling.
 */
import { canonical } from '../sync/canonical';
import type { Part } from '../sync/compose';
import type { VisitChange } from '../sync/outbox';
import { Seen } from '../sync/seen';
import type { Vault } from '../vault/types';
import type { VisitSignature } from './ceremonies/sign-visit';
import type { Json, RecordId, RecordView, SignResult } from './contract';
import type { OpenSession } from './open-session';

export interface SigningPorts {
  session: OpenSession;
  vault: Vault;
  /** A fresh passkey check over the manifest, or the passphrase entered again. */
  prove: (manifest: string, passphrase: string | undefined) => Promise<VisitSignature>;
}

/** Something of the visit was kept after its contents were written down: sign once more. */
export class ChangedWhileSigning extends Error {
  constructor() {
    super('Something was still being saved. Sign once more.');
    this.name = 'ChangedWhileSigning';
  }
}

/** The signature of what is said: what waits for room is kept before a passkey is touched, or nothing is signed. */
export async function proven({ session, prove }: Omit<SigningPorts, 'vault'>, said: Json, passphrase?: string): Promise<Json> {
  await session.writing.settled();
  if (session.writing.blocked) throw session.writing.blocked;
  return { ...(await prove(canonical(said), passphrase)) };
}

export async function signVisit(ports: SigningPorts, visit: RecordId, shown: Json, passphrase?: string): Promise<SignResult> {
  const { session, vault, prove } = ports;
  await session.writing.settled();
  // What waits for room is a part of the visit: it is not signed without it.
  if (session.writing.blocked) throw session.writing.blocked;
  const view = session.records.peek(visit);
  if (view?.kind !== 'visit') throw new Error('the visit is not on this tablet');
  const seen = new Seen((record) => session.records.peek(record));
  session.writing.opened(seen);
  try {
    const changes = session.outbox.ofVisit(visit);
    const manifest = await manifestOf(vault, view, { changes, attachments: attachmentsOf(session, view), shown });
    const signature = await prove(manifest, passphrase);
    const parts = (): Part[] => {
      if (!sameChanges(changes, session.outbox.ofVisit(visit))) throw new ChangedWhileSigning();
      return signingParts(view, seen, manifest, signature);
    };
    await session.writing.write(parts, {
      visit,
      form: seen,
      once: true,
      alsoNeeds: () => session.outbox.openOfVisit(visit),
      beside: (made) => session.beside(made),
    });
    return { signedAt: signature.at, method: signature.method };
  } finally {
    session.writing.closed(seen);
  }
}

interface Contents {
  changes: VisitChange[];
  attachments: string[];
  shown: Json;
}

async function manifestOf(vault: Vault, view: RecordView, { changes, attachments, shown }: Contents): Promise<string> {
  const [shownHash = ''] = await vault.sha256([canonical(shown)]);
  return canonical({
    v: 1,
    visit: view.id,
    patient: view.patient,
    forms: formHashes(view),
    changes: changes.map(({ id, sha256 }) => [id, sha256]),
    attachments,
    shown: shownHash,
  });
}

/** Hashes of this visit's photos, in the order they were taken. */
function attachmentsOf(session: OpenSession, view: RecordView): string[] {
  const values = (record: RecordView, field: string): Json[] => (record.fields[field]?.heads ?? []).map(({ value }) => value);
  const own = session.records.of(view.patient, 'attachment').filter((record) => values(record, 'visit').includes(view.id));
  const hashes = own.flatMap((record) => values(record, 'sha256')).filter((value) => typeof value === 'string');
  return [...new Set(hashes)];
}

function formHashes(view: RecordView): string[] {
  const forms = view.fields.forms?.heads.flatMap(({ value }) => (Array.isArray(value) ? value : [])) ?? [];
  return forms.flatMap((form) =>
    form !== null && typeof form === 'object' && !Array.isArray(form) && typeof form.sha256 === 'string' ? [form.sha256] : [],
  );
}

function signingParts(view: RecordView, seen: Seen, manifest: string, signature: VisitSignature): Part[] {
  const saw = (field: string): ReturnType<Seen['saw']> => seen.saw(view.id, 'visit', field);
  // A returned visit is signed anew: what it replaces is the signature that its author has seen.
  const put = (field: string, value: Json): Part =>
    (view.fields[field]?.heads.length ?? 0) > 0
      ? { do: 'correct', record: view.id, field, value, saw }
      : { do: 'set', record: view.id, field, value, saw };
  return [
    put('manifest', manifest),
    put('signature', { ...signature }),
    { do: 'event', record: view.id, field: 'state', event: 'sign', saw },
  ];
}

const sameChanges = (a: VisitChange[], b: VisitChange[]): boolean =>
  a.length === b.length && a.every(({ id }, place) => b[place]?.id === id);
