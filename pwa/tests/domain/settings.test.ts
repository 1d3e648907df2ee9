import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RecordLike } from '../../src/domain/reading';
import {
  ageOn, choicesIn, combine, HOME_HEALTH_PACK, knownPacks, labelIn, offeredIn, offersForm, packsOf, readPack, settingOf, settingWords,
} from '../../src/domain/settings';
import { checklistOf, dueByPack, notAskedYet } from '../../src/domain/transitions';
import { formsOfVisit, sectionsAsked, visitAsked } from '../../src/domain/visit-forms';

interface Together {
  description: string;
  input: { agency: Record<string, string[]>; own: string[] };
  expected: { packs: string[]; off: string[]; limits: Record<string, number>; checklist: string[]; acceptance: string[]; from: string[]; to: string[]; topics: string[] };
}
interface Offered {
  description: string;
  input: { own: string[]; url: string; type: string; born: string; day: string };
  expected: { offered: boolean };
}

const { packs, tests } = JSON.parse(readFileSync(new URL('../../../tests/vectors/settings.json', import.meta.url), 'utf-8')) as { packs: unknown[]; tests: (Together | Offered)[] };
const together = tests.filter((one): one is Together => 'agency' in one.input);
const forms = tests.filter((one): one is Offered => 'url' in one.input);

const AT = '2026-11-27T12:00:00.000Z';
const made = (kind: string, fields: Record<string, unknown>, sets: Record<string, unknown[]> = {}): RecordLike => ({
  id: kind,
  kind,
  fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { heads: [{ value, by: 'ana', at: AT }] }])),
  entries: Object.fromEntries(Object.entries(sets).map(([name, values]) => [name, values.map((value, index) => ({ id: `${index}`, value, by: 'ana', at: AT, wall: AT }))])),
});

const library = packs.map((pack) => made('setting_pack', { pack }));
const shelf = (agency: Record<string, unknown>) => ({ all: (kind: string) => (kind === 'agency' ? [made('agency', agency)] : library) });
const known = knownPacks(shelf({}));
const setOf = (own: string[]) => made('patient', {}, { settings: own });
const words = (items: readonly { words: string }[]): string[] => items.map((item) => item.words);

describe('packs together', () => {
  it.each(together)('$description', ({ input: { agency, own }, expected }) => {
    const setting = combine(packsOf(made('agency', agency), setOf(own), known));
    expect(setting.packs.map(({ code }) => code)).toEqual(expected.packs);
    expect([...setting.off].sort()).toEqual(expected.off);
    expect(setting.limits).toEqual(expected.limits);
    expect(words(setting.checklist)).toEqual(expected.checklist);
    expect(words(setting.acceptance)).toEqual(expected.acceptance);
    expect(words(setting.fromSettings)).toEqual(expected.from);
    expect(words(setting.toSettings)).toEqual(expected.to);
    expect(words(setting.topics)).toEqual(expected.topics);
  });

  it('are worked out once for the same packs, and anew for another version of one', () => {
    const on = shelf({ defaultSettings: ['children'] });
    expect(settingOf(on, undefined)).toBe(settingOf(on, undefined));
    const newer = { all: (kind: string) => (kind === 'agency' ? on.all('agency') : [made('setting_pack', { pack: { id: 'children', topics: [] } })]) };
    expect(settingOf(newer, undefined).topics).toEqual([]);
  });
});

describe('a form at a visit', () => {
  it.each(forms)('$description', ({ input: { own, url, type, born, day }, expected }) => {
    expect(offersForm({ packs: packsOf(undefined, setOf(own), known) }, url, type, ageOn(born, day))).toBe(expected.offered);
  });

  const form = (name: string) => made('form', { url: `https://doorstep.invalid/fhir/Questionnaire/${name}`, version: '1', sha256: name, visitTypes: [] });
  const both = [form('phq-9'), form('ahc-hrsn-core')];
  const visit = (more: Record<string, unknown>) => made('visit', { type: { code: 'follow-up' }, scheduledFor: { start: AT }, ...more });
  const children = combine(packsOf(undefined, setOf(['children']), known));
  const child = made('patient', { birthDate: '2020-01-01' }, { settings: ['children'] });
  const carried = both.map(({ fields }) => ({ url: fields['url']?.heads[0]?.value, version: '1', sha256: 'x' }));

  it('is left out with its section until the visit has begun, and never after', () => {
    const ahead = visitAsked(visit({ forms: carried }), child, children);
    expect(formsOfVisit(ahead, both)).toEqual([]);
    expect(sectionsAsked(ahead, [])).toEqual(['start', 'health', 'needs', 'plan', 'note', 'review']);
    const begun = visitAsked(visit({ forms: carried, startedAt: AT }), child, children);
    expect(formsOfVisit(begun, both)).toHaveLength(2);
    expect(sectionsAsked(begun, formsOfVisit(begun, both))).toHaveLength(8);
  });

  it('that was planned stands for who has no choice of her own', () => {
    expect(formsOfVisit(visitAsked(visit({ forms: carried }), made('patient', {}), children), [])).toHaveLength(2);
  });

  it('shows its section before it has arrived on this tablet', () => {
    const asked = visitAsked(visit({}), undefined, combine([HOME_HEALTH_PACK]));
    expect(sectionsAsked(asked, formsOfVisit(asked, []))).toHaveLength(8);
  });
});

