import { describe, expect, it } from 'vitest';
import { afterTry, NO_TRIES, triesLeft, waitSeconds, type Tries } from '../../src/vault/worker/tries';
import { lettersOf, makePassphrase } from '../../src/vault/worker/words';

describe('the five words', () => {
  it('are five, alike in form, and differ each time', () => {
    const made = Array.from({ length: 500 }, makePassphrase);
    for (const words of made) expect(words).toMatch(/^([bdhjlmnprstv][aeiou]){2}[dlmnrt]( ([bdhjlmnprstv][aeiou]){2}[dlmnrt]){4}$/u);
    expect(new Set(made).size).toBe(500);
  });

  it('use every letter of every position about equally often', () => {
    const counts = new Map<string, number>();
    const words = Array.from({ length: 2400 }, makePassphrase).flatMap((made) => made.split(' '));
    for (const word of words) counts.set(word.charAt(0), (counts.get(word.charAt(0)) ?? 0) + 1);
    // 12,000 draws over 12 letters: 1,000 each, standard deviation about 30.
    expect(counts.size).toBe(12);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(250);
  });

  it('carry more than 64 bits', () => {
    const words = 12 * 5 * 12 * 5 * 6 - 10;
    expect(5 * Math.log2(words)).toBeGreaterThan(71);
  });

  it.each(['torim hanel bonet ladin monal', 'TORIM Hanel bonet ladin monal ', '1. torim\n2. hanel\n3. bonet\n4. ladin\n5. monal', 'torimhanel-bonetladin, monal', 'ｔｏｒｉｍ hanel bonet ladin monal'])(
    'are the same words typed as %j',
    (typed) => {
      expect(lettersOf(typed)).toBe('torimhanelbonetladinmonal');
    },
  );
});

describe('wrong tries', () => {
  const after = (times: number): Tries => Array.from({ length: times }).reduce<Tries>((tries) => afterTry(tries, 0), NO_TRIES);

  it.each([[1, 4, 0], [4, 1, 0], [5, 0, 30], [6, 0, 60], [7, 0, 120], [11, 0, 1920], [12, 0, 3600], [40, 0, 3600]])(
    'after %i: %i left, wait %i s',
    (times, left, wait) => {
      expect([triesLeft(after(times)), waitSeconds(after(times), 0)]).toEqual([left, wait]);
    },
  );

  it('wait no longer than the rule when the clock is set back', () => {
    expect(waitSeconds(after(5), -3_600_000)).toBe(30);
    expect(waitSeconds(after(5), 29_001)).toBe(1);
    expect(waitSeconds(after(5), 30_000)).toBe(0);
  });
});
