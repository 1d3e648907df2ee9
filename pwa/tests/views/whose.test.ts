/** Whose a referral or a need is: given where it stands, and then its owner's work. */
import { describe, expect, it } from 'vitest';
import type { AppStore, RecordView } from '../../src/app/contract';
import { openOf } from '../../src/views/duties/rows';
import { REFERRALS } from '../../src/views/referrals/duty';
import { giving, isTorn, withWhom } from '../../src/views/referrals/whose';
import { ANA, head, MEI, reader, record } from './records';

const NOW = new Date('2026-11-27T15:00:00.000Z');
const storeOf = (records: RecordView[] = []): AppStore =>
  ({ ...reader(records), agency: { timezone: 'America/New_York' }, person: (id: string) => (id === MEI ? { name: 'Mei Chen' } : undefined) }) as unknown as AppStore;
const set = (one: RecordView, field: string, value: string | null): unknown => ({ do: 'set', record: one.id, field, value });

describe('giving a need or a referral to somebody', () => {
  it('makes it hers and no longer that of whom it was handed to outside', () => {
    const need = record('need', { state: 'confirmed', handedTo: 'Dr Lee' });
    expect(giving(need, MEI)).toEqual([set(need, 'owner', MEI), set(need, 'handedTo', null)]);
    const hers = record('need', { state: 'confirmed', owner: MEI });
    expect(giving(hers, ANA)).toEqual([set(hers, 'owner', ANA)]);
    expect(giving(hers, MEI)).toEqual([]);
  });

  it('takes it back to whom the patient has, or leaves it with whom it was handed to', () => {
    const hers = record('referral', { state: 'requested', owner: MEI });
    expect(giving(hers, '')).toEqual([set(hers, 'owner', null)]);
    expect(giving(record('referral', { state: 'requested', handedTo: 'Dr Lee' }), '', 'Dr Lee')).toEqual([]);
  });
});

describe('whose it is', () => {
  it('is told of one person, and asked where two gave it to different ones', () => {
    const told = (values: Parameters<typeof record>[1]): string => withWhom(storeOf(), record('referral', values));
    expect([told({}), told({ owner: ANA }), told({ owner: MEI }), told({ handedTo: 'Dr Lee' })]).toEqual(['', 'yours', 'handed to Mei Chen', 'handed to Dr Lee']);
    const torn = record('need', { owner: [head(ANA), head(MEI)] });
    expect([isTorn(torn), withWhom(storeOf(), torn)]).toEqual([true, '']);
  });

  it("takes a referral that is a colleague's out of one's own Work, and no other", () => {
    const [hers, mine, theirs, outside] = [{ owner: MEI }, { owner: ANA }, {}, { handedTo: 'Dr Lee' }].map((whose) => record('referral', { state: 'requested', service: 'Meals', ...whose }));
    const torn = record('referral', { state: 'requested', owner: [head(ANA), head(MEI)] });
    const all = [hers, mine, theirs, outside, torn] as RecordView[];
    const listed = (own: boolean): string[] => openOf(storeOf(all), [REFERRALS], NOW, own).map(({ record: { id } }) => id).sort();
    expect(listed(true)).toEqual([mine, theirs, outside, torn].map((one) => one?.id).sort());
    expect(listed(false)).toHaveLength(5);
  });
});
