/** What a person set for herself on this tablet; sealed in the vault, applied while it is open. */
import type { AppStore, Json } from './contract';
import { layout, TEXT_SIZES, type Hand, type TextSize } from './layout.svelte';

export interface Settings {
  hand: Hand;
  text: TextSize;
  /** An answer scrolls the next open question into view. */
  autoScroll: boolean;
  sunlight: boolean;
}

const isTextSize = (value: Json | undefined): value is TextSize => TEXT_SIZES.some((size) => size === value);

/** One key a setting, so that two changed at once never overwrite each other. */
const KEYS = { hand: 'settings/hand', text: 'settings/text', autoScroll: 'settings/auto-scroll', sunlight: 'settings/sunlight' } as const;

export const settingsOf = (store: Pick<AppStore, 'local'>): Settings => {
  const text = store.local(KEYS.text);
  return {
    hand: store.local(KEYS.hand) === 'left' ? 'left' : 'right',
    text: isTextSize(text) ? text : 100,
    autoScroll: store.local(KEYS.autoScroll) !== false,
    sunlight: store.local(KEYS.sunlight) === true,
  };
};

/** Shows at once; the store keeps it in its own time. */
export const changeSettings = async (store: AppStore, part: Partial<Settings>): Promise<void> => {
  applySettings({ ...settingsOf(store), ...part });
  const changed = Object.entries(part) as [keyof Settings, Json][];
  await Promise.all(changed.map(([name, value]) => store.setLocal(KEYS[name], value)));
};

export const applySettings = (settings: Settings): void => {
  layout.setHand(settings.hand);
  layout.setTextSize(settings.text);
  layout.setSunlight(settings.sunlight);
};
