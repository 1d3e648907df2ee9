import { describe, expect, it } from 'vitest';
import { laidOver } from '../../src/views/parts/kept-form.svelte';

const BEGAN = { name: 'Harbor', on: null as string | null, picked: ['a'], told: false };

describe('a form that was interrupted', () => {
  it('shows what was typed, and what it began with where nothing was', () => {
    expect(laidOver(BEGAN, { name: 'Bay', on: '2026-11-27', picked: [], told: true })).toEqual({ name: 'Bay', on: '2026-11-27', picked: [], told: true });
    expect(laidOver(BEGAN, { name: '' })).toEqual({ ...BEGAN, name: '' });
    expect(laidOver(BEGAN, undefined)).toEqual(BEGAN);
  });

  it('takes nothing that is not of its shape, as another version of the app may have left it', () => {
    expect(laidOver(BEGAN, { name: 4, on: ['x'], picked: 'a', told: 'yes', more: 'x' })).toEqual(BEGAN);
    expect(laidOver(BEGAN, 'Bay')).toEqual(BEGAN);
    expect(laidOver(BEGAN, { name: null, picked: [1] })).toEqual(BEGAN);
  });
});
