import type { Component } from 'svelte';
import type { AppStore, PatientId } from '../../app/contract';

type DueLines = Component<{ store: AppStore; patient: PatientId; now: Date }>;

/** The rules of deadlines are no part of what opens the day: they come from the shell's cache by themselves. */
let read: DueLines | null = null;

/** The lines of deadlines where they were read already: a card that is drawn with them never grows under a finger. */
export function dueLinesAtHand(): DueLines | null {
  return read;
}

/** Reads them; asked for at the door, so that they are at hand when the day is drawn. */
export async function loadDueLines(): Promise<DueLines> {
  read ??= (await import('../chart/DueLines.svelte')).default;
  return read;
}
