/** What the office reads from the server page by page; nothing of it is kept at rest in a browser. */
import type { HistoryEntry, OfficeVisitRow, PatientId, RecordId, RecordView } from './contract';

export interface HeldChange {
  id: string;
  by: HistoryEntry['by'];
  at: string;
  reason: { code: string; text: string };
  kind: string;
  patient: PatientId | null;
}

export interface Office {
  visits(before?: string): Promise<{ rows: OfficeVisitRow[]; next: string | null }>;
  patients(after?: string): Promise<{ rows: RecordView[]; next: string | null }>;
  search(text: string): Promise<RecordView[]>;
  openChart(patient: PatientId): Promise<void>;
  /** Bytes of a photo, checked by their hash. */
  attachment(patient: PatientId, sha256: string): Promise<ArrayBuffer>;
  history(record: RecordId): Promise<HistoryEntry[]>;
  quarantine(): Promise<HeldChange[]>;
}
