import { describe, expect, it } from 'vitest';
import { PACE } from '../../src/sync/loop';
import { answer, attend, FakeServer, problem } from '../app/server';
import { GOAL, goalDocument, openTablet, patientDocument, type Tablet } from '../app/tablet';

async function withGoal(): Promise<Tablet> {
  const tablet = await openTablet([patientDocument(), goalDocument()]);
  await tablet.session.openForm(null).set(GOAL, 'target', 'daily');
  return tablet;
}

describe('what is no answer of Doorstep', () => {
  const pages: [string, () => Response][] = [
    ['a Wi-Fi’s page with status 200', () => new Response('<html>Sign in to CafeNet</html>', { headers: { 'Content-Type': 'text/html' } })],
    ['a redirect to a sign-in page', () => new Response(null, { status: 302, headers: { Location: 'https://portal.example' } })],
    ['JSON of something else', () => new Response('{"ok":true}', { headers: { 'Content-Type': 'application/json' } })],
    ['half an answer', () => new Response('{"protocol":1,"receipts":[', { headers: { 'Content-Type': 'application/json' } })],
  ];

  it.each(pages)('%s is not a receipt: the change stays and the pill says why', async (_, response) => {
    const tablet = await withGoal();
    await attend(tablet, new FakeServer(response)).sync.syncNow();
    expect(tablet.vault.outbox[0]?.receipt).toBeNull();
    expect(tablet.session.trust).toEqual({
      kind: 'cannot-send',
      waiting: 1,
      why: 'This Wi-Fi wants you to sign in first. Nothing was sent. Open the Wi-Fi page.',
    });
  });

  it.each([
    ['an unknown outcome', { receipts: [{ id: 'x', sha256: 'y', outcome: 'fine', version: 1, reason: null }] }],
    ['a record without heads', { page: { mode: 'changes', patients: [], records: [{ id: 'a', kind: 'goal', patient: 'p', version: 1, fields: { target: 'daily' } }] } }],
    ['a cursor that is a number', { cursor: 7 }],
  ])('%s is refused whole', async (_, more) => {
    const tablet = await withGoal();
    await attend(tablet, new FakeServer((request) => answer(request, more))).sync.syncNow();
    expect(tablet.vault.outbox[0]?.receipt).toBeNull();
    expect(tablet.vault.generation).toBe(0);
  });
});

describe('no network', () => {
  it('is normal: saved on this tablet, and tried again by itself', async () => {
    const tablet = await withGoal();
    const server = new FakeServer((request) => answer(request));
    server.up = false;
    const { sync, timers } = attend(tablet, server);
    await sync.start();
    timers.due[0]?.work();
    await sync.syncNow();
    expect(tablet.session.trust).toEqual({ kind: 'saved', waiting: 1 });
    expect(tablet.session.panel).toMatchObject({ online: false, hindrance: null });
    expect(timers.due.every(({ ms }) => ms <= PACE.longestOfflineMs)).toBe(true);
    server.up = true;
    await sync.syncNow();
    expect(tablet.session.trust).toMatchObject({ kind: 'safe' });
    expect(tablet.session.panel).toMatchObject({ online: true, since: null, retryAt: null });
  });

  it('with nothing to send says so and does not claim safe', async () => {
    const tablet = await openTablet([patientDocument()]);
    const server = new FakeServer((request) => answer(request));
    server.up = false;
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.trust).toEqual({ kind: 'offline' });
  });
});

