/** What the office reads from the server page by page; nothing of it is kept at rest in a browser. */
import type { HistoryEntry, Json, OfficeVisitRow, PatientId, PersonId, RecordId, RecordView } from './contract';

export interface OfficeCounts {
  queue: number;
  different: number;
  held: number;
}

/** One field, or one group of answers, that waits for a decision. `id` is the conflict record's. */
export interface DifferentRow {
  id: RecordId;
  patient: { id: PatientId; name: string; birthDate: string; mrn: string };
  kind: string;
  field: string;
  /** What care hangs on; these come first. */
  clinical: boolean;
  since: string;
  /** Of what was answered in private the server sends no value. */
  values: { field: string; value: Json; private: boolean; by: PersonId; at: string }[];
  mayDecide: boolean;
}

export type HeldState = 'held' | 'released' | 'set-aside';

/** Changes that were held together, without what they say. */
export interface HeldBatch {
  batch: string;
  state: HeldState;
  by: string;
  tablet: string;
  at: string;
  /** By the tablet's clock; null where it can't be read. */
  written: string | null;
  patients: PatientId[];
  decided: { by: string; at: string; why: string } | null;
  mayDecide: boolean;
  changes: { id: string; kind: string; plain: string }[];
}

/** How a batch stands after somebody decided; `reason` where it still can't be applied. */
export interface HeldDecision {
  state: HeldState;
  decided: { by: string; at: string; why: string } | null;
  reason: string;
}

export interface Office {
  visits(before?: string): Promise<{ rows: OfficeVisitRow[]; next: string | null }>;
  patients(after?: string): Promise<{ rows: RecordView[]; next: string | null }>;
  search(text: string): Promise<RecordView[]>;
  openChart(patient: PatientId): Promise<void>;
  /** Bytes of a photo, checked by their hash. */
  attachment(patient: PatientId, sha256: string): Promise<ArrayBuffer>;
  history(record: RecordId): Promise<HistoryEntry[]>;
  counts(): Promise<OfficeCounts>;
  different(before?: string): Promise<{ rows: DifferentRow[]; next: string | null }>;
  /** Newest first: what waits, or what somebody decided about. */
  held(which: 'waiting' | 'decided', before?: string): Promise<{ rows: HeldBatch[]; next: string | null }>;
  /** Run a held batch again by the same rules. */
  release(batch: string): Promise<HeldDecision>;
  setAside(batch: string, why: string): Promise<HeldDecision>;
}
