/** A tablet without a screen: the open store over a memory vault, with a clock that tests turn. */
import type { Json, PatientId, PersonId, RecordId, Stamp } from '../../src/app/contract';
import { OpenSession } from '../../src/app/open-session';
import type { Change, RecordDocument, ServerDocument, StoredField, StoredHead } from '../../src/sync/document';
import { MemoryVault, memoryInfo } from '../memory-vault';

export const OFFICE = '0190a000-0000-7000-8000-00000000000f' as PersonId;
export const PATIENT = '0190a000-0000-7000-8000-0000000000aa' as RecordId;
export const GOAL = '0190a000-0000-7000-8000-0000000000bb' as RecordId;
export const VISIT = '0190a000-0000-7000-8000-0000000000cc' as RecordId;
export const NOON = Date.parse('2026-11-23T12:00:00.000Z');

export interface Tablet {
  vault: MemoryVault;
  session: OpenSession;
  /** Milliseconds since 1970; tests set it. */
  clock: { now: number };
  written: number;
  /** Time passes for what was refused: it is tried again. */
  tryAgain(): Promise<void>;
  changes(): Change[];
}

let drawn = 0;

/** Random enough for ids, the same in every run. */
export const random = (length: number): Uint8Array => {
  drawn += 1;
  return Uint8Array.from({ length }, (_, place) => (drawn * 31 + place * 7) % 256);
};

export async function openTablet(base: ServerDocument[] = [], vault = new MemoryVault()): Promise<Tablet> {
  for (const document of structuredClone(base)) vault.base.set(document.id, document);
  const clock = { now: NOON };
  const paused: (() => void)[] = [];
  const tablet: Tablet = {
    vault,
    clock,
    written: 0,
    session: new OpenSession(await vault.info(), {
      vault,
      random,
      now: () => clock.now++,
      pause: () => new Promise((resolve) => paused.push(resolve)),
      written: () => {
        tablet.written += 1;
      },
    }),
    tryAgain: async () => {
      for (const resolve of paused.splice(0)) resolve();
      await new Promise((resolve) => setTimeout(resolve));
    },
    changes: () => vault.outbox.map(({ text }) => JSON.parse(text) as Change),
  };
  await tablet.session.load();
  return tablet;
}

/** The same tablet after a kill: what was in memory is gone, what was durable is there. */
export const reopen = ({ vault }: Tablet): Promise<Tablet> => openTablet([], vault);

let stamps = 0;

export function head(value: Json, more: Partial<StoredHead> = {}): StoredHead {
  stamps += 1;
  const stamp = `0190b000-0000-7000-8000-${String(stamps).padStart(12, '0')}` as Stamp;
  const at = '2026-11-20T10:00:00.000Z';
  return { stamps: [stamp], value, by: OFFICE, device: 'office', at, wall: at, version: 10, saw: [], visit: null, why: null, ...more };
}

export function documentOf(
  kind: string,
  id: RecordId,
  values: Record<string, Json>,
  { version = 10, patient = PATIENT }: { version?: number; patient?: PatientId } = {},
): RecordDocument {
  const stored = (value: Json): StoredField => ({ heads: [head(value, { version })], past: [] });
  const fields = Object.entries(values).map(([field, value]) => [field, stored(value)] as const);
  const created = { by: OFFICE, device: 'office', at: '2026-11-20T10:00:00.000Z', change: head(null).stamps[0] ?? '', visit: null };
  return { id, kind, schema: 1, patient, version, created, fields: Object.fromEntries(fields), entries: {}, derived: {} };
}

export const patientDocument = (): RecordDocument =>
  documentOf('patient', PATIENT, {
    name: { family: 'Delgado', given: ['Luz'] },
    birthDate: '1938-06-09',
    phones: [{ value: '(555) 010-2244' }],
    address: { line: ['14 Elm St 2B'], city: 'Everett' },
  });

export const goalDocument = (target = '1 time a week'): RecordDocument =>
  documentOf('goal', GOAL, { words: 'Walk to the mailbox', target, state: 'active' });

export const visitDocument = (state = 'planned'): RecordDocument => documentOf('visit', VISIT, { state });

export const values = (tablet: Tablet, record: RecordId, field: string): Json[] =>
  (tablet.session.records.peek(record)?.fields[field]?.heads ?? []).map(({ value }) => value);

export { memoryInfo };
