/**
 * Base rows: which records the vault holds of which patient. The plain text of a row is one line
 * `["<id>","<patient>"]` and then the document, so that a scan need not parse whole documents.
 */
import type { BaseDocument } from '../types';
import { VaultProblem } from '../errors';

export function frame(document: BaseDocument): string {
  return `${JSON.stringify([document.id, document.patient])}\n${JSON.stringify(document)}`;
}

export interface Framed {
  id: string;
  patient: string;
  json: string;
}

export function unframe(plain: string): Framed {
  const end = plain.indexOf('\n');
  const [id, patient] = JSON.parse(plain.slice(0, Math.max(0, end))) as unknown[];
  if (typeof id !== 'string' || typeof patient !== 'string') throw new VaultProblem('unreadable', 'not a base row');
  return { id, patient, json: plain.slice(end + 1) };
}

export class BaseIndex {
  readonly #byId = new Map<string, { patient: string; key: string }>();

  put(id: string, patient: string, key: string): void {
    this.#byId.set(id, { patient, key });
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }

  /** Rows of these patients, by record id. */
  of(patients: Set<string>): { id: string; key: string }[] {
    const found: { id: string; key: string }[] = [];
    for (const [id, { patient, key }] of this.#byId) if (patients.has(patient)) found.push({ id, key });
    return found;
  }
}
