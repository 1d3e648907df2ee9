/** A pack of a setting of care in words: its parts, and items that are codes. */
import { DEADLINE_RULES } from '../../domain/generated/deadlines';
import { KINDS } from '../../domain/generated/kinds';
import type { ChecklistItem, DeadlineItem, Item, OfferedForm, Pack, Part } from '../../domain/settings';
import { VISIT_TYPES } from '../../domain/sections';

export const PART_NAMES: Readonly<Record<Part, string>> = {
  forms: 'Forms of a visit',
  checklist: 'Checklist of a transition',
  acceptance: 'Asked before a patient is accepted',
  fromSettings: 'Where a move can come from',
  toSettings: 'Where a move can go to',
  deadlines: 'Deadlines',
  levels: 'Levels of care',
  purposes: 'Purposes of a conference',
  topics: 'Topics of teaching',
  roles: 'Roles around the patient',
  wording: 'Other words',
};

const FORMS: Readonly<Record<string, string>> = { 'phq-9': 'PHQ-9', 'ahc-hrsn-core': 'Social needs (AHC HRSN core)' };
const LIMITS: Readonly<Record<string, (value: number) => string>> = {
  contactDays: (days) => `In touch at least every ${days} days`,
  contactFromHours: (hours) => `First contact after a move: from ${hours} hours after the arrival`,
  contactUntilHours: (hours) => `First contact after a move: by ${hours} hours after the arrival`,
  visitSignedHours: (hours) => `A visit that ended, signed: within ${hours} hours`,
  returnedVisitHours: (hours) => `A returned visit answered: within ${hours} hours`,
  transitionStepHours: (hours) => `A transition without next step or owner: within ${hours} hours`,
};

const isForm = (item: Item): item is OfferedForm => 'visitTypes' in item;
const isDeadline = (item: Item): item is DeadlineItem => 'off' in item;
const isOnList = (item: Item): item is ChecklistItem => 'due' in item;

const agesWords = ({ from, until }: OfferedForm): string => {
  if (from !== null && until !== null) return `from ${from} to ${until} years`;
  if (from !== null) return `from ${from} years`;
  return until === null ? '' : `to ${until} years`;
};

const formWords = (item: OfferedForm): string => {
  const visits = item.visitTypes.map((type) => VISIT_TYPES[type] ?? type).join(', ');
  return [FORMS[item.code] ?? item.code, agesWords(item), visits && `at: ${visits}`].filter(Boolean).join(', ');
};

const deadlineWords = ({ code, off, value }: DeadlineItem): string => {
  if (value !== null) return LIMITS[code]?.(value) ?? `${code}: ${value}`;
  const title = code in DEADLINE_RULES ? DEADLINE_RULES[code as keyof typeof DEADLINE_RULES].title : code;
  return off ? `Not counted: ${title}` : title;
};

const FIELDS = KINDS as Readonly<Record<string, { title: string; fields: Readonly<Record<string, { label: string; choices?: Readonly<Record<string, string>> }>> } | undefined>>;

const wordingWords = ({ code, words }: Item): string => {
  const [kind = '', field = '', choice] = code.split('.');
  const table = FIELDS[kind]?.fields[field];
  const ours = (choice === undefined ? table?.label : table?.choices?.[choice]) ?? code;
  return `${FIELDS[kind]?.title ?? kind}: “${ours}” becomes “${words}”`;
};

/** One item as a person reads it. */
export const itemWords = (part: Part, item: Item): string => {
  if (part === 'wording') return wordingWords(item);
  if (isForm(item)) return formWords(item);
  if (isDeadline(item)) return deadlineWords(item);
  return isOnList(item) && item.who !== '' ? `${item.words} (usually: ${item.who})` : item.words;
};

/** Where it comes from. */
export const basisWords = ({ proposal, source, checked }: Item): string => {
  if (proposal) return 'Our proposal';
  return source === '' ? 'No source given' : `Published: ${source}${checked ? '' : '; the text of the rule was not checked'}`;
};

export const itemsOf = (pack: Pack, part: Part): readonly Item[] => pack[part];
