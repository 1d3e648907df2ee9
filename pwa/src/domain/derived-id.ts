/** Ids that follow from another record (UUIDv8 of a SHA-256, RFC 9562): who makes the same of it makes the same record. */
import type { Json, RecordId } from './ids';

type Sealed = (value: Json) => Promise<{ sha256: string }>;

/** The one id of what `name` says of `record`; `sealed` hashes a value's canonical JSON. */
export const derivedId = async (sealed: Sealed, record: RecordId, name: string): Promise<RecordId> => {
  const { sha256 } = await sealed([record, name]);
  const variant = ((Number.parseInt(sha256.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [sha256.slice(0, 8), sha256.slice(8, 12), `8${sha256.slice(13, 16)}`, `${variant}${sha256.slice(17, 20)}`, sha256.slice(20, 32)].join('-') as RecordId;
};
