/** Charts that were fetched again because they differed from the server's: the trust panel says so. */
import type { Json, PatientId } from '../app/contract';

export interface Repair {
  patient: PatientId;
  /** ISO, tablet clock. */
  at: string;
}

const KEPT = 20;

/** What was kept, and these patients as of now; the newest first. */
export function repairsWith(kept: Json | undefined, patients: string[], at: string): Json {
  const now = patients.map((patient) => ({ patient, at }));
  return [...now, ...readRepairs(kept).map((repair) => ({ ...repair }))].slice(0, KEPT);
}

export function readRepairs(kept: Json | undefined): Repair[] {
  return Array.isArray(kept) ? (kept as unknown as Repair[]) : [];
}
