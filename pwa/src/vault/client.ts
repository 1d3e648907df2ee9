import { trustedScriptUrl } from '../app/trusted-types';
import { VaultProblem } from './errors';
import type { BaseDocument, LoadChunk, Vault, VaultClient } from './types';
import { METHODS, type Answer, type Method, type Port, type WireChunk } from './wire';
import workerUrl from './worker/vault.worker?worker&url';

interface Pending {
  resolve(value: unknown): void;
  reject(problem: VaultProblem): void;
  onChunk: ((chunk: LoadChunk) => void) | null;
}

function unwire(chunk: WireChunk): LoadChunk {
  if (chunk.part !== 'base') return chunk;
  return { part: 'base', documents: JSON.parse(chunk.json) as BaseDocument[] };
}

/** PRF outputs are moved, not copied: the window keeps none. */
function moved(args: unknown[]): Transferable[] {
  return args.flatMap((arg) => {
    const prf = (arg as { prf?: { output?: unknown } | null } | null)?.prf;
    return prf?.output instanceof ArrayBuffer ? [prf.output] : [];
  });
}

/** Speaks the vault's wire over any port; `end` is called once, by `lock`. */
export function connectVault(port: Port, end: () => void): VaultClient {
  const pending = new Map<number, Pending>();
  let locked = false;
  let next = 0;

  port.addEventListener('message', (event) => {
    const answer = event.data as Answer;
    const call = pending.get(answer.id);
    if (call === undefined) return;
    if (answer.kind === 'chunk') {
      call.onChunk?.(unwire(answer.chunk));
      return;
    }
    pending.delete(answer.id);
    if (answer.kind === 'done') call.resolve(answer.value);
    else call.reject(new VaultProblem(answer.code, answer.message, answer.detail));
  });

  const ask = (method: Method, args: unknown[], onChunk: Pending['onChunk']): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (locked) {
        reject(new VaultProblem('locked', 'the vault was locked'));
        return;
      }
      const id = next++;
      pending.set(id, { resolve, reject, onChunk });
      port.postMessage({ id, method, args }, moved(args));
    });

  const remote = Object.fromEntries(
    METHODS.map((method) => [method, (...args: unknown[]) => ask(method, args, null)]),
  ) as unknown as Vault;

  return {
    ...remote,
    load: (parts, onChunk) => ask('load', [parts], onChunk) as ReturnType<Vault['load']>,
    lock: () => {
      if (locked) return;
      locked = true;
      end();
      for (const call of pending.values()) call.reject(new VaultProblem('locked', 'the vault was locked'));
      pending.clear();
    },
  };
}

/** Starts the vault's worker. Ending it (`lock`) is what forgets the keys. */
export function startVault(): VaultClient {
  const worker = new Worker(trustedScriptUrl('doorstep-worker', workerUrl), { type: 'module', name: 'vault' });
  const client = connectVault(worker, () => {
    worker.terminate();
  });
  worker.addEventListener('error', () => {
    client.lock();
  });
  return client;
}
