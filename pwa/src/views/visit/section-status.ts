import { SECTIONS, type SectionId } from '../../domain/sections';
import type { VisitModel } from './visit-model.svelte';

export interface SectionStatus {
  id: SectionId;
  title: string;
  /** What is left; 0 is plain text. */
  left: number;
  words: string;
}

/** What of a visit its list of sections looks at. */
export type SectionFacts = Pick<VisitModel, 'sections' | 'blocks' | 'known' | 'goals' | 'suggestions' | 'formIn'>;

const doneWords = (model: SectionFacts, id: SectionId): string => {
  if (id === 'review') return '';
  if (id === 'health' && model.known.length === 0) return 'Nothing known';
  if (id === 'plan') {
    const count = model.goals.length;
    return count === 0 ? 'No goals yet' : `${count} ${count === 1 ? 'goal' : 'goals'}`;
  }
  if (id === 'needs' && model.suggestions.length === 0) return 'Nothing to do';
  return 'Done';
};

/** Finished is plain text; only what is left gets a chip. */
export const sectionStatus = (model: SectionFacts): SectionStatus[] =>
  model.sections.map((id) => {
    const form = model.formIn(id);
    const open = form?.progress?.open.length ?? 0;
    const blocks = model.blocks.filter((block) => block.section === id);
    // An instrument is one line among the blocks, but its questions are counted one by one here.
    const others = blocks.filter((block) => !block.id.startsWith('open-') && !block.id.startsWith('private-')).length;
    const known = id === 'health' ? model.known.filter(({ state }) => state === 'open').length : 0;
    const grouped = blocks.filter((block) => block.id.startsWith('known-')).length;
    // What is known is counted one by one, and asked from the first look at the visit: before Start too.
    const left = form ? open + others : blocks.length - grouped + known;
    return { id, title: SECTIONS[id], left, words: left > 0 ? `${left} left` : doneWords(model, id) };
  });
