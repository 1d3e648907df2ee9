import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { VisitSignature } from '../../src/app/ceremonies/sign-visit';
import type { RecordId } from '../../src/app/contract';
import { ChangedWhileSigning, signVisit } from '../../src/app/signing';
import { canonical } from '../../src/sync/canonical';
import { answer, attend, FakeServer, page } from './server';
import { documentOf, head, openTablet, PATIENT, patientDocument, reopen, values, VISIT, visitDocument, type Tablet } from './tablet';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const SHOWN = { scores: { 'PHQ-9': 12 }, needs: ['Getting around'] };

async function openVisit(): Promise<Tablet> {
  const visit = visitDocument();
  visit.fields.forms = { heads: [head([{ url: 'phq', version: '1', sha256: 'f'.repeat(64) }])], past: [] };
  const tablet = await openTablet([patientDocument(), visit]);
  const form = tablet.session.openForm(VISIT);
  await form.event(VISIT, 'state', 'start');
  await form.append(VISIT, 'marks', { at: '2026-11-23T12:01:00.000Z', text: 'Scale broken' });
  return tablet;
}

function sign(tablet: Tablet, prove?: (manifest: string) => Promise<void>): ReturnType<typeof signVisit> {
  const signature = (manifest: string): VisitSignature => ({
    method: 'passphrase',
    at: '2026-11-23T12:30:00.000Z',
    manifestSha256: sha256(manifest),
    deviceSignature: 'P',
  });
  const ports = {
    session: tablet.session,
    vault: tablet.vault,
    prove: async (manifest: string): Promise<VisitSignature> => {
      await prove?.(manifest);
      return signature(manifest);
    },
  };
  return signVisit(ports, VISIT, SHOWN);
}

interface Manifest {
  v: number;
  visit: string;
  patient: string;
  forms: string[];
  changes: [string, string][];
  attachments: string[];
  shown: string;
}

const manifestOf = (tablet: Tablet): Manifest => JSON.parse(values(tablet, VISIT, 'manifest')[0] as string) as Manifest;

describe('signing a visit', () => {
  it('does not begin while something of the day waits for room: it would be signed without it', async () => {
    const tablet = await openVisit();
    tablet.vault.failWith = 'full';
    const waiting = tablet.session.openForm(VISIT).append(VISIT, 'marks', { at: '2026-11-23T12:02:00.000Z', text: 'Dog' });
    let asked = false;
    const signing = sign(tablet, () => {
      asked = true;
      return Promise.resolve();
    });
    await expect(signing).rejects.toMatchObject({ name: 'NotSaved', reason: 'full' });
    expect(asked).toBe(false);
    await tablet.tryAgain();
    await waiting;
    await sign(tablet);
    expect(manifestOf(tablet).changes).toHaveLength(3);
  });

  it('names every change of the visit with its hash, in order, and what was shown', async () => {
    const tablet = await openVisit();
    const made = tablet.vault.outbox.map(({ id, text }): [string, string] => [id, sha256(text)]);
    const result = await sign(tablet);
    expect(result).toEqual({ signedAt: '2026-11-23T12:30:00.000Z', method: 'passphrase' });
    expect(manifestOf(tablet)).toEqual({
      v: 1,
      visit: VISIT,
      patient: PATIENT,
      forms: ['f'.repeat(64)],
      changes: made,
      attachments: [],
      shown: sha256(canonical(SHOWN)),
    });
    const [text] = values(tablet, VISIT, 'manifest');
    expect(text).toBe(canonical(JSON.parse(text as string) as never));
    expect(values(tablet, VISIT, 'state')).toEqual(['signed']);
    expect(values(tablet, VISIT, 'signature')).toMatchObject([{ method: 'passphrase', deviceSignature: 'P' }]);
    expect(tablet.vault.visitOpenSince).toBeNull();
  });

  it('is one change in one batch that needs everything of the visit that still waits', async () => {
    const tablet = await openVisit();
    const waiting = tablet.vault.outbox.map(({ id }) => id);
    await sign(tablet);
    const signed = tablet.changes().at(-1);
    expect(signed?.ops.map(({ op }) => op)).toEqual(['set', 'set', 'event']);
    expect(signed?.needs.map(({ id }) => id).sort()).toEqual([...waiting].sort());
  });

  it('names what was sent and forgotten already, also after a restart', async () => {
    const tablet = await openVisit();
    const early = tablet.vault.outbox.map(({ id }) => id);
    const visit = { ...visitDocument('open'), version: 20 };
    await attend(tablet, new FakeServer((request) => answer(request, { page: page([visit]) }))).sync.syncNow();
    expect(tablet.vault.outbox).toEqual([]);
    const again = await reopen(tablet);
    again.clock.now += 60_000;
    await again.session.openForm(VISIT).append(VISIT, 'marks', { at: '2026-11-23T12:02:00.000Z', text: 'Late' });
    await sign(again);
    expect(manifestOf(again).changes.map(([id]) => id).slice(0, 2)).toEqual(early);
    expect(manifestOf(again).changes).toHaveLength(3);
  });

  it('is refused when something of the visit was kept while the passkey sheet was up', async () => {
    const tablet = await openVisit();
    const late = (): Promise<void> => tablet.session.openForm(VISIT).append(VISIT, 'marks', { at: '2026-11-23T12:03:00.000Z', text: 'x' });
    await expect(sign(tablet, late)).rejects.toBeInstanceOf(ChangedWhileSigning);
    expect(values(tablet, VISIT, 'state')).toEqual(['open']);
    expect(tablet.session.trust.kind).toBe('saved');
  });

  it('changes nothing when the proof is refused', async () => {
    const tablet = await openVisit();
    const refused = (): Promise<void> => Promise.reject(new Error('no passkey'));
    await expect(sign(tablet, refused)).rejects.toThrow('no passkey');
    expect(values(tablet, VISIT, 'state')).toEqual(['open']);
    expect(tablet.vault.outbox).toHaveLength(2);
  });

  it('anew after a return replaces the signature that was seen', async () => {
    const visit = visitDocument('returned');
    visit.fields.manifest = { heads: [head('old')], past: [] };
    visit.fields.signature = { heads: [head({ method: 'passkey' })], past: [] };
    const tablet = await openTablet([patientDocument(), visit]);
    await sign(tablet);
    expect(tablet.changes().at(-1)?.ops.map(({ op }) => op)).toEqual(['correct', 'correct', 'event']);
    expect(values(tablet, VISIT, 'signature')).toHaveLength(1);
    expect(values(tablet, VISIT, 'state')).toEqual(['signed']);
  });
});

