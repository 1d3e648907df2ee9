import { describe, expect, it } from 'vitest';
import { fieldAbout } from '../../src/views/different/record-title';
import { head, record } from './records';

const conference = (values: Parameters<typeof record>[1]) => record('conference', { purpose: 'Home or not', 'actions/a1/what': 'Order a bed', ...values });

describe('what a field is about', () => {
  it('is the row that it is of, else the record', () => {
    expect(fieldAbout(conference({}), 'actions/a1/due')).toBe('Order a bed');
    expect(fieldAbout(conference({}), 'actions/a1/alive')).toBe('Order a bed');
    expect(fieldAbout(conference({}), 'nextDate')).toBe('Home or not');
  });

  it('draws no name as the right one where two people gave it', () => {
    expect(fieldAbout(conference({ 'actions/a1/what': [head('Order a bed'), head('Rent a bed')] }), 'actions/a1/what')).toBe('Home or not');
  });
});