describe('words of a setting', () => {
  const setting = combine(packsOf(undefined, setOf(['home-health', 'children']), known));

  it('stand in the place of ours, for a choice and for a field', () => {
    expect(choicesIn(setting, 'teaching', 'learner').map(({ label }) => label)).toEqual(['Child', 'Caregiver', 'Both', 'Other']);
    const worded = { wording: new Map([['patient.startOfCare', 'With us since']]) };
    expect(labelIn(worded, 'patient', 'startOfCare')).toBe('With us since');
    expect(labelIn(worded, 'patient', 'discharged')).toBe('Discharged');
    expect(settingWords(setting)).toBe('Home-Health and Children');
  });

  it('of a code that no pack offers any more are those that its kind declares', () => {
    expect(offeredIn(setting.topics, 'teaching', 'topic', 'safety-plan').at(-1)).toEqual({ value: 'safety-plan', label: 'Safety plan' });
    expect(offeredIn(setting.topics, 'teaching', 'topic', 'school')).toHaveLength(setting.topics.length);
  });
});

describe('what the app carries itself', () => {
  it('is home health, as it always was', () => {
    expect(HOME_HEALTH_PACK.checklist).toHaveLength(14);
    expect(HOME_HEALTH_PACK.topics.map(({ code }) => code)).toEqual([
      'facility-options', 'services-coverage', 'medicines', 'warning-signs', 'equipment', 'falls-home-safety', 'diet', 'wound-care', 'rights', 'advance-directive', 'other',
    ]);
    expect(combine([HOME_HEALTH_PACK]).off.size).toBe(0);
    expect(knownPacks({ all: () => [] }).size).toBe(1);
  });

  it('says which items are proposals, and of the others where they come from', () => {
    expect(HOME_HEALTH_PACK.checklist.find(({ code }) => code === 'list')?.source).toBe('42 CFR 482.43(c) (84 FR 51836, 2019-09-30)');
    expect(HOME_HEALTH_PACK.checklist.find(({ code }) => code === 'ride')?.proposal).toBe(true);
  });

  it('reads what it can of a pack that it does not understand', () => {
    expect(readPack('nothing')).toBeNull();
    expect(readPack({ version: '1.0' })).toBeNull();
    const pack = readPack({ id: 'new', topics: [{ code: 'x' }, 7], checklist: [{ code: 'a', title: { en: 'A' }, due: { from: 'birth', days: 1 } }], forms: 'all' });
    expect(pack?.topics).toHaveLength(1);
    expect(pack?.checklist[0]?.due).toBeNull();
    expect(pack?.forms).toEqual([]);
  });
});

describe('the checklist of a transition', () => {
  const on = (own: string[]) => combine(packsOf(undefined, setOf(own), known));
  const agency = made('agency', { transitionChecklist: [{ code: 'beds', text: 'Find a bed' }] });

  it('has the agency’s own list in the place of home health’s, and what other packs ask behind it', () => {
    expect(words(checklistOf(agency, on(['home-health', 'children'])))).toEqual(['Find a bed', 'Ride with a car seat', 'School']);
    expect(words(checklistOf(agency, on(['children'])))).toEqual(['Ride with a car seat', 'School']);
    expect(words(checklistOf(undefined, on([])))).toEqual(['Goals', 'Ride']);
  });

  it('says what a record that was begun before lacks', () => {
    const record = made('transition', { 'checklist/a/code': 'ride', 'checklist/b/item': 'Something else' });
    expect(notAskedYet(record, on(['children']).checklist).map(({ code }) => code)).toEqual(['school']);
  });

  it('counts an item from its date, once nobody disagrees about it', () => {
    const due = (from: 'leftAt' | 'expectedDischarge', days: number) => ({ due: { from, days } });
    const record = made('transition', { leftAt: '2026-11-28T03:00:00.000Z', expectedDischarge: '2026-11-27' });
    const day = (): string => '2026-11-27';
    expect(dueByPack(due('leftAt', 7), record, day)).toEqual({ day: '2026-12-04', words: '7 days after leaving' });
    expect(dueByPack(due('expectedDischarge', -1), record, day)).toEqual({ day: '2026-11-26', words: '1 day before the expected discharge' });
    expect(dueByPack(due('leftAt', 0), made('transition', {}), day)).toEqual({ day: null, words: 'on the day of leaving' });
    expect(dueByPack({ due: null }, record, day)).toBeNull();
  });
});
