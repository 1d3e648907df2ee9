/** The summaries that the office prints from a transition and its chart; reading one is on record. */
export type Paper = 'discharge-summary' | 'transfer-summary';

export const paperHref = (transition: string, paper: Paper): string => `#/office/transition-paper/${transition}/${paper}`;
