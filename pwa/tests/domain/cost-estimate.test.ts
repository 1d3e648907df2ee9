import { describe, expect, it } from 'vitest';
import { estimateOf, money, type StayAsked } from '../../src/domain/cost-estimate';
import { rateOn } from '../../src/domain/pay-rates';

const stay = (more: Partial<StayAsked> = {}): StayAsked =>
  ({ pays: 'medicare', qualifying: 'yes', daysUsed: 0, days: 30, begins: '2026-05-01', privateRate: null, unpaid: '', ...more });

const days = (asked: StayAsked, level = 'snf'): [number, number | null][] => (estimateOf(level, asked)?.lines ?? []).map(({ days: count, perDay }) => [count, perDay]);

describe('Medicare Part A', () => {
  it.each([
    ['within the first 20 days', stay({ days: 20 }), [[20, 0]], 0],
    ['beyond them', stay(), [[20, 0], [10, 217]], 2170],
    ['with days used before', stay({ daysUsed: 15, days: 10 }), [[5, 0], [5, 217]], 1085],
    ['with all free days used', stay({ daysUsed: 20, days: 3 }), [[3, 217]], 651],
    ['to the last covered day', stay({ days: 100 }), [[20, 0], [80, 217]], 17_360],
    ['a day longer, and nobody knows what the place asks', stay({ days: 101 }), [[20, 0], [80, 217], [1, null]], null],
    ['a day longer at a price that is known', stay({ days: 101, privateRate: { perDay: 400.5, asOf: '2026-04-01' } }), [[20, 0], [80, 217], [1, 400.5]], 17_760.5],
    ['all 100 days used', stay({ daysUsed: 100, days: 2, privateRate: { perDay: 400, asOf: '2026-04-01' } }), [[2, 400]], 800],
    ['by the rate of its year', stay({ begins: '2025-12-31', days: 21 }), [[20, 0], [1, 209.5]], 209.5],
    ['in a year that the table does not have', stay({ begins: '2031-01-01', days: 21 }), [[20, 0], [1, null]], null],
  ])('%s', (_, asked, lines, total) => {
    expect(days(asked)).toEqual(lines);
    expect(estimateOf('snf', asked)?.total).toBe(total);
  });

  it('pays nothing without a qualifying stay, and nothing is said where that is not known', () => {
    expect(days(stay({ qualifying: 'no', privateRate: { perDay: 300, asOf: '2026-04-01' } }))).toEqual([[30, 300]]);
    expect(estimateOf('snf', stay({ qualifying: 'unknown' }))).toMatchObject({ lines: [], total: null });
  });

  it('pays for no long-term care', () => {
    expect(days(stay({ privateRate: { perDay: 300, asOf: '2026-04-01' } }), 'ltc')).toEqual([[30, 300]]);
  });
});

describe('an estimate', () => {
  it('has no sum where a plan, a state or nobody knows what is left to pay', () => {
    for (const pays of ['medicare-advantage', 'medicaid', 'other', ''] as const) {
      const found = estimateOf('snf', stay({ pays }));
      expect(found).toMatchObject({ lines: [], total: null });
      expect(found?.assumptions).not.toEqual([]);
    }
  });

  it('counts no free day in a place that the insurance does not pay', () => {
    const rate = { perDay: 310, asOf: '2026-04-01' };
    expect(estimateOf('snf', stay({ unpaid: 'Medicare', days: 10, privateRate: rate }))).toMatchObject({ total: 3100, lines: [{ words: 'Medicare does not pay here, so the patient pays all' }] });
    expect(estimateOf('snf', stay({ pays: 'medicaid', unpaid: 'Medicaid' }))?.total).toBeNull();
  });

  it('counts what is paid until Medicaid is granted', () => {
    const rate = { perDay: 310, asOf: '2026-04-01' };
    expect(estimateOf('snf', stay({ pays: 'medicaid-pending', privateRate: rate }))?.total).toBe(9300);
    expect(estimateOf('ltc', stay({ pays: 'spend-down', privateRate: rate, days: 10 }))?.total).toBe(3100);
  });

  it('says each assumption, and that a rate was not checked', () => {
    const said = estimateOf('snf', stay())?.assumptions.join(' ') ?? '';
    expect(said).toContain('0 of the 100 days');
    expect(said).toContain('$217 a day');
    expect(rateOn('2026-05-01')?.checked === false).toBe(said.includes('not compared with the published notice'));
  });

  it('is made of nursing homes alone, and of no stay without days', () => {
    expect(estimateOf('hospice', stay())).toBeNull();
    expect(estimateOf('snf', stay({ days: 0 }))).toMatchObject({ lines: [], total: null });
  });

  it('writes dollars with cents only where there are any', () => {
    expect([money(1736), money(1736.5)]).toEqual(['1,736', '1,736.50']);
  });
});
