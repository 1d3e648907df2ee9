import { describe, expect, it } from 'vitest';
import { evidenceOf, type Dated, type EvidenceChart } from '../../src/domain/transition-evidence';

const BEGUN = '2026-11-16T12:00:00.000Z';

/** Values of one author; a list of two stands for two people who disagree. */
const made = (fields: Record<string, unknown>, { id = 'one', at = BEGUN, contacts = [] as unknown[] } = {}): Dated => ({
  id,
  kind: 'transition',
  created: { at },
  fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { heads: (Array.isArray(value) ? value : [value]).map((each: unknown) => ({ value: each, by: 'ana', at })) }])),
  entries: { contacts: contacts.map((value, index) => ({ id: `${index}`, value, by: 'ana', at, wall: at })) },
});
const chart = (more: Partial<EvidenceChart> = {}): EvidenceChart => ({ medicines: [], teachings: [], day: (date) => date, when: (at) => at.slice(0, 10), ...more });
const said = (code: string, fields: Record<string, unknown>, more: Partial<EvidenceChart> = {}, contacts: unknown[] = []): [string, boolean] | null => {
  const found = evidenceOf(code, made(fields, { contacts }), chart(more));
  return found && [found.words, found.enough];
};

describe('what the records say of an item', () => {
  it('is nothing where nothing is recorded, or no record speaks of the item', () => {
    for (const code of ['medicines', 'follow-up', 'services', 'received', 'told', 'call', 'warning-signs', 'caregiver', 'ride', 'toString', '']) {
      expect(evidenceOf(code, made({}), chart())).toBeNull();
    }
  });

  it('is enough for medicines once each is decided and nobody disagrees', () => {
    const medicines = [made({ medicine: { display: 'Furosemide' } }, { id: 'a' }), made({}, { id: 'b' })];
    expect(said('medicines', { 'medicines/a/decision': 'continue' }, { medicines })).toEqual(['1 of 2 medicines reconciled', false]);
    expect(said('medicines', { 'medicines/a/decision': 'continue', 'medicines/b/decision': 'stop' }, { medicines })).toEqual(['2 of 2 medicines reconciled', true]);
    expect(said('medicines', { 'medicines/a/decision': 'continue', 'medicines/b/decision': ['stop', 'continue'] }, { medicines })?.[1]).toBe(false);
  });

  it('names the first visit, and offers none without a day or with two', () => {
    expect(said('follow-up', { 'followUps/a/who': 'Dr. Osei', 'followUps/a/when': '2026-11-20T15:00:00.000Z', 'followUps/b/when': '2026-11-19T15:00:00.000Z' })).toEqual(['Follow-up visit: 2026-11-19', true]);
    expect(said('follow-up', { 'followUps/a/who': 'Dr. Osei' })).toEqual(['A follow-up visit without a day', false]);
    expect(said('follow-up', { 'followUps/a/when': ['2026-11-20T15:00:00.000Z', '2026-11-21T15:00:00.000Z'] })?.[1]).toBe(false);
    expect(said('services', { 'services/a/firstVisit': '2026-11-22', 'services/b/type': 'Nursing' })).toEqual(['1 of 2 services with the day of the first visit, the first 2026-11-22', false]);
  });

  it('takes papers as received only when each was, and the discharge summary for itself', () => {
    const rows = { 'sent/a/what': 'discharge-summary', 'sent/a/receivedAt': '2026-11-17T10:00:00.000Z', 'sent/b/what': 'records', 'sent/b/sentAt': '2026-11-17T10:00:00.000Z' };
    expect(said('received', rows)).toEqual(['1 of 2 papers received', false]);
    expect(said('told', rows)).toEqual(['Discharge summary received 2026-11-17', true]);
    expect(said('told', { 'sent/a/what': 'discharge-summary' })?.[1]).toBe(false);
  });

  it('counts who was reached, not an attempt', () => {
    const attempt = { point: '48-72-h', at: '2026-11-17T10:00:00.000Z', result: 'not-reached' };
    expect(said('call', {}, {}, [attempt])).toEqual(['Tried once, nobody reached', false]);
    expect(said('call', {}, {}, [attempt, { point: '48-72-h', at: '2026-11-18T10:00:00.000Z', who: 'Her son', result: 'well' }])).toEqual(['Her son was reached 2026-11-18', true]);
  });

  it('takes teaching of this move that was said back, by its own record', () => {
    const taught = (result: unknown, at = '2026-11-17T10:00:00.000Z') => made({ topic: 'warning-signs', learner: 'caregiver', result }, { id: 'lesson', at });
    const found = evidenceOf('warning-signs', made({}), chart({ teachings: [taught('said-back')] }));
    expect(found).toEqual({ words: 'Warning signs taught 2026-11-17, said back', enough: true, at: { record: 'lesson' } });
    expect(said('warning-signs', {}, { teachings: [taught(['said-back', 'unable'])] })?.[1]).toBe(false);
    expect(said('warning-signs', {}, { teachings: [taught('said-back', '2026-10-01T10:00:00.000Z')] })).toBeNull();
    expect(said('caregiver', {}, { teachings: [taught('showed')] })).toEqual(['Caregiver taught 2026-11-17, said back', true]);
    expect(said('caregiver', { caregiverTaught: 'Wound care', teachBack: 'hint' })).toEqual(['Wound care: not said back correctly yet', false]);
  });
});
