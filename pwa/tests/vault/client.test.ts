/** The wire between window and worker, over a real message channel. */
import { beforeEach, describe, expect, it } from 'vitest';
import { connectVault } from '../../src/vault/client';
import type { VaultClient } from '../../src/vault/types';
import { serveVault } from '../../src/vault/worker/serve';
import { Clock, freshTablet, newVault, prfOutput, problem, room } from './room';

interface Line {
  client: VaultClient;
  raw: MessagePort;
  ended: () => number;
}

function line(): Line {
  const { port1, port2 } = new MessageChannel();
  serveVault(port2, room(new Clock()));
  let ends = 0;
  const client = connectVault(port1, () => {
    ends += 1;
    port1.close();
    port2.close();
  });
  port1.start();
  port2.start();
  return { client, raw: port1, ended: () => ends };
}

describe('the vault seen from the window', () => {
  beforeEach(freshTablet);

  it('answers calls, streams documents and hands errors over with their details', async () => {
    const { client } = line();
    const made = newVault();
    const { passphrase } = await client.create(made);
    const documents = [{ id: 'r1', patient: 'p1', fields: { a: 1 } }];
    await client.applyRound({ id: 'r', generation: 0, documents, removePatients: [], replacePatients: [], local: {}, forget: [] });
    const seen: unknown[] = [];
    await client.load(['base'], (chunk) => seen.push(chunk));
    expect(seen).toEqual([{ part: 'base', documents }]);
    const refused = await problem(client.unlock(made.id, { passphrase: 'wrong' }));
    expect([refused.code, refused.detail]).toEqual(['wrong-key', { triesLeft: 4, waitSeconds: 0 }]);
    expect((await client.unlock(made.id, { passphrase })).id).toBe(made.id);
    client.lock();
  });

  it('moves the PRF output to the worker and keeps no copy', async () => {
    const { client } = line();
    const { buffer } = prfOutput();
    const prf = { credential: 'Y3I', output: buffer, rpId: 'localhost', prfInput: 'aW4', transports: [] };
    const made = newVault({ prf });
    const again = buffer.slice(0);
    await client.create(made);
    expect(buffer.byteLength).toBe(0);
    await client.unlock(made.id, { prf: { credential: 'Y3I', output: again } });
    expect(again.byteLength).toBe(0);
    client.lock();
  });

  it('ends the worker on lock; whatever was under way or comes after is refused', async () => {
    const { client, ended } = line();
    const running = problem(client.list());
    client.lock();
    client.lock();
    expect(ended()).toBe(1);
    expect((await running).code).toBe('locked');
    expect((await problem(client.list())).code).toBe('locked');
  });

  it('serves the methods of the vault and no others', async () => {
    const { port1, port2 } = new MessageChannel();
    serveVault(port2, room());
    const answer = new Promise((resolve) => {
      port1.addEventListener('message', (event) => {
        resolve(event.data);
      });
    });
    port1.start();
    port2.start();
    port1.postMessage({ id: 1, method: 'constructor', args: [] });
    expect(await answer).toMatchObject({ id: 1, kind: 'failed', code: 'failed' });
    port1.close();
    port2.close();
  });
});
