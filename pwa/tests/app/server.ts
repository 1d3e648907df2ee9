/** A server that answers as the contract says, over an injected `fetch`: enough of it to test a tablet. */
import { gunzipSync } from 'node:zlib';
import { Http } from '../../src/sync/http';
import { HttpSessionApi } from '../../src/sync/session';
import type { Ended } from '../../src/sync/round';
import type { Portion, SyncRequest } from '../../src/sync/wire';
import type { ServerDocument } from '../../src/sync/document';
import { SyncAttendance } from '../../src/app/attendance';
import type { Json } from '../../src/app/contract';
import { random, type Tablet } from './tablet';

export type Answering = (request: SyncRequest, headers: Headers) => Response | Json;

/** A page of changes; with patients, of their snapshots, each of which begins and ends in it unless it says otherwise. */
export const page = (records: ServerDocument[], mode = 'changes', ...patients: (string | Portion)[]): Json => {
  const portions = patients.map((one) => (typeof one === 'string' ? { id: one, begins: true, ends: true } : one));
  return { mode, patients: portions, records } as unknown as Json;
};

/** Unless it says otherwise: who is here and not to be purged, and whose records come. */
const grantedBy = (request: SyncRequest, { purge, page: sent }: { [key: string]: Json }): Json => {
  const { records } = (sent ?? page([])) as unknown as { records: ServerDocument[] };
  const gone = new Set<Json>(Array.isArray(purge) ? purge : []);
  return [...new Set<string>([...request.held, ...records.map(({ patient }) => patient)])].filter((patient) => !gone.has(patient));
};

/** An ordinary answer; each change is applied at `version`. */
export function answer(request: SyncRequest, more: { [key: string]: Json } = {}, version = 20): Json {
  const changes = request.batches.flatMap((batch) => batch.changes);
  return {
    protocol: 1,
    now: '2026-11-23T12:00:00.000Z',
    timeline: 1,
    receipts: changes.map(({ id, sha256 }) => ({ id, sha256, outcome: 'applied', version, reason: null })),
    purge: [],
    page: page([], 'none'),
    cursor: 'c1',
    complete: true,
    granted: grantedBy(request, more),
    progress: { patients: 1, done: 1 },
    audit_head: null,
    ...more,
  };
}

export const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ type: `https://doorstep.invalid/problems/${code}`, title: code, status, detail: `It says ${code}.`, code }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });

export const json = (body: unknown): Response =>
  new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json', 'Doorstep-Nonce': 'fresh' } });

const given = (answered: Response | Json): Response => (answered instanceof Response ? answered : json(answered));

/** The body as text: packed ones are opened as their header says. */
function unpacked(init: RequestInit | undefined): string {
  const { body } = init ?? {};
  const isPacked = new Headers(init?.headers).get('Content-Encoding') === 'gzip';
  if (isPacked) return gunzipSync(body as Uint8Array).toString();
  return typeof body === 'string' ? body : '{}';
}

export class FakeServer {
  readonly requests: SyncRequest[] = [];
  readonly paths: string[] = [];
  /** False: nobody answers. */
  up = true;
  /** Answers of plain reads, by path with query. */
  reads: Record<string, () => Response | Json> = {};
  /** Reads are not answered before this. */
  hold: Promise<void> = Promise.resolve();
  renewal: () => Response = () =>
    json({
      session: { id: 'session-1', expires: '2026-11-24T00:00:00.000Z', uv_at: null },
      person: { id: 'p', name: 'Ana Ruiz', role: 'coordinator' },
      agency: { id: 'a', name: 'Harbor' },
      device: { id: 'device-1' },
      credential: null,
    });

  constructor(public answering: Answering) {}

  readonly fetch: typeof fetch = (input, init) => {
    const path = typeof input === 'string' ? input : '';
    this.paths.push(path);
    if (!this.up) return Promise.reject(new TypeError('Failed to fetch'));
    const read = this.reads[path];
    if (read) return this.hold.then(() => given(read()));
    return Promise.resolve(this.#answer(path, init));
  };

  #answer(path: string, init: RequestInit | undefined): Response {
    if (path === '/api/nonce') return json({ nonce: 'first' });
    if (path === '/api/session/challenge') return json({ challenge: 'c', request: 'r', rpId: 'localhost' });
    if (path === '/api/session/renew') return this.renewal();
    const request = JSON.parse(unpacked(init)) as SyncRequest;
    this.requests.push(request);
    const answered = this.answering(request, new Headers(init?.headers));
    return given(answered);
  }
}

/** Timers that fire only when a test says so. */
export class HandTimers {
  readonly due: { work: () => void; ms: number }[] = [];

  set(work: () => void, ms: number): unknown {
    const timer = { work, ms };
    this.due.push(timer);
    return timer;
  }

  clear(timer: unknown): void {
    const at = this.due.findIndex((one) => one === timer);
    if (at >= 0) this.due.splice(at, 1);
  }
}

export interface Attended {
  sync: SyncAttendance;
  timers: HandTimers;
  broken: unknown[];
  ended: Ended[];
}

export function attend(tablet: Tablet, server: FakeServer): Attended {
  const timers = new HandTimers();
  const broken: unknown[] = [];
  const ended: Ended[] = [];
  const { vault, session, clock } = tablet;
  const http = new Http({ fetch: server.fetch, vault, now: () => clock.now });
  const sync = new SyncAttendance({
    session,
    vault,
    http,
    api: new HttpSessionApi(http),
    random,
    now: () => clock.now,
    app: '0.1.0',
    signIn: Promise.resolve({ kind: 'offline' }),
    alone: async (work) => {
      await work();
      return true;
    },
    timers,
    broken: (error) => broken.push(error),
    ended: (end) => {
      ended.push(end);
      return Promise.resolve();
    },
  });
  return { sync, timers, broken, ended };
}
