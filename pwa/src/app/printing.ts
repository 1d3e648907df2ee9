/** A visit note, a plan of care, what an organisation was sent, places that were shown: as the server lays it out for paper; the twin of `server/printing/schemas.py`. */
import type { SessionKeeper } from '../sync/session';
import { count, having, list, NotDoorstep, oneOf, orNull, text, type Read } from '../sync/shape';

/** Which paper: a visit's note, a patient's plan, or what went out with a referral, the list of places that was shown. */
export interface Paper {
  kind: 'visit-note' | 'plan-of-care' | 'discharge-summary' | 'transfer-summary' | 'referral' | 'places';
  id: string;
}

/** What was recorded: a text, nothing (neither text nor answers), or different answers. */
export interface PrintedValue {
  text: string;
  answers: { text: string; who: string }[];
}

export interface PrintedFact {
  label: string;
  value: PrintedValue;
  small: string;
}

export interface PrintedSection {
  title: string;
  lines: string[];
  facts: PrintedFact[];
  /** The first cell names the row. */
  table: { columns: string[]; rows: PrintedValue[][] } | null;
  prose: PrintedValue[];
  parts: PrintedSection[];
  /** Empty where it is the document's. */
  lang: string;
}

export interface Printed {
  kind: Paper['kind'];
  title: string;
  lang: string;
  agency: string;
  patient: PrintedFact[];
  mark: { state: 'signed' | 'not-signed' | 'not-settled' | ''; words: string };
  version: number;
  sha256: string;
  /** What the hash is of. */
  hashWords: string;
  printedBy: string;
  printedAt: string;
  sections: PrintedSection[];
  notes: string[];
}

const value: Read<PrintedValue> = having({ text, answers: list(having({ text, who: text })) });
const fact: Read<PrintedFact> = having({ label: text, value, small: text });
const table = orNull(having({ columns: list(text), rows: list(list(value)) }));
const section: Read<PrintedSection> = (found, where) =>
  having({ title: text, lines: list(text), facts: list(fact), table, prose: list(value), parts: list(section), lang: text })(found, where);
const printed: Read<Printed> = having({
  kind: oneOf('visit-note', 'plan-of-care', 'discharge-summary', 'transfer-summary', 'referral', 'places'),
  title: text,
  lang: text,
  agency: text,
  patient: list(fact),
  mark: having({ state: oneOf('signed', 'not-signed', 'not-settled', ''), words: text }),
  version: count,
  sha256: text,
  hashWords: text,
  printedBy: text,
  printedAt: text,
  sections: list(section),
  notes: list(text),
});

const PATHS: Readonly<Record<Paper['kind'], (id: string) => string>> = {
  'visit-note': (id) => `/api/office/visits/${id}/note`,
  'plan-of-care': (id) => `/api/office/patients/${id}/plan-of-care`,
  'discharge-summary': (id) => `/api/office/transitions/${id}/discharge-summary`,
  'transfer-summary': (id) => `/api/office/transitions/${id}/transfer-summary`,
  referral: (id) => `/api/office/referrals/${id}/packet`,
  places: (id) => `/api/office/options/${id}/places`,
};

const pathOf = ({ kind, id }: Paper): string => PATHS[kind](id);

/** In memory only, as all that the office reads. That it was asked for is on record as printed. */
export class HttpPrinting {
  constructor(private readonly keeper: Pick<SessionKeeper, 'ask'>) {}

  async read(paper: Paper): Promise<Printed> {
    return printed(await this.keeper.ask({ method: 'GET', path: pathOf(paper) }), 'printed');
  }

  async pdf(paper: Paper): Promise<Blob> {
    const bytes = await this.keeper.ask({ method: 'GET', path: `${pathOf(paper)}.pdf`, answer: 'bytes' });
    if (!(bytes instanceof ArrayBuffer)) throw new NotDoorstep('pdf');
    return new Blob([bytes], { type: 'application/pdf' });
  }

  /** The chart for another record system, as a FHIR R4 bundle: what is signed and approved. On record as exported. */
  async chart(patient: string): Promise<Blob> {
    const bytes = await this.keeper.ask({ method: 'GET', path: `/api/office/patients/${patient}/chart.fhir.json`, answer: 'bytes' });
    if (!(bytes instanceof ArrayBuffer)) throw new NotDoorstep('chart');
    return new Blob([bytes], { type: 'application/fhir+json' });
  }
}
