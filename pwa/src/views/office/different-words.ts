import type { DifferentRow } from '../../app/office';
import { fieldLabel, kindTitle } from '../parts/value-words';
import { isGrouped } from '../different/answers';
import type { Speaker } from './speaker';

export interface DifferentWords {
  field: string;
  values: { words: string; who: string }[];
}

/** One line of the inbox. Answers of a form are told by their authors alone: some of them are private. */
export const differentWords = (row: DifferentRow, say: Speaker): DifferentWords => {
  const who = (value: DifferentRow['values'][number]): string => `${say.name(value.by)}, ${say.when(value.at)}`;
  if (isGrouped(row.field)) {
    return { field: 'Answers of a questionnaire', values: [...new Set(row.values.map(who))].map((author) => ({ words: '', who: author })) };
  }
  return {
    field: row.field === '' ? kindTitle(row.kind) : `${kindTitle(row.kind)}: ${fieldLabel(row.kind, row.field)}`,
    values: row.values.map((value) => ({ words: value.private ? PRIVATELY : shortened(say.words(row.kind, value.field, value.value)) || 'nothing', who: who(value) })),
  };
};

const LONGEST = 90;
const PRIVATELY = 'Answered in private';

const shortened = (words: string): string => (words.length > LONGEST ? `${words.slice(0, LONGEST).trimEnd()}…` : words);
