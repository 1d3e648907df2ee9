/** The exact words that a patient signs under, at reading grade 6, and the drawing as kept. */

export interface StatementFacts {
  patient: string;
  coordinator: string;
  agency: string;
  /** `YYYY-MM-DD` of the visit by the agency's clock: what is signed names the day it was where they sat. */
  day: string;
}

const dayIn = (language: 'en' | 'es', day: string): string =>
  new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-US', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );

export const statementFor = (language: 'en' | 'es', { patient, coordinator, agency, day }: StatementFacts): string =>
  language === 'es'
    ? `Yo, ${patient}, tuve hoy, ${dayIn('es', day)}, la visita de ${coordinator}, de ${agency}. Hablamos de lo que necesito y de mi plan. Pude hacer preguntas.`
    : `I, ${patient}, had a visit today, ${dayIn('en', day)}, from ${coordinator} of ${agency}. We talked about what I need and about my plan. I could ask questions.`;

export const typedFor = (language: 'en' | 'es', name: string): string =>
  language === 'es' ? `Yo, ${name}, firmo al escribir mi nombre.` : `I, ${name}, sign by typing my name.`;

/** Points of one line in the pad's own units. */
export type Stroke = readonly (readonly [number, number])[];

export const PAD = { width: 600, height: 200 } as const;

export const pathOf = (stroke: Stroke): string =>
  stroke.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${Math.round(x)} ${Math.round(y)}`).join('') + (stroke.length === 1 ? 'h1' : '');

/** A picture of lines only: small, and with nothing in it that could run. */
export const signatureImage = (strokes: Stroke[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PAD.width} ${PAD.height}"><path fill="none" stroke="#000" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" d="${strokes.map(pathOf).join('')}"/></svg>`;
