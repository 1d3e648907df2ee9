import { expect, it } from 'vitest';
import { Http } from '../../src/sync/http';

it('only the exchange is sent packed: nothing else of the server unpacks what it is sent', async () => {
  const sent = new Map<string, string | null>();
  const http = new Http({
    fetch: (input, init) => {
      sent.set(new URL(input as string, 'http://localhost').pathname, new Headers(init?.headers).get('Content-Encoding'));
      return Promise.resolve(new Response('{"nonce": "fresh"}', { headers: { 'Content-Type': 'application/json' } }));
    },
    vault: { signProof: () => Promise.resolve('proof') },
    now: () => 0,
  });
  const body = { text: 'a word of many '.repeat(200) };
  await http.proven({ method: 'POST', path: '/api/office/settings/pack', body }, 'session');
  await http.proven({ method: 'POST', path: '/api/sync', body }, 'session');
  expect(sent.get('/api/office/settings/pack')).toBeNull();
  expect(sent.get('/api/sync')).toBe('gzip');
});
