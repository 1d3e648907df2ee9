import { describe, expect, test, vi } from 'vitest';
import { onVisitKey, type KeyActions } from '../../src/views/visit/keys';

const press = (event: Partial<KeyboardEvent>, hides = false): string[] => {
  const done: string[] = [];
  const actions: KeyActions = {
    next: () => done.push('next'),
    find: () => done.push('find'),
    section: (index) => done.push(`section ${index}`),
    hide: () => hides,
  };
  const whole = { key: '', code: '', altKey: false, ctrlKey: false, metaKey: false, target: null, preventDefault: () => done.push('prevented'), ...event };
  onVisitKey(whole as KeyboardEvent, actions);
  return done;
};

// Node has no Element; a key with no target is one pressed on the page itself.
vi.stubGlobal('Element', EventTarget);

describe('keys of the visit', () => {
  test('J goes to the next open question, / finds one, Alt with a digit goes to a section', () => {
    expect(press({ key: 'j' })).toEqual(['prevented', 'next']);
    expect(press({ key: '/' })).toEqual(['prevented', 'find']);
    expect(press({ key: '2', code: 'Digit2', altKey: true })).toEqual(['prevented', 'section 1']);
  });

  test("the browser's own shortcuts are left alone", () => {
    expect(press({ key: 'j', ctrlKey: true })).toEqual([]);
    expect(press({ key: 'Escape' })).toEqual([]);
  });

  test('Esc is taken only where something was hidden', () => {
    expect(press({ key: 'Escape' }, true)).toEqual(['prevented']);
  });
});
