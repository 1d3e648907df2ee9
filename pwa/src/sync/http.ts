/**
 * Requests to our own server. Every answer is either its JSON, its problem (RFC 9457) as `Refusal`,
 * something else's page as `NotDoorstep`, or no answer as `Unreachable`.
 */
import { Refused, Unreachable } from '../app/ceremonies/session-api';
import type { Vault } from '../vault/types';
import { NotDoorstep } from './shape';

const NONCE = 'Doorstep-Nonce';
const PROOF = 'Doorstep-Proof';
const PATIENCE_MS = 60_000;
/** The one place that unpacks what it is sent; every other takes a body as it is. */
const EXCHANGE = '/api/sync';
/** Characters from which a body is sent packed. */
const PACK_FROM = 1_400;

/** A problem of the server's catalogue, with how long it asked to be left alone. */
export class Refusal extends Refused {
  constructor(
    status: number,
    code: string,
    detail: string,
    readonly retryAfterMs: number | null,
  ) {
    super(status, code, detail);
    this.name = 'Refusal';
  }
}

export interface HttpPorts {
  fetch: typeof fetch;
  vault: Pick<Vault, 'signProof'>;
  now: () => number;
}

export interface Asked {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path with query, exactly as it goes out. */
  path: string;
  body?: unknown;
  /** In place of a body: bytes as they are. */
  bytes?: ArrayBuffer;
  /** `bytes` as they came, which whoever asks checks by their hash; `stream` as they come, until `signal`. */
  answer?: 'bytes' | 'stream';
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export class Http {
  #nonce: string | null = null;

  constructor(private readonly ports: HttpPorts) {}

  /** Without a session: joining and signing in. */
  open(asked: Asked): Promise<unknown> {
    return this.#exchange(asked, { bytes: bodyOf(asked), headers: {} });
  }

  /** With a proof of this person on this device over this very request. A refused nonce is tried once more. */
  async proven(asked: Asked, session: string): Promise<unknown> {
    try {
      return await this.#proven(asked, session);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'nonce-refused') return this.#proven(asked, session);
      throw error;
    }
  }

  async #proven(asked: Asked, session: string): Promise<unknown> {
    const nonce = this.#taken() ?? (await this.#freshNonce(asked.signal));
    const { method, path } = asked;
    const { bytes: body, headers } = asked.bytes ? plain(asked.bytes) : await packed(bodyOf(asked), path);
    const proof = await this.ports.vault.signProof({ method, path, body, nonce, session });
    return this.#exchange(asked, { bytes: body, headers: { ...headers, [NONCE]: nonce, [PROOF]: proof } });
  }

  /** Used once: what the answer brings is fresh, and two requests at a time never share one. */
  #taken(): string | null {
    const nonce = this.#nonce;
    this.#nonce = null;
    return nonce;
  }

  async #freshNonce(signal: AbortSignal | undefined): Promise<string> {
    const answer = await this.open({ method: 'GET', path: '/api/nonce', signal });
    const nonce = (answer as { nonce?: unknown } | null)?.nonce;
    if (typeof nonce !== 'string') throw new NotDoorstep('nonce');
    return nonce;
  }

  async #exchange({ method, path, signal, answer, headers: asked }: Asked, { bytes, headers }: Packed): Promise<unknown> {
    const streams = answer === 'stream';
    // Of a stream nobody knows how long it takes: whoever reads it notices when it has fallen silent.
    const patience = streams ? null : AbortSignal.timeout(PATIENCE_MS);
    const signals = [signal, patience].filter((one) => one !== null && one !== undefined);
    const init: RequestInit = {
      method,
      headers: { Accept: streams ? 'text/event-stream' : 'application/json', ...asked, ...(bytes === '' ? {} : { 'Content-Type': 'application/json' }), ...headers },
      credentials: 'same-origin',
      cache: 'no-store',
      // Our API never redirects; a Wi-Fi's sign-in page does.
      redirect: 'manual',
      signal: AbortSignal.any(signals),
    };
    let response: Response;
    let body: ArrayBuffer | ReadableStream<Uint8Array<ArrayBuffer>> | null;
    try {
      response = await this.ports.fetch(path, bytes === '' ? init : { ...init, body: bytes });
      body = streams && response.ok ? response.body : await response.arrayBuffer();
    } catch (error) {
      throw new Unreachable(error);
    }
    const nonce = response.headers.get(NONCE);
    if (nonce !== null) this.#nonce = nonce;
    if (!(body instanceof ArrayBuffer)) return body;
    return answer === 'bytes' && response.ok ? body : this.#read(response, new TextDecoder().decode(body));
  }

  #read(response: Response, text: string): unknown {
    const type = response.headers.get('Content-Type') ?? '';
    if (response.status === 204) return null;
    const value = /^application\/(problem\+)?json\b/.test(type) ? parsed(text) : undefined;
    if (value === undefined) throw this.#gateway(response);
    if (response.ok) return value;
    const { code, detail } = value as { code?: unknown; detail?: unknown };
    if (typeof code !== 'string') throw new NotDoorstep(`status ${response.status}`);
    throw new Refusal(response.status, code, typeof detail === 'string' ? detail : code, this.#retryAfter(response));
  }

  /** A gateway in front of the server answers in its own words, but its status means what it says. */
  #gateway(response: Response): Error {
    const { status } = response;
    const wait = this.#retryAfter(response);
    if (status === 413) return new Refusal(status, 'too-large', 'The request is too large.', wait);
    if (status === 429 || (status >= 500 && wait !== null)) return new Refusal(status, 'busy', 'The server is busy.', wait);
    return status >= 500 ? new Unreachable() : new NotDoorstep(`status ${status}`);
  }

  #retryAfter(response: Response): number | null {
    const asked = response.headers.get('Retry-After');
    if (asked === null) return null;
    const seconds = Number(asked);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(asked) - this.ports.now();
    return Number.isFinite(ms) ? Math.max(0, ms) : null;
  }
}

interface Packed {
  bytes: string | Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

/** A day's work shrinks to a fifth; what fits into one packet is not worth the packing. */
async function packed(body: string, path: string): Promise<Packed> {
  if (path !== EXCHANGE || body.length < PACK_FROM) return { bytes: body, headers: {} };
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return { bytes: new Uint8Array(await new Response(stream).arrayBuffer()), headers: { 'Content-Encoding': 'gzip' } };
}

const plain = (bytes: ArrayBuffer): Packed => ({ bytes: new Uint8Array(bytes), headers: { 'Content-Type': 'application/octet-stream' } });

const bodyOf = ({ body }: Asked): string => (body === undefined ? '' : JSON.stringify(body));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
