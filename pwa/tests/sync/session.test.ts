import { describe, expect, it } from 'vitest';
import type { SessionOpened } from '../../src/app/ceremonies/session-api';
import type { PersonId } from '../../src/app/contract';
import { Http } from '../../src/sync/http';
import { HttpSessionApi, SessionKeeper } from '../../src/sync/session';
import { json, problem } from '../app/server';

/** A server with the one cookie that a browser has: a proof of another session is refused. */
class OneCookie {
  cookie = 'session-1';
  renewals = 0;
  readonly nonces: string[] = [];
  #issued = 0;

  readonly fetch: typeof fetch = async (input, init) => {
    const path = typeof input === 'string' ? input : '';
    const headers = new Headers(init?.headers);
    await Promise.resolve();
    if (path === '/api/nonce') return json({ nonce: this.#nonce() });
    if (path === '/api/session/challenge') return json({ challenge: 'c', request: 'r', rpId: 'localhost' });
    if (path === '/api/session/renew') return json(this.renewed());
    this.nonces.push(headers.get('Doorstep-Nonce') ?? '');
    const proof = headers.get('Doorstep-Proof') ?? '';
    return proof.endsWith(`:${this.cookie}`) ? json({ path }) : problem(401, 'proof-refused', { 'Doorstep-Nonce': this.#nonce() });
  };

  renewed() {
    this.renewals += 1;
    this.cookie = `renewed-${this.renewals}`;
    return opened(this.cookie);
  }

  #nonce(): string {
    this.#issued += 1;
    return `n${this.#issued}`;
  }
}

const opened = (id: string): SessionOpened => ({
  session: { id, expires: '2026-11-24T00:00:00.000Z', uv_at: null },
  person: { id: 'p' as PersonId, name: 'Ana Ruiz', role: 'coordinator' },
  agency: { id: 'a', name: 'Harbor' },
  device: { id: 'device-1' },
  credential: null,
});

function keeperOf(server: OneCookie): SessionKeeper {
  const vault = {
    signProof: ({ method, path, nonce, session }: { method: string; path: string; nonce: string; session: string }) =>
      Promise.resolve(`proof:${method}:${path}:${nonce}:${session}`),
    signPossession: () => Promise.resolve({ key: 'k', signature: 's' }),
  };
  const http = new Http({ fetch: server.fetch, vault, now: () => 0 });
  const ports = { http, api: new HttpSessionApi(http), vault, vaultId: 'v', keep: () => Promise.resolve() };
  return new SessionKeeper(ports as unknown as ConstructorParameters<typeof SessionKeeper>[0], { session: 'session-1', device: 'device-1' });
}

const read = (keeper: SessionKeeper, path: string) => keeper.ask({ method: 'GET', path });

describe('requests at the same time', () => {
  it('never share a nonce', async () => {
    const server = new OneCookie();
    const keeper = keeperOf(server);
    await Promise.all(['/a', '/b', '/c'].map((path) => read(keeper, path)));
    await Promise.all(['/d', '/e', '/f'].map((path) => read(keeper, path)));
    expect(new Set(server.nonces).size).toBe(6);
  });

  it('renew a session that ended once for all of them', async () => {
    const server = new OneCookie();
    const keeper = keeperOf(server);
    server.cookie = 'gone';
    const answers = await Promise.all(['/a', '/b', '/c'].map((path) => read(keeper, path)));
    expect(answers).toEqual([{ path: '/a' }, { path: '/b' }, { path: '/c' }]);
    expect(server.renewals).toBe(1);
  });
});

it('a request that was on its way while somebody signed in anew is made again under the new session', async () => {
  const server = new OneCookie();
  const keeper = keeperOf(server);
  const reading = read(keeper, '/queue');
  server.cookie = 'signed-in';
  await keeper.take(opened('signed-in'));
  expect(await reading).toEqual({ path: '/queue' });
  expect(server.renewals).toBe(0);
});

it('what is asked while the unlock signs in is asked once, under the session that it brings', async () => {
  const server = new OneCookie();
  const keeper = keeperOf(server);
  let opens: (session: SessionOpened) => void = () => undefined;
  const signedIn = keeper.signingIn(new Promise((resolve) => { opens = resolve; }));
  const reading = read(keeper, '/people');
  server.cookie = 'signed-in';
  opens(opened('signed-in'));
  await signedIn;
  expect(await reading).toEqual({ path: '/people' });
  expect([server.nonces.length, server.renewals]).toEqual([1, 0]);
});

it('where the sign-in brings nothing or fails, the session of before goes on', async () => {
  for (const ends of [Promise.resolve(null), Promise.reject(new Error('a bug'))]) {
    const server = new OneCookie();
    const keeper = keeperOf(server);
    const signedIn = Promise.allSettled([keeper.signingIn(ends)]);
    expect(await read(keeper, '/people')).toEqual({ path: '/people' });
    expect((await signedIn).map(({ status }) => status)).toEqual([await ends.then(() => 'fulfilled', () => 'rejected')]);
  }
});
