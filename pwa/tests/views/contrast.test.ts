import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** UX section 2: the contrasts are recomputed from the file that the app is built from. */
const css = readFileSync(new URL('../../src/app/styles/tokens.css', import.meta.url), 'utf8');

const block = (selector: string): Map<string, string> => {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`no block ${selector}`);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return new Map([...body.matchAll(/--([a-z-]+):\s*(#[0-9A-F]{6});/gu)].map(([, name = '', colour = '']) => [name, colour]));
};

const THEMES = {
  light: block(':root'),
  dark: block(":root:not([data-theme='sunlight'])"),
  sunlight: block(":root[data-theme='sunlight']"),
};

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

const GROUNDS = ['canvas', 'surface', 'sunken', 'selected'];
const STATES = ['ok', 'info', 'warning', 'danger', 'different', 'quiet'];

/** Role, the grounds it stands on, the least contrast WCAG asks of it. */
const PAIRS: [string, string[], number][] = [
  ['text', [...GROUNDS, ...STATES.map((state) => `${state}-fill`)], 4.5],
  ['muted', GROUNDS, 4.5],
  ['primary', GROUNDS, 4.5],
  ['on-primary', ['primary'], 4.5],
  ['outline', GROUNDS, 3],
  ['focus', GROUNDS, 3],
  ...STATES.map((state): [string, string[], number] => [state, [`${state}-fill`, 'surface', 'canvas'], 4.5]),
];

/** The worst figures that UX section 2 states, rounded down, so that a changed colour is noticed. */
const STATED: Record<keyof typeof THEMES, Record<string, number>> = {
  light: { text: 13.7, muted: 6.5, outline: 4.1, primary: 6.8, 'on-primary': 8.2, focus: 6.6, ok: 6.8, info: 7.3, warning: 7.0, danger: 6.5, different: 7.7, quiet: 6.6 },
  dark: { text: 11.1, muted: 6.4, outline: 3.9, primary: 6.4, 'on-primary': 8.3, focus: 8.8, ok: 8.1, info: 7.5, warning: 8.3, danger: 7.7, different: 8.0, quiet: 6.9 },
  sunlight: { text: 17.9, muted: 14.1, outline: 17.9, primary: 11.0, 'on-primary': 12.9, focus: 8.0, ok: 10.0, info: 12.0, warning: 11.3, danger: 10.0, different: 12.8, quiet: 16.4 },
};

describe.each(Object.keys(THEMES) as (keyof typeof THEMES)[])('the %s theme', (theme) => {
  const colours = THEMES[theme];
  const colour = (name: string): string => {
    const found = colours.get(name);
    if (found === undefined) throw new Error(`${theme} has no --${name}`);
    return found;
  };

  it.each(PAIRS)('shows %s readably on %j', (role, grounds, least) => {
    for (const ground of grounds) {
      expect(contrast(colour(role), colour(ground)), `--${role} on --${ground}`).toBeGreaterThanOrEqual(least);
    }
  });

  it.each(Object.entries(STATED[theme]))('keeps the stated contrast of %s', (role, stated) => {
    const grounds = PAIRS.find(([name]) => name === role)?.[1].filter((ground) => role !== 'text' || GROUNDS.includes(ground)) ?? [];
    const worst = Math.min(...grounds.map((ground) => contrast(colour(role), colour(ground))));
    expect(Math.floor(worst * 10 + 1e-9) / 10).toBeGreaterThanOrEqual(stated);
  });

  it('names every role that the light theme names', () => {
    expect([...THEMES.light.keys()].filter((name) => !colours.has(name))).toEqual([]);
  });
});
