import { describe, expect, test } from 'vitest';
import { agencyTime } from '../../src/views/parts/agency-time';
import { pathOf, RELATIONS, SIGNING_WORDS, signatureImage, statementFor, typedFor } from '../../src/views/visit/statement';

const facts = { patient: 'Luz Delgado', coordinator: 'Ana Ruiz', agency: 'Harbor Home Health', day: '2026-11-18' };

describe('what a patient signs under', () => {
  test('names patient, coordinator, agency and day, in her language', () => {
    expect(statementFor('en', facts)).toContain('I, Luz Delgado, had a visit today, November 18, 2026, from Ana Ruiz of Harbor Home Health.');
    expect(statementFor('es', facts)).toContain('Yo, Luz Delgado, tuve hoy, 18 de noviembre de 2026, la visita de Ana Ruiz');
    expect(typedFor('en', 'Luz Delgado')).toBe('I, Luz Delgado, sign by typing my name.');
  });

  test('and what she presses beside it is in her language too', () => {
    const { relations: english, ...en } = SIGNING_WORDS.en;
    const { relations: spanish, ...es } = SIGNING_WORDS.es;
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect(es[key]).not.toBe(en[key]);
    for (const relation of RELATIONS) expect(spanish[relation]).not.toBe(english[relation]);
  });

  test('the day is the one of the agency, not of a zone where it is tomorrow already', () => {
    const day = agencyTime('America/New_York').date('2026-11-24T00:18:00.000Z');
    expect(statementFor('en', { ...facts, day })).toContain('today, November 23, 2026,');
  });

  test('a drawing is kept as lines, a dot too', () => {
    expect(pathOf([[1.4, 2.6], [30, 40]])).toBe('M1 3L30 40');
    expect(pathOf([[5, 5]])).toBe('M5 5h1');
    expect(signatureImage([[[1, 2], [3, 4]]])).toMatch(/^<svg [^<]*><path [^<]* d="M1 2L3 4"\/><\/svg>$/u);
  });
});
