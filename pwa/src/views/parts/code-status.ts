import { CODE_STATUS_NAMES } from '../../domain/code-status-names';
import { showDate } from '../../domain/dates';
import { headsOf, isObject, isUnsettled, listOf, settled, textOf, type RecordLike } from '../../domain/reading';

/** What a header says about resuscitation. With different answers none of them is called current. */
export interface CodeStatusWords {
  words: string;
  unsettled: boolean;
  known: boolean;
}

/** What can be chosen where a code status is recorded. */
export const CODE_STATUS_CHOICES = Object.entries(CODE_STATUS_NAMES).map(([value, name]) => ({ value, label: name.charAt(0).toLocaleUpperCase() + name.slice(1) }));

/** The short words of one code status value; the wording of the source where the code is unknown. */
export const codeStatusOf = (value: unknown): string => {
  if (!isObject(value)) return 'not known';
  const code = textOf(value.code);
  return CODE_STATUS_NAMES[code] ?? (textOf(value.display) || 'not known');
};

export const codeStatusWords = (patient: RecordLike | undefined): CodeStatusWords => {
  if (isUnsettled(patient, 'codeStatus')) {
    const both = [...new Set(headsOf(patient, 'codeStatus').map((head) => codeStatusOf(head.value)))];
    return { words: `Not settled: ${both.join(' / ')}`, unsettled: true, known: false };
  }
  const words = codeStatusOf(settled(patient, 'codeStatus'));
  return { words, unsettled: false, known: words !== 'not known' };
};

/** "Died Nov 27, 2026": whoever is about to call or to drive there reads it first. Nothing of somebody who lives. */
export const diedWords = (patient: RecordLike | undefined): string => {
  const said = [...new Set(headsOf(patient, 'deceased').map(({ value }) => textOf(value)))].sort();
  if (said.every((day) => day === '')) return '';
  return said.length === 1 ? `Died ${showDate(said[0] ?? '')}` : `Died: not settled, ${said.map((day) => (day === '' ? 'did not die' : showDate(day))).join(' / ')}`;
};

/** "MRN …4471": enough to compare, not the whole number. */
export const shortMrn = (mrn: string): string => (mrn.length > 4 ? `…${mrn.slice(-4)}` : mrn);

/** "Spanish, interpreter needed". */
export const languageWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  const name = textOf(value.display) || textOf(value.code);
  if (name === '') return '';
  return value.interpreter === true ? `${name}, interpreter needed` : name;
};

/** One line of an address, without what is missing. */
export const addressWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  const street = listOf(value.line).map(textOf).filter(Boolean).join(' ');
  const town = [textOf(value.city), [textOf(value.state), textOf(value.postalCode)].filter(Boolean).join(' ')];
  return [street, ...town].filter(Boolean).join(', ');
};
