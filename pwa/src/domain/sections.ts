/** The sections of a visit, as data: a visit type lists them, a form belongs to one of them. */

export const SECTIONS = {
  start: 'Start',
  health: 'Health',
  mood: 'Mood',
  social: 'Social needs',
  needs: 'Needs',
  plan: 'Plan',
  note: 'Note',
  review: 'Review and sign',
} as const;

export type SectionId = keyof typeof SECTIONS;

/** Where a form is asked. A form that is not listed has a section in no visit yet. */
const FORM_SECTIONS: Readonly<Record<string, SectionId>> = {
  'https://doorstep.invalid/fhir/Questionnaire/phq-9': 'mood',
  'https://doorstep.invalid/fhir/Questionnaire/ahc-hrsn-core': 'social',
};

const WHOLE_VISIT: readonly SectionId[] = ['start', 'health', 'mood', 'social', 'needs', 'plan', 'note', 'review'];

/** By the visit type's code; an unknown type gets the whole visit, which asks too much rather than too little. */
const BY_TYPE: Readonly<Record<string, readonly SectionId[]>> = {
  'start-of-care': WHOLE_VISIT,
  'follow-up': WHOLE_VISIT,
  unscheduled: WHOLE_VISIT,
};

export const VISIT_TYPES: Readonly<Record<string, string>> = {
  'start-of-care': 'Start of care',
  'follow-up': 'Follow-up',
  unscheduled: 'Unscheduled visit',
};

export const sectionsOf = (visitType: string): readonly SectionId[] => BY_TYPE[visitType] ?? WHOLE_VISIT;

export const sectionOfForm = (url: string): SectionId | undefined => FORM_SECTIONS[url];

/** The forms that have this section; none where it is no form's. */
export const formsOfSection = (section: SectionId): string[] => Object.keys(FORM_SECTIONS).filter((url) => FORM_SECTIONS[url] === section);

export const isSection = (text: string): text is SectionId => text in SECTIONS;

export const nextSection = (sections: readonly SectionId[], current: SectionId): SectionId | undefined =>
  sections[sections.indexOf(current) + 1];
