/** Ids that a device makes: UUIDv7 (RFC 9562). They order nothing in reconciliation. */

export type Random = (length: number) => Uint8Array;

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function uuid7(ms: number, random: Random): string {
  const noise = random(10);
  const time = Math.floor(ms).toString(16).padStart(12, '0');
  noise[0] = 0x70 | ((noise[0] ?? 0) & 0x0f);
  noise[2] = 0x80 | ((noise[2] ?? 0) & 0x3f);
  const rest = hex(noise);
  return [time.slice(0, 8), time.slice(8), rest.slice(0, 4), rest.slice(4, 8), rest.slice(8)].join('-');
}

/** An id that follows from others (UUIDv8): who derives it means the same record. */
export const isDerived = (id: string): boolean => id[14] === '8';

/** The eight hex digits that tell this device's clock from others'. */
export const clockNode = (random: Random): string => hex(random(4));
