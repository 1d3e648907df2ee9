/** Records as screens read them, short to write down in a test. */
import type { AppStore, Head, Json, PastValue, PersonId, RecordId, RecordView, Stamp } from '../../src/app/contract';

export const ANA = 'ana' as PersonId;
export const MEI = 'mei' as PersonId;
export const LUZ = 'luz' as RecordId;

let count = 0;

export const head = (value: Json, more: Partial<Head> = {}): Head => ({
  stamps: [`stamp-${++count}` as Stamp], value, by: MEI, device: 'office', at: '2026-11-01T10:00:00Z', wall: '2026-11-01T10:00:00Z',
  version: 1, saw: [], visit: null, why: null, pending: false, ...more,
});

export const past = (value: Json, replacedBy: Stamp, more: Partial<Head> = {}): PastValue => ({ ...head(value, more), until: '2026-11-02T10:00:00Z', replacedBy });

export const record = (
  kind: string,
  values: Record<string, Json | Head[]>,
  more: Partial<RecordView> = {},
): RecordView => ({
  id: `record-${++count}` as RecordId,
  kind,
  patient: LUZ,
  version: 1,
  created: { by: MEI, device: 'office', at: '2026-11-01T10:00:00Z', visit: null },
  fields: Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, { heads: isHeads(value) ? value : [head(value)], past: [] }]),
  ),
  entries: {},
  derived: {},
  pending: false,
  ...more,
});

const isHeads = (value: Json | Head[]): value is Head[] => Array.isArray(value) && value.some((one) => typeof one === 'object' && one !== null && 'stamps' in one);

type Reader = Pick<AppStore, 'of' | 'all' | 'record' | 'me' | 'arrival'>;

export const reader = (records: RecordView[], more: Partial<Reader> = {}): Reader => ({
  of: (patient, kind) => records.filter((one) => one.patient === patient && one.kind === kind),
  all: (kind) => records.filter((one) => one.kind === kind),
  record: (id) => records.find((one) => one.id === id),
  me: { id: ANA, name: 'Ana Ruiz', role: 'coordinator' },
  arrival: { patients: 24, done: 24, complete: true },
  ...more,
});
