export interface DiffPart {
  kind: 'same' | 'was' | 'now';
  text: string;
}

const LIMIT = 400;

/** Words with the space after them, so that the parts put together are the text again. */
const words = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? [];

/**
 * Word-level difference by longest common subsequence. Texts of more than 400 words are shown whole,
 * before and after: the table would grow with the square, and nobody reads such a diff by word.
 */
export const wordDiff = (before: string, after: string): DiffPart[] => {
  const from = words(before);
  const to = words(after);
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  if (from.length > LIMIT || to.length > LIMIT) {
    return [{ kind: 'was' as const, text: before }, { kind: 'now' as const, text: after }].filter(({ text }) => text !== '');
  }
  const width = to.length + 1;
  const table = new Uint16Array((from.length + 1) * width);
  const at = (row: number, column: number): number => table[row * width + column] ?? 0;
  for (let row = from.length - 1; row >= 0; row -= 1) {
    for (let column = to.length - 1; column >= 0; column -= 1) {
      const same = from[row]?.trim() === to[column]?.trim();
      table[row * width + column] = same ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const parts: DiffPart[] = [];
  const add = (kind: DiffPart['kind'], text: string): void => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  let row = 0;
  let column = 0;
  while (row < from.length || column < to.length) {
    const was = from[row];
    const now = to[column];
    if (was !== undefined && now !== undefined && was.trim() === now.trim()) {
      add('same', now);
      row += 1;
      column += 1;
    } else if (was !== undefined && (now === undefined || at(row + 1, column) >= at(row, column + 1))) {
      add('was', was);
      row += 1;
    } else {
      add('now', now ?? '');
      column += 1;
    }
  }
  return parts;
};
