/**
 * What a person is told while the app is closed: one sentence, always the same. A notice lies on lock screens and
 * in the system's own store, so nothing that anybody sends can be in it; of a message only a known place counts.
 */
const PLACES = ['today', 'office/deadlines', 'office/tablets'] as const;
export type Place = (typeof PLACES)[number];

export const NOTICE = { title: 'Doorstep', body: 'Something is due. Open Doorstep to see it.', tag: 'due' } as const;

/** The place that a message names; any other message leads to the app's beginning. */
export function placeOf(message: string | undefined): Place | '' {
  try {
    const { place } = JSON.parse(message ?? '{}') as { place?: unknown };
    return PLACES.find((known) => known === place) ?? '';
  } catch {
    return '';
  }
}

interface Windows {
  matchAll(wanted: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly { focus(): Promise<unknown> }[]>;
  openWindow(url: string): Promise<unknown>;
}

/** A window that is open is only looked at again: a visit may be under way in it, and what is due stands there. */
export async function openApp(windows: Windows, place: string): Promise<void> {
  const [open] = await windows.matchAll({ type: 'window', includeUncontrolled: true });
  await (open === undefined ? windows.openWindow(place === '' ? '/' : `/#/${place}`) : open.focus());
}
