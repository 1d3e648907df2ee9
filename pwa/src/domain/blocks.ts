/**
 * What blocks signing. One source for the tablet's live list and the office's checks: the same visit
 * gives the same lines on both, in the order of the sections, each with the field that mends it.
 */
import { FACT_LISTS, type FactList, type KnownFact } from './known-facts';
import { anyValue, isObject, listOf, textField, type RecordLike } from './reading';
import type { SectionId } from './sections';

export interface Block {
  id: string;
  words: string;
  section: SectionId;
  /** What takes focus; the screen's element with this `data-field`. */
  field: string;
}

export interface FormFacts {
  title: string;
  section: SectionId;
  /** Required questions without an answer or a reason, in order; private ones are counted apart. */
  open: { linkId: string; private: boolean }[];
  /** The form is carried by the visit but cannot be shown on this tablet. */
  missing: boolean;
}

export interface SafetyFacts {
  id: string;
  private: boolean;
  done: number;
  of: number;
  asksWhy: boolean;
  section: SectionId;
}

export interface DifferentFacts {
  key: string;
  words: string;
  section: SectionId;
  field: string;
  seen: boolean;
}

export interface VisitFacts {
  visit: RecordLike;
  forms: FormFacts[];
  /** Private answers ask for the follow-up and no record of it exists yet. */
  followUpDue: boolean;
  undecided: { id: string; title: string }[];
  safety: SafetyFacts[];
  /** Answers that ask for the safety path without a record of it. */
  safetyDue: { section: SectionId; field: string }[];
  different: DifferentFacts[];
  /** What was known before the visit: each counts only once it is confirmed or changed. */
  known: Pick<KnownFact, 'record' | 'list' | 'state'>[];
  note: RecordLike | undefined;
  unread: string[];
  /** Words typed into the note that are not in it yet (the app was closed over them). */
  typed: boolean;
}

const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

const IDENTIFIERS_NEEDED = 2;

export const identityChecked = (visit: RecordLike): boolean =>
  listOf(anyValue(visit, 'identifiersChecked')).length >= IDENTIFIERS_NEEDED;

const startBlocks = ({ visit }: VisitFacts): Block[] => {
  const state = textField(visit, 'state');
  if (state === 'planned') return [{ id: 'start', words: 'The visit has not been started', section: 'start', field: 'start' }];
  const blocks: Block[] = [];
  if (!identityChecked(visit)) {
    blocks.push({ id: 'identity', words: 'Identity: two of name, birth date, address, known face', section: 'start', field: 'identifiers' });
  }
  if (listOf(anyValue(visit, 'whoAnswered')).length === 0) {
    blocks.push({ id: 'who', words: 'Who answered', section: 'start', field: 'who' });
  }
  return blocks;
};

const formBlocks = ({ forms }: VisitFacts): Block[] =>
  forms.flatMap(({ title, section, open, missing }): Block[] => {
    if (missing) return [{ id: `form-${section}`, words: `${title}: this form is not on this tablet`, section, field: 'form' }];
    const plain = open.filter((item) => !item.private);
    const [first] = plain;
    const [firstPrivate] = open.filter((item) => item.private);
    const blocks: Block[] = [];
    if (first) blocks.push({ id: `open-${section}`, words: `${title}: ${plain.length} left`, section, field: first.linkId });
    if (firstPrivate) {
      const left = open.length - plain.length;
      blocks.push({ id: `private-${section}`, words: `Private questions, ${left} left`, section, field: 'private' });
    }
    return blocks;
  });

/** The same words whatever is left of it, and whatever was answered: a number would tell. */
export const FOLLOW_UP_LEFT = 'Private follow-up, 1 left';