it('what was written before an offline signature stays as it was written, whatever is added afterwards', async () => {
  const tablet = await openVisit();
  const note = '0190a000-0000-7000-8000-0000000000dd' as RecordId;
  const form = tablet.session.openForm(VISIT);
  await form.send([{ do: 'create', record: note, kind: 'note', patient: PATIENT, fields: { text: 'First', visit: VISIT } }]);
  await form.set(note, 'text', 'First, then better');
  await sign(tablet);
  await form.append(note, 'addenda', { text: 'Her son rang.' });
  expect(values(tablet, note, 'text')).toEqual(['First, then better']);
  expect(tablet.session.records.record(note)?.entries.corrections).toBeUndefined();
  const again = await reopen(tablet);
  expect(values(again, note, 'text')).toEqual(['First, then better']);
});

it('after signing, an edit is added to the visit instead of changing it', async () => {
  const tablet = await openVisit();
  await sign(tablet);
  await tablet.session.openForm(VISIT).set(VISIT, 'nextContact', '2026-12-01');
  expect(values(tablet, VISIT, 'nextContact')).toEqual([]);
  expect(tablet.session.records.peek(VISIT)?.entries.corrections?.[0]?.value).toMatchObject({ field: 'nextContact', value: '2026-12-01' });
});

it('an own word that a visit is through is no claim of the server’s', async () => {
  const tablet = await openTablet([patientDocument(), visitDocument('signed')]);
  await tablet.session.openForm(VISIT).event(VISIT, 'state', 'return');
  expect(values(tablet, VISIT, 'state')).toEqual(['returned']);
  expect(tablet.session.visitTrust(VISIT).receivedAt).toBeNull();
});

describe('the three claims of a visit', () => {
  it('say of signed corrections only what is true of them, not of the version before', async () => {
    const visit = visitDocument('returned');
    visit.fields.state = { heads: [head('returned')], past: [{ ...head('received'), until: '2026-11-23T11:20:00.000Z', replacedBy: 'x' as never }] };
    visit.fields.manifest = { heads: [head('old')], past: [] };
    const tablet = await openTablet([patientDocument(), visit]);
    expect(tablet.session.visitTrust(VISIT).receivedAt).not.toBeNull();
    await sign(tablet);
    expect(tablet.session.visitTrust(VISIT).receivedAt).toBeNull();
  });

  it('become true one after the other, each only after its event', async () => {
    const tablet = await openVisit();
    await sign(tablet);
    const claims = (): (boolean | number)[] => {
      const { savedAt, safeAt, receivedAt, waiting } = tablet.session.visitTrust(VISIT);
      return [savedAt !== null, safeAt !== null, receivedAt !== null, waiting];
    };
    expect(claims()).toEqual([true, false, false, 3]);

    const [first] = tablet.vault.outbox;
    const partly = [{ id: first?.id ?? '', sha256: first?.sha256 ?? '', outcome: 'applied', version: 20, reason: null }];
    const server = new FakeServer((request) => answer(request, { receipts: partly }));
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    expect(claims()).toEqual([true, false, false, 2]);

    server.answering = (request) => answer(request);
    await sync.syncNow();
    expect(claims()).toEqual([true, true, false, 0]);

    const received = documentOf('visit', VISIT, { state: 'received' }, { version: 30 });
    server.answering = (request) => answer(request, { page: page([received]) });
    await sync.syncNow();
    expect(claims()).toEqual([true, true, true, 0]);
  });
});

it('all patients have arrived only once the vault holds them', async () => {
  const tablet = await openTablet();
  const said: boolean[] = [];
  const apply = tablet.vault.applyRound.bind(tablet.vault);
  tablet.vault.applyRound = (round) => {
    said.push(tablet.session.arrival.complete);
    return apply(round);
  };
  const { sync } = attend(tablet, new FakeServer((request) => answer(request, { page: page([patientDocument()]) })));
  await sync.syncNow();
  said.push(tablet.session.arrival.complete);
  expect(said).toEqual([false, true]);
});
