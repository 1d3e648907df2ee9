import { METHODS, type Answer, type Port, type Request, type WireChunk } from '../wire';
import { asProblem } from './database';
import type { VaultRoom } from './vault-room';

type Called = (...args: unknown[]) => Promise<unknown>;

/** Answers requests of the window; only the methods of `Vault`, whatever else the object has. */
export function serveVault(port: Port, room: VaultRoom): void {
  const answer = (message: Answer): void => {
    port.postMessage(message, []);
  };
  const handle = async ({ id, method, args }: Request): Promise<void> => {
    try {
      if (!METHODS.includes(method)) throw new Error('no such method');
      const onChunk = (chunk: WireChunk): void => {
        answer({ id, kind: 'chunk', chunk });
      };
      const called = room[method].bind(room) as Called;
      answer({ id, kind: 'done', value: await called(...args, ...(method === 'load' ? [onChunk] : [])) });
    } catch (error) {
      const { code, message, detail } = asProblem(error);
      answer({ id, kind: 'failed', code, message, detail });
    }
  };
  port.addEventListener('message', (event) => void handle(event.data as Request));
}
