/** What stands in the way of signing corrections: only what a corrected answer asks for anew. */
import type { Block } from '../../../domain/blocks';
import type { VisitModel } from '../visit-model.svelte';

/**
 * A returned visit was complete when it was signed first. Facts that others added to the chart since are
 * not this visit's to confirm; questions that a corrected answer opened, and safety steps, are.
 */
export const openedByCorrection = (model: VisitModel): Block[] => {
  const asked = new Set(model.forms.filter(({ progress }) => (progress?.open.length ?? 0) > 0).map(({ section }) => section));
  return model.blocks.filter(({ id, section }) => id.startsWith('safety') || id === 'follow-up' || asked.has(section));
};
