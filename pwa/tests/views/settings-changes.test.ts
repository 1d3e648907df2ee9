import { describe, expect, it } from 'vitest';
import { combine, readPack, type Pack } from '../../src/domain/settings';
import { changesBetween } from '../../src/domain/settings-changes';
import { basisWords, itemWords } from '../../src/views/office/pack-words';

const pack = (id: string, parts: Record<string, unknown>): Pack => {
  const made = readPack({ id, version: '1.0', ...parts });
  if (made === null) throw new Error('no pack');
  return made;
};
const item = (code: string, en: string, more: Record<string, unknown> = {}) => ({ code, title: { en }, ...more });

const home = pack('home', { checklist: [item('ride', 'Book the ride'), item('tests', 'Follow up tests')], forms: [{ form: 'phq-9', visitTypes: [] }] });
const children = pack('children', {
  checklist: [item('ride', 'Book the ride, with a car seat'), item('school', 'Tell the school', { who: 'nurse' })],
  roles: [item('nurse', 'School nurse')],
  forms: [{ form: 'phq-9', visitTypes: ['follow-up'], ages: { from: 12, until: 17 } }],
  deadlines: [{ rule: 'recertification', off: true }, { limit: 'contactDays', value: 7 }],
  wording: [{ key: 'teaching.learner.patient', title: { en: 'Child' } }],
});

describe('what another choice of packs changes', () => {
  const changes = (before: Pack[], after: Pack[]) => Object.fromEntries(changesBetween(combine(before), combine(after), itemWords).map(({ part, ...rest }) => [part, rest]));

  it('is nothing for the same packs', () => {
    expect(changes([home, children], [home, children])).toEqual({});
  });

  it('is told per part: what is new, what in other words', () => {
    expect(changes([home], [home, children])).toEqual({
      forms: { added: ['PHQ-9, from 12 to 17 years, at: Follow-up'], gone: [], reworded: [] },
      checklist: { added: ['Tell the school (usually: School nurse)'], gone: [], reworded: [['Book the ride', 'Book the ride, with a car seat']] },
      deadlines: { added: ['In touch at least every 7 days'], gone: [], reworded: [] },
      roles: { added: ['School nurse'], gone: [], reworded: [] },
      wording: { added: ['Teaching: “Patient” becomes “Child”'], gone: [], reworded: [] },
    });
  });

  it('says what is asked no more, and which rule is not counted where every pack does without it', () => {
    const found = changes([home], [children]);
    expect(found['checklist']?.gone).toEqual(['Follow up tests']);
    expect(found['deadlines']?.added[0]).toMatch(/^Not counted: Recertification/u);
  });
});

describe('where an item comes from', () => {
  it('is our proposal, or nobody said it, or the rule with its source and whether its text was read', () => {
    const words = (basis?: unknown): string => basisWords(pack('one', { topics: [item('diet', 'Diet', basis === undefined ? {} : { basis })] }).topics[0] ?? { code: '', words: '', proposal: false, source: '', checked: false });
    expect(words({ proposal: true })).toBe('Our proposal');
    expect(words()).toBe('No source given');
    expect(words({ rule: '42 CFR 482.43', source: '84 FR 51836', date: '2019-09-30' })).toBe('Published: 42 CFR 482.43 (84 FR 51836, 2019-09-30); the text of the rule was not checked');
    expect(words({ rule: '42 CFR 484.110', source: '82 FR 4504', date: '2017-01-13', checked: true })).toBe('Published: 42 CFR 484.110 (82 FR 4504, 2017-01-13)');
  });
});
