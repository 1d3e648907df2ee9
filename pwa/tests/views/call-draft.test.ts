import { describe, expect, it } from 'vitest';
import type { Office } from '../../src/domain/coverage-asks';
import { calendarOf } from '../../src/domain/deadline-calendar';
import { callOf, EMPTY, missing, readDraft, type Draft } from '../../src/views/calls/draft';

const TODAY = '2026-11-26';
const office = { provider: { name: 'Harbor', phone: '617 555 0101' }, calls: [{}, {}] } as unknown as Office;
const setting = {
  office, row: 'row', plan: { payer: 'Bay Health', plan: 'Gold' }, specialty: 'cardiology' as const, nameGiven: false,
  calendar: calendarOf('America/New_York'), now: '2026-11-26T15:07:40.000Z', today: TODAY, days: 90,
};
const answered: Draft = {
  ...EMPTY, office: 'tel', startedAt: '2026-11-26T15:00:00.000Z', outcome: 'answered', spokeWith: ' Dana, front desk ', accepts: 'in-network',
  newPatients: 'yes', needed: ['prior-authorization'], firstAvailable: '2026-12-10', reference: '4471', next: 'book',
};
const wrong = (part: Partial<Draft>): string[] => Object.keys(missing({ ...answered, ...part }, setting));

describe('a call as it is written down', () => {
  it('keeps what was said, the minutes, and which attempt it was', () => {
    expect(callOf(answered, setting)).toEqual({
      office: 'row', provider: office.provider, plan: setting.plan, specialty: 'cardiology', at: '2026-11-26T15:00:00.000Z', minutes: 8, attempt: 3,
      nameGiven: false, outcome: 'answered', spokeWith: 'Dana, front desk', accepts: 'in-network', newPatients: 'yes', needed: ['prior-authorization'],
      firstAvailable: '2026-12-10', reference: '4471', goodUntil: '2027-02-24', next: { action: 'book' },
    });
  });

  it('keeps nothing that the outcome does not ask for, whatever was tapped before', () => {
    const call = callOf({ ...answered, outcome: 'voicemail', next: 'try-next' }, setting);
    expect(call).not.toHaveProperty('accepts');
    expect(call).not.toHaveProperty('goodUntil');
    expect(call).not.toHaveProperty('spokeWith');
  });

  it('knows the moment of a promised call back by the clock of the agency', () => {
    const draft = { ...EMPTY, outcome: 'call-back', backDay: '2026-11-27', backTime: '14:30', next: 'call-plan' };
    expect(callOf(draft, setting)).toMatchObject({ callBackAt: '2026-11-27T19:30:00.000Z' });
  });

  it('asks when a call back is promised for, where that is over or a year away', () => {
    const promised = { outcome: 'call-back', next: 'try-next', backDay: TODAY } as const;
    expect(wrong({ ...promised, backTime: '10:30' })).toEqual([]);
    expect(wrong({ ...promised, backTime: '09:30' })).toEqual(['backDay']);
    expect(wrong({ ...promised, backDay: '2025-11-27', backTime: '10:00' })).toEqual(['backDay']);
    expect(wrong({ ...promised, backDay: '2029-11-27', backTime: '10:00' })).toEqual(['backDay']);
    expect(wrong({ firstAvailable: '2029-12-10', nextOn: '2029-12-01' })).toEqual(['firstAvailable', 'nextOn']);
  });

  it('says what is missing or cannot be', () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ outcome: '' })).toEqual(['outcome']);
    expect(wrong({ spokeWith: ' ', accepts: '' })).toEqual(['spokeWith', 'accepts']);
    expect(wrong({ newPatients: '' })).toEqual(['newPatients']);
    expect(wrong({ needed: ['age-limits'] })).toEqual(['ageLimits']);
    expect(wrong({ copay: 'forty' })).toEqual(['copay']);
    expect(wrong({ firstAvailable: '2026-11-25' })).toEqual(['firstAvailable']);
    expect(wrong({ goodUntil: '2029-01-01' })).toEqual(['goodUntil']);
    expect(wrong({ accepts: 'not-sure' })).toEqual(['backDay']);
    expect(wrong({ next: '', nextOn: '2026-11-25' })).toEqual(['next', 'nextOn']);
  });

  it('comes back as it was left, and as nothing from what is no call', () => {
    expect(readDraft({ ...answered })).toEqual(answered);
    expect(readDraft('half a call')).toEqual(EMPTY);
    expect(readDraft(undefined)).toEqual(EMPTY);
  });
});
