/**
 * The passphrase: five made-up words, each consonant-vowel-consonant-vowel-consonant ("torim", "hanel").
 *
 * Made up rather than taken from a dictionary: no word list to carry in the app shell, no language that
 * the reader must know, every word is said as it is written, and no word is a prefix of another. The
 * consonants leave out what is misheard or misspelt (c/k, f/v, g/j, q, w, x, y, s/z at the end).
 *
 * Entropy: 12 * 5 * 12 * 5 * 6 = 21,600 words; less the few refused below that is 14.39 bits a word
 * and 71.9 bits for five, above the 64 that are asked for. Drawn uniformly (rejection, no modulo bias).
 */
const FIRST = 'bdhjlmnprstv';
const VOWEL = 'aeiou';
const LAST = 'dlmnrt';
const POSITIONS = [FIRST, VOWEL, FIRST, VOWEL, LAST];
const WORDS = 5;

/** Words that nobody should have to read to a colleague over the phone. */
const REFUSED = new Set(['hated', 'raped', 'raper', 'satan', 'semen', 'tumor']);

/** One uniform index below `size` (at most 256). */
function draw(size: number): number {
  const limit = 256 - (256 % size);
  for (;;) {
    const byte = crypto.getRandomValues(new Uint8Array(1))[0] ?? limit;
    if (byte < limit) return byte % size;
  }
}

function makeWord(): string {
  for (;;) {
    const word = POSITIONS.map((letters) => letters.charAt(draw(letters.length))).join('');
    if (!REFUSED.has(word)) return word;
  }
}

export function makePassphrase(): string {
  return Array.from({ length: WORDS }, makeWord).join(' ');
}

/**
 * What is stretched: the letters alone, lower case. Capitals, spaces, hyphens, numbering and line
 * breaks from a pasted note do not matter; all words are equally long, so nothing becomes ambiguous.
 */
export function lettersOf(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().replace(/[^a-z]/g, '');
}