describe('a gateway in front of the server', () => {
  const html = (status: number, headers: Record<string, string> = {}): Response =>
    new Response('<html>in its own words</html>', { status, headers: { 'Content-Type': 'text/html', ...headers } });

  it('that says too large is sent less', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    for (const target of ['a', 'b', 'c', 'd']) await form.set(GOAL, 'measure', target);
    const server = new FakeServer((request) => (request.batches.length > 2 ? html(413) : answer(request)));
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.trust).toMatchObject({ kind: 'safe' });
  });

  it.each([429, 503])('that says %i is left alone as long as it asked for', async (status) => {
    const tablet = await withGoal();
    const { sync, timers } = attend(tablet, new FakeServer(() => html(status, { 'Retry-After': '120' })));
    await sync.syncNow();
    expect(timers.due.map(({ ms }) => ms)).toEqual([120_000]);
    expect(tablet.session.trust).toMatchObject({ kind: 'cannot-send', waiting: 1 });
  });

  it('of a server that is down is no answer at all', async () => {
    const tablet = await withGoal();
    await attend(tablet, new FakeServer(() => html(502))).sync.syncNow();
    expect(tablet.session.trust).toEqual({ kind: 'saved', waiting: 1 });
  });
});

it('a large body travels packed, and the proof is over what travels', async () => {
  const tablet = await openTablet([patientDocument(), goalDocument()]);
  const form = tablet.session.openForm(null);
  const proven: unknown[] = [];
  const signProof = tablet.vault.signProof.bind(tablet.vault);
  tablet.vault.signProof = (parts) => {
    proven.push(parts.body);
    return signProof(parts);
  };
  for (let at = 0; at < 9; at += 1) await form.set(GOAL, 'measure', `a measure in so many words, number ${at}`);
  const packings: (string | null)[] = [];
  const server = new FakeServer((request, headers) => {
    packings.push(headers.get('Content-Encoding'));
    return answer(request);
  });
  const { sync } = attend(tablet, server);
  await sync.syncNow();
  await sync.syncNow();
  expect(packings).toEqual(['gzip', null]);
  expect(proven[0]).toBeInstanceOf(Uint8Array);
  expect((proven[0] as Uint8Array).length).toBeLessThan(JSON.stringify(server.requests[0]).length / 2);
  expect(typeof proven[1]).toBe('string');
});

describe('the session', () => {
  it('is renewed by this person’s key when it has ended', async () => {
    const tablet = await withGoal();
    let ended = true;
    const server = new FakeServer((request) => {
      if (!ended) return answer(request);
      ended = false;
      return problem(401, 'not-signed-in');
    });
    await attend(tablet, server).sync.syncNow();
    expect(server.paths.filter((path) => path === '/api/session/renew')).toHaveLength(2);
    expect(tablet.session.trust).toMatchObject({ kind: 'safe' });
    expect(tablet.vault.local.get('sync/session')).toEqual({ session: 'session-1', device: 'device-1' });
  });

  it('that a full tablet cannot keep is good for sending all the same', async () => {
    const tablet = await withGoal();
    const server = new FakeServer((request) => answer(request));
    tablet.vault.failWith = 'full';
    await attend(tablet, server).sync.syncNow();
    expect(tablet.vault.local.has('sync/session')).toBe(false);
    expect(tablet.session.trust).toMatchObject({ kind: 'safe' });
  });

  it('past seven days asks for one touch and keeps everything', async () => {
    const tablet = await withGoal();
    const server = new FakeServer((request) => answer(request));
    server.renewal = () => problem(403, 'verification-due');
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.trust).toEqual({ kind: 'cannot-send', why: 'Sign in with your passkey to send.', waiting: 1 });
  });

  const refusals: [number, string][] = [
    [401, 'not-signed-in'],
    [403, 'ceremony-refused'],
    [403, 'forbidden'],
    [401, 'proof-refused'],
  ];

  it.each(refusals)('that is refused again and again with %i %s is asked for less and less, and loses nothing', async (status, code) => {
    const tablet = await withGoal();
    const server = new FakeServer(() => problem(status, code));
    server.renewal = () => problem(status, code);
    const { sync, timers } = attend(tablet, server);
    const asked: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const before = server.paths.length;
      await sync.syncNow();
      asked.push(server.paths.length - before);
    }
    expect(Math.max(...asked)).toBeLessThanOrEqual(6);
    expect(timers.due[0]?.ms).toBeGreaterThan(PACE.firstRetryMs * 8);
    expect(tablet.vault.outbox).toHaveLength(1);
    expect(tablet.vault.outbox[0]?.receipt).toBeNull();
    expect(tablet.session.trust).toMatchObject({ kind: 'cannot-send', waiting: 1 });

    server.answering = (request) => answer(request);
    server.renewal = new FakeServer(() => ({})).renewal;
    await sync.syncNow();
    expect(tablet.session.trust).toMatchObject({ kind: 'safe' });
  });

  it('tries a refused nonce once more, with the fresh one, and a second time not', async () => {
    const tablet = await withGoal();
    const nonces: (string | null)[] = [];
    const server = new FakeServer((_, headers) => {
      nonces.push(headers.get('Doorstep-Nonce'));
      return problem(401, 'nonce-refused', { 'Doorstep-Nonce': `n${nonces.length}` });
    });
    await attend(tablet, server).sync.syncNow();
    expect(nonces).toHaveLength(2);
    expect(nonces[1]).toBe('n1');
    expect(tablet.session.panel.waiting).toBe(1);
  });

  it('proves every request over its own path and body', async () => {
    const tablet = await withGoal();
    let proof: string | null = null;
    const server = new FakeServer((request, headers) => {
      proof = headers.get('Doorstep-Proof');
      return answer(request);
    });
    await attend(tablet, server).sync.syncNow();
    expect(proof).toBe('proof:POST:/api/sync:fresh:session-1');
  });
});

