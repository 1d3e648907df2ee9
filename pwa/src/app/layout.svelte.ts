/**
 * The four layouts, measured in the text's own size: at 200% text a landscape tablet has room for
 * what a phone has at 100%, and gets it.
 */
export type Layout = 'phone' | 'portrait' | 'rail' | 'desktop';
export const TEXT_SIZES = [100, 125, 150, 175, 200] as const;
export type TextSize = (typeof TEXT_SIZES)[number];
export type Hand = 'right' | 'left';

/** Width in CSS pixels, the size of 1 rem, and whether the pointer is a mouse. */
export const layoutFor = (width: number, rem: number, fine: boolean): Layout => {
  const wide = (width / rem) * 16;
  if (wide < 600) return 'phone';
  if (wide < 960) return 'portrait';
  return wide >= 1280 && fine ? 'desktop' : 'rail';
};

/** Whether bars and banners leave room for the content, or the whole frame has to scroll to give it some. */
export const heightFor = (height: number, rem: number): 'little' | 'enough' => ((height / rem) * 16 < 480 ? 'little' : 'enough');

let current = $state<Layout>('rail');
let sunlight = $state(false);

const measure = (): void => {
  const root = document.documentElement;
  const rem = Number.parseFloat(getComputedStyle(root).fontSize) || 16;
  current = layoutFor(window.innerWidth, rem, matchMedia('(pointer: fine)').matches);
  root.dataset.layout = current;
  root.dataset.height = heightFor(window.innerHeight, rem);
};

export const layout = {
  get now(): Layout {
    return current;
  },
  get sunlight(): boolean {
    return sunlight;
  },
  /** Follows the window; returns the way to stop. */
  follow(): () => void {
    measure();
    addEventListener('resize', measure);
    return () => { removeEventListener('resize', measure); };
  },
  setSunlight(on: boolean): void {
    sunlight = on;
    if (on) document.documentElement.dataset.theme = 'sunlight';
    else delete document.documentElement.dataset.theme;
  },
  setTextSize(size: TextSize): void {
    document.documentElement.dataset.text = String(size);
    measure();
  },
  setHand(hand: Hand): void {
    document.documentElement.dataset.hand = hand;
  },
};
