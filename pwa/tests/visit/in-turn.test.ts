import { describe, expect, test } from 'vitest';
import { inTurn } from '../../src/views/visit/in-turn';

describe('two quick taps', () => {
  test('the second looks only after the first has made its record', async () => {
    const made: string[] = [];
    const make = async (): Promise<boolean> => {
      if (made.includes('Food')) return false;
      await Promise.resolve();
      made.push('Food');
      return true;
    };
    expect(await Promise.all([inTurn('need|food', make), inTurn('need|food', make)])).toEqual([true, false]);
    expect(made).toEqual(['Food']);
  });

  test('after one that failed the next is done all the same', async () => {
    const failed = inTurn('goal', () => Promise.reject(new Error('full')));
    const next = inTurn('goal', () => Promise.resolve('kept'));
    await expect(failed).rejects.toThrow('full');
    await expect(next).resolves.toBe('kept');
  });

  test('another name does not wait', async () => {
    void inTurn('slow', () => new Promise(() => undefined));
    await expect(inTurn('quick', () => Promise.resolve(1))).resolves.toBe(1);
  });
});
