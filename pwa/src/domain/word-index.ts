/**
 * Which of many texts have words that begin so. Each word is kept once, in order, with the places of the texts that
 * have it: a letter typed costs a look at those texts alone, where reading through all of them takes a slow tablet longer
 * than a person notices.
 */
import { termsOf } from './plain-words';

export class WordIndex {
  readonly #words: readonly string[];
  /** Behind each word the places of its texts, ascending. */
  readonly #places = new Map<string, number[]>();
  readonly #texts: number;

  constructor(texts: readonly string[]) {
    this.#texts = texts.length;
    for (const [place, text] of texts.entries()) {
      for (const word of termsOf(text)) {
        const places = this.#places.get(word);
        if (!places) this.#places.set(word, [place]);
        else if (places.at(-1) !== place) places.push(place);
      }
    }
    // In the order of their code units: words that begin alike stand together.
    this.#words = [...this.#places.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  /** Says of a place whether each term begins a word of its text. */
  having(terms: readonly string[]): (place: number) => boolean {
    // How many of the terms so far a text has; it falls behind for good at the first that it lacks.
    const had = new Uint32Array(this.#texts);
    for (const [before, term] of terms.entries()) {
      for (let at = this.#first(term); this.#words[at]?.startsWith(term); at += 1) {
        for (const place of this.#places.get(this.#words[at] ?? '') ?? []) if (had[place] === before) had[place] = before + 1;
      }
    }
    return (place) => had[place] === terms.length;
  }

  /** Where the first word stands that is not before this one. */
  #first(term: string): number {
    let [low, high] = [0, this.#words.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#words[middle] ?? '') < term) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
