import { describe, expect, it } from 'vitest';
import { NOTICE, openApp, placeOf } from '../../src/sw/notice';

const windows = (open: number) => {
  const done: string[] = [];
  return {
    done,
    matchAll: () => Promise.resolve(Array.from({ length: open }, (_, at) => ({ focus: () => Promise.resolve(done.push(`focus ${at}`)) }))),
    openWindow: (url: string) => Promise.resolve(done.push(`open ${url}`)),
  };
};

describe('a notice while the app is closed', () => {
  it('says one sentence, whatever was sent, and leads only to a known place', () => {
    expect(Object.values(NOTICE)).toEqual(['Doorstep', 'Something is due. Open Doorstep to see it.', 'due']);
    expect(placeOf('{"place":"today"}')).toBe('today');
    expect(placeOf('{"place":"office/deadlines"}')).toBe('office/deadlines');
    for (const other of ['{"place":"patients/019a"}', '{"place":["today"]}', '{"place":"//example.org"}', 'null', '[]', 'Okafor', '', undefined]) expect(placeOf(other)).toBe('');
  });

  it('opens the app at the place where it is closed, and leaves one that is open where it is', async () => {
    const none = windows(0);
    await openApp(none, 'today');
    await openApp(none, '');
    expect(none.done).toEqual(['open /#/today', 'open /']);
    const some = windows(2);
    await openApp(some, 'today');
    expect(some.done).toEqual(['focus 0']);
  });
});
