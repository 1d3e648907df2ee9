/** A field's value in words, for lists of changes and for different answers side by side. */
import { showDate, showWhen } from './dates';
import { KINDS, type FieldTable, type KindName } from './generated/kinds';
import { LIFECYCLES, type LifecycleName } from './generated/lifecycles';
import { fullName } from './names';
import { isObject, listOf, textOf } from './reading';

const tableOf = (kind: KindName, field: string): FieldTable | undefined =>
  KINDS[kind].fields[field] ?? KINDS[kind].dynamic[field.split('/')[0] ?? ''];

const ofObject = (value: Record<string, unknown>): string => {
  if (textOf(value.family) !== '' || Array.isArray(value.given)) return fullName(value);
  for (const key of ['display', 'text', 'value', 'code']) {
    const words = textOf(value[key]);
    if (words !== '') return words;
  }
  return Object.values(value).map(wordsOf).filter(Boolean).join(', ');
};

const wordsOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return listOf(value).map(wordsOf).filter(Boolean).join(', ');
  return isObject(value) ? ofObject(value) : '';
};

/** "2 times a week", "Feb 3, 2027", "DNR"; '' for a cleared value. */
export const wordsOfValue = (kind: KindName, field: string, value: unknown): string => {
  const table = tableOf(kind, field);
  const text = textOf(value);
  if (table?.lifecycle !== undefined && table.lifecycle in LIFECYCLES) {
    return LIFECYCLES[table.lifecycle as LifecycleName].states[text] ?? text;
  }
  const chosen = table?.choices?.[text];
  if (chosen !== undefined) return chosen;
  if (/^\d{4}-\d{2}-\d{2}$/u.test(text)) return showDate(text);
  if (/^\d{4}-\d{2}-\d{2}T/u.test(text)) return showWhen(text);
  return wordsOf(value);
};
