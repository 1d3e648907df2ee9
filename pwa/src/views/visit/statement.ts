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

/** A line as a form that is not saved yet keeps it, and back; what is no line of points is left out. */
export const keptStroke = (stroke: Stroke): string => stroke.map(([x, y]) => `${Math.round(x)},${Math.round(y)}`).join(' ');

export const strokeOf = (kept: string): Stroke =>
  kept.split(' ').flatMap((point): [number, number][] => {
    const found = /^(-?\d{1,4}),(-?\d{1,4})$/u.exec(point);
    return found ? [[Number(found[1]), Number(found[2])]] : [];
  });

export const RELATIONS = ['Self', 'Spouse', 'Daughter', 'Son', 'Legal representative'] as const;
/** As recorded, whatever the language of the page. */
export type Relation = (typeof RELATIONS)[number];

interface SigningWords {
  name: string;
  relation: string;
  relations: Readonly<Record<Relation, string>>;
  clear: string;
  typing: string;
  drawing: string;
  keep: string;
  noName: string;
  noDrawing: string;
}

/** What the patient reads and presses beside the statement. */
export const SIGNING_WORDS: Readonly<Record<'en' | 'es', SigningWords>> = {
  en: {
    name: 'Name',
    relation: 'Relation to the patient',
    relations: { Self: 'Self', Spouse: 'Spouse', Daughter: 'Daughter', Son: 'Son', 'Legal representative': 'Legal representative' },
    clear: 'Clear',
    typing: 'Sign by typing',
    drawing: 'Sign by drawing',
    keep: 'Keep signature',
    noName: 'Write the name of who signs.',
    noDrawing: 'Draw in the box, or sign by typing.',
  },
  es: {
    name: 'Nombre',
    relation: 'Relación con el paciente',
    relations: { Self: 'Paciente', Spouse: 'Cónyuge', Daughter: 'Hija', Son: 'Hijo', 'Legal representative': 'Representante legal' },
    clear: 'Borrar',
    typing: 'Firmar escribiendo',
    drawing: 'Firmar dibujando',
    keep: 'Guardar la firma',
    noName: 'Escriba el nombre de quien firma.',
    noDrawing: 'Dibuje en el cuadro, o firme escribiendo.',
  },
};