describe('a failing server', () => {
  it('is left alone as long as it asked for, whatever is written meanwhile', async () => {
    const tablet = await withGoal();
    const server = new FakeServer(() => problem(503, 'busy', { 'Retry-After': '90' }));
    const { sync, timers } = attend(tablet, server);
    await sync.syncNow();
    expect(timers.due.map(({ ms }) => ms)).toEqual([90_000]);
    sync.written();
    expect(timers.due.map(({ ms }) => ms)).toEqual([90_000]);
    expect(tablet.session.trust).toMatchObject({ kind: 'cannot-send', why: 'The server could not take it. Trying again.' });
  });

  it('is asked less and less often', async () => {
    const tablet = await withGoal();
    const { sync, timers } = attend(tablet, new FakeServer(() => problem(500, 'internal')));
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      await sync.syncNow();
      waits.push(timers.due[0]?.ms ?? 0);
    }
    expect(waits[0]).toBeLessThanOrEqual(PACE.firstRetryMs);
    expect(waits.at(-1)).toBeGreaterThan(PACE.firstRetryMs * 32);
    expect(Math.max(...waits)).toBeLessThanOrEqual(PACE.longestRetryMs);
  });
});

it('an intent is sent soon after it, and without one every half minute', async () => {
  const tablet = await withGoal();
  const { sync, timers } = attend(tablet, new FakeServer((request) => answer(request)));
  await sync.syncNow();
  expect(timers.due.map(({ ms }) => ms)).toEqual([PACE.idleMs]);
  sync.written();
  expect(timers.due.map(({ ms }) => ms)).toEqual([PACE.afterIntentMs]);
});

it('the clock’s error is read from the answer and shown', async () => {
  const tablet = await withGoal();
  tablet.clock.now += 3_600_000;
  await attend(tablet, new FakeServer((request) => answer(request))).sync.syncNow();
  expect(Math.round((tablet.session.panel.clockSkewMs ?? 0) / 60_000)).toBe(60);
});

it('nothing more is asked once the store is locked', async () => {
  const tablet = await withGoal();
  const server = new FakeServer((request) => answer(request));
  const { sync, timers } = attend(tablet, server);
  sync.stop();
  sync.written();
  await sync.syncNow();
  expect(server.paths).toEqual([]);
  expect(timers.due).toEqual([]);
});
