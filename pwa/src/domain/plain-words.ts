/** Text as a search compares it. */
export const plainWords = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export const termsOf = (text: string): string[] => plainWords(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** True when each term begins a word of the text. */
export const hasTerms = (words: string, terms: readonly string[]): boolean =>
  terms.every((term) => {
    for (let at = words.indexOf(term); at !== -1; at = words.indexOf(term, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(words.charAt(at - 1))) return true;
    }
    return false;
  });

const { compare } = new Intl.Collator('en');

export const byName = (a: { name: string }, b: { name: string }): number => compare(a.name, b.name);
