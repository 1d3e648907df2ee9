import { beforeAll, describe, expect, it, vi } from 'vitest';
import { PasskeyProblem } from '../../src/app/ceremonies/passkeys';
import { NotSaved } from '../../src/app/contract';
import { Proving } from '../../src/views/parts/proving.svelte';
import { VaultProblem } from '../../src/vault/errors';

const UNSIGNED = 'That did not sign. Nothing is lost.';
const failing = (problem: Error) => (): Promise<void> => Promise.reject(problem);

beforeAll(() => {
  vi.stubGlobal('document', { getElementById: () => null });
});

describe('a signature that is asked for', () => {
  it('asks for the five words where the passkey was put away, and says that nothing is lost', async () => {
    const proving = new Proving('words', UNSIGNED);
    await proving.run(failing(new PasskeyProblem('cancelled', 'put away')));
    expect(proving).toMatchObject({ busy: false, asking: true, problem: UNSIGNED });
    await proving.run(failing(new VaultProblem('wrong-key', 'other words')));
    expect(proving.problem).toBe(UNSIGNED);
    await proving.run(() => Promise.resolve());
    expect(proving.problem).toBe('');
  });

  it('says where it was signed and could not be kept', async () => {
    const proving = new Proving('words', UNSIGNED);
    await proving.run(failing(new NotSaved('full', 'There is no room on this tablet.')));
    expect(proving.problem).toBe('Not saved. There is no room on this tablet.');
  });

  it('throws a fault of ours on, after it said that nothing is signed', async () => {
    const proving = new Proving('words', UNSIGNED);
    await expect(proving.run(failing(new TypeError('a fault')))).rejects.toThrow('a fault');
    expect(proving).toMatchObject({ busy: false, problem: UNSIGNED });
  });
});