const safetyBlocks = ({ safety, safetyDue, followUpDue }: VisitFacts): Block[] => {
  const blocks = safety.flatMap((event): Block[] => {
    const left = event.of - event.done + (event.asksWhy ? 1 : 0);
    if (left === 0) return [];
    const field = `safety-${event.id}`;
    return event.private
      ? [{ id: field, words: FOLLOW_UP_LEFT, section: event.section, field: 'follow-up' }]
      : [{ id: field, words: `Safety steps: ${left} left`, section: event.section, field }];
  });
  for (const { section, field } of safetyDue) blocks.push({ id: `safety-due-${section}`, words: 'Safety steps: not begun', section, field });
  if (followUpDue) blocks.push({ id: 'follow-up', words: FOLLOW_UP_LEFT, section: 'social', field: 'follow-up' });
  return blocks;
};

const needBlocks = ({ undecided }: VisitFacts): Block[] => {
  const [first] = undecided;
  if (!first) return [];
  const names = undecided.map(({ title }) => title).join(', ');
  return [
    {
      id: 'needs',
      words: `Needs: ${many(undecided.length, 'suggestion', 'suggestions')} not decided (${names})`,
      section: 'needs',
      field: `need-${first.id}`,
    },
  ];
};

const differentBlocks = ({ different }: VisitFacts): Block[] =>
  different
    .filter(({ seen }) => !seen)
    .map(({ key, words, section, field }) => ({ id: `different-${key}`, words: `${words}: different answers`, section, field }));

const noteBlocks = ({ note, unread, typed }: VisitFacts): Block[] => {
  const blocks: Block[] = [];
  if (typed) blocks.push({ id: 'typed', words: 'Note: typed words to look at', section: 'note', field: 'note-text' });
  const [first] = unread;
  if (first !== undefined) {
    blocks.push({
      id: 'unread',
      words: `Note: ${many(unread.length, 'paragraph from answers', 'paragraphs from answers')} not read`,
      section: 'note',
      field: `draft-${first}`,
    });
  }
  if (!typed && !textField(note, 'text').trim()) blocks.push({ id: 'note', words: 'Note: nothing written yet', section: 'note', field: 'note-text' });
  return blocks;
};

const endBlocks = ({ visit }: VisitFacts): Block[] => {
  const blocks: Block[] = [];
  if (!textField(visit, 'nextContact')) blocks.push({ id: 'next', words: 'Next contact', section: 'review', field: 'next-contact' });
  if (!Array.isArray(anyValue(visit, 'leftInHome'))) {
    blocks.push({ id: 'left', words: 'Left in the home', section: 'review', field: 'left-in-home' });
  }
  if (!isObject(anyValue(visit, 'patientSignature'))) {
    blocks.push({ id: 'patient', words: "Patient's signature, or why not", section: 'review', field: 'patient-signature' });
  }
  return blocks;
};

const knownBlocks = ({ visit, known }: VisitFacts): Block[] => {
  if (textField(visit, 'state') === 'planned') return [];
  return (Object.keys(FACT_LISTS) as FactList[]).flatMap((list): Block[] => {
    const all = known.filter((fact) => fact.list === list);
    const open = all.filter(({ state }) => state === 'open');
    const [first] = open;
    if (!first) return [];
    const count = all.length === 1 ? 'not confirmed' : `${open.length} of ${all.length} not confirmed`;
    return [
      { id: `known-${list}`, words: `${FACT_LISTS[list]}: "Still right" or change, ${count}`, section: 'health', field: `known-${list}-${first.record.id}` },
    ];
  });
};

export const blocksOf = (facts: VisitFacts): Block[] => [
  ...startBlocks(facts),
  ...safetyBlocks(facts),
  ...differentBlocks(facts),
  ...knownBlocks(facts),
  ...formBlocks(facts),
  ...needBlocks(facts),
  ...noteBlocks(facts),
  ...endBlocks(facts),
];

/** "9 things block signing", "1 thing blocks signing", "Nothing blocks signing". */
export const blocksLine = (count: number): string => {
  if (count === 0) return 'Nothing blocks signing';
  return count === 1 ? '1 thing blocks signing' : `${count} things block signing`;
};
