import { describe, expect, it } from 'vitest';
import { HttpPrinting } from '../../src/app/printing';
import { noteHref, parentOf, planHref, readRoute } from '../../src/app/routes';
import { NotDoorstep } from '../../src/sync/shape';

const VISIT = '0190a000-0000-7000-8000-0000000000aa';
const value = (text: string) => ({ text, answers: [] });
const section = (title: string, parts: unknown[] = []) => ({ title, lines: [], facts: [], table: null, prose: [], parts, lang: '' });
const note = {
  kind: 'visit-note',
  title: 'Visit note',
  lang: 'en',
  agency: 'Harbor',
  patient: [{ label: 'Name', value: value('Luz Delgado'), small: '' }],
  mark: { state: 'not-signed', words: 'Not signed.' },
  version: 7,
  sha256: 'ab',
  hashWords: 'Text as printed',
  printedBy: 'Mei Chen',
  printedAt: 'Nov 26, 2026, 10:00 EST',
  sections: [section('Answers', [section('PHQ-9')])],
  notes: [],
};

const asked: unknown[] = [];
const printing = (answer: unknown) =>
  new HttpPrinting({
    ask: (request) => {
      asked.push(request);
      return Promise.resolve(answer);
    },
  });

describe('what is printed', () => {
  it('is read whole, parts of parts included', async () => {
    const read = await printing(note).read({ kind: 'visit-note', id: VISIT });
    expect(read.sections[0]?.parts[0]?.title).toBe('PHQ-9');
    expect(asked.at(-1)).toEqual({ method: 'GET', path: `/api/office/visits/${VISIT}/note` });
  });

  it('is refused where a part of a part is not what it should be', async () => {
    const spoiled = { ...note, sections: [section('Answers', [{ ...section('PHQ-9'), facts: [{ label: 'Score' }] }])] };
    await expect(printing(spoiled).read({ kind: 'visit-note', id: VISIT })).rejects.toThrow(NotDoorstep);
  });

  it('comes as a file of bytes, never as the page of something in between', async () => {
    const pdf = await printing(new TextEncoder().encode('%PDF').buffer).pdf({ kind: 'plan-of-care', id: VISIT });
    expect([pdf.type, await pdf.text()]).toEqual(['application/pdf', '%PDF']);
    expect(asked.at(-1)).toEqual({ method: 'GET', path: `/api/office/patients/${VISIT}/plan-of-care.pdf`, answer: 'bytes' });
    await expect(printing('<html>').pdf({ kind: 'plan-of-care', id: VISIT })).rejects.toThrow(NotDoorstep);
  });

  it('hands out the chart for other systems as a file of bytes too', async () => {
    const chart = await printing(new TextEncoder().encode('{}').buffer).chart(VISIT);
    expect([chart.type, await chart.text()]).toEqual(['application/fhir+json', '{}']);
    expect(asked.at(-1)).toEqual({ method: 'GET', path: `/api/office/patients/${VISIT}/chart.fhir.json`, answer: 'bytes' });
    await expect(printing('<html>').chart(VISIT)).rejects.toThrow(NotDoorstep);
  });

  it('leads back to the review and to the plan where it was opened by its address', () => {
    expect(parentOf(readRoute(noteHref(VISIT)))).toBe(`#/office/queue/${VISIT}`);
    expect(parentOf(readRoute(planHref(VISIT)))).toBe(`#/patients/${VISIT}/plan`);
  });
});
