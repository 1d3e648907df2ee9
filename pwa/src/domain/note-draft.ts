/**
 * Paragraphs drafted from answers. They are an offer: nothing of them is in the note until a person
 * has read or edited them. What was answered in private never comes here.
 */

export interface DraftParagraph {
  /** What it was drafted from; stable, so that the same draft is not offered twice. */
  id: string;
  text: string;
}

export interface DraftSource {
  name: string;
  whoAnswered: string[];
  place: string;
  forms: { id: string; title: string; answered: number; asked: number; scores: string[]; notable: string[] }[];
  confirmed: { title: string; because: string }[];
  declined: { title: string; wants: string }[];
  goals: { words: string; target: string; due: string }[];
  actions: { what: string; owner: string; due: string }[];
  safetyDone: string[];
}

const sentence = (...parts: string[]): string => {
  const text = parts.filter(Boolean).join(' ').trim();
  return text && !/[.!?]$/u.test(text) ? `${text}.` : text;
};

const listing = (items: string[]): string => {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
};

const formParagraph = (form: DraftSource['forms'][number]): DraftParagraph[] => {
  if (form.answered === 0) return [];
  const scores = form.scores.map((score) => sentence(score)).join(' ');
  const skipped = form.asked - form.answered;
  const open = skipped > 0 ? sentence(`${skipped} of ${form.asked} questions not answered`) : '';
  const notable = form.notable.map((line) => sentence(line)).join(' ');
  const text = [scores || sentence(`${form.title}: ${form.answered} of ${form.asked} answered`), notable, open].filter(Boolean).join(' ');
  return [{ id: `form-${form.id}`, text }];
};

const needsParagraph = ({ name, confirmed, declined }: DraftSource): DraftParagraph[] => {
  const wanted = confirmed.length > 0 ? sentence(`${name} wants help now with ${listing(confirmed.map(({ title }) => title.toLocaleLowerCase()))}`) : '';
  const refused = declined.map(({ title, wants }) => sentence(`${title}: ${wants}`)).join(' ');
  const text = [wanted, refused].filter(Boolean).join(' ');
  return text ? [{ id: 'needs', text }] : [];
};

const planParagraph = ({ goals, actions }: DraftSource): DraftParagraph[] => {
  const aims = goals.map(({ words, target, due }) => sentence(`Goal: "${words}"`, target && `Target: ${target}`, due && `by ${due}`));
  const steps = actions.map(({ what, owner, due }) => sentence(what, owner && `(${owner}${due ? `, by ${due}` : ''})`));
  const text = [...aims, ...steps].join(' ');
  return text ? [{ id: 'plan', text }] : [];
};

const openingParagraph = ({ name, whoAnswered, place }: DraftSource): DraftParagraph[] => {
  if (whoAnswered.length === 0) return [];
  return [{ id: 'opening', text: sentence(`Visited ${name}`, place && `at ${place.toLocaleLowerCase()}`, `with answers from ${listing(whoAnswered)}`) }];
};

export const draftParagraphs = (source: DraftSource): DraftParagraph[] => [
  ...openingParagraph(source),
  ...source.forms.flatMap(formParagraph),
  ...(source.safetyDone.length > 0 ? [{ id: 'safety', text: source.safetyDone.map((line) => sentence(line)).join(' ') }] : []),
  ...needsParagraph(source),
  ...planParagraph(source),
];

/** The note with a paragraph added at its end, one empty line between. */
export const withParagraph = (note: string, paragraph: string): string =>
  [note.trimEnd(), paragraph.trim()].filter(Boolean).join('\n\n');
