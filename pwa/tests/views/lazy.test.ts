import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const SOURCES = new URL('../../src/', import.meta.url);
const SCREEN = /\{#await (?<what>load\w+)\(\)(?<rest>.*?)\{\/await\}/gsu;

it('every screen, menu and line that is read when it is first needed says so where its code could not be read', () => {
  const screens = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.svelte'))
    .flatMap((path) => [...readFileSync(new URL(path, SOURCES), 'utf8').matchAll(SCREEN)].map(({ groups }) => ({ path, what: groups?.what, rest: groups?.rest ?? '' })));
  expect(screens.length).toBeGreaterThan(10);
  expect(screens.filter(({ rest }) => !rest.includes('{:catch}'))).toEqual([]);
});
