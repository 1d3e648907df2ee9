/**
 * One spelling for each JSON value: RFC 8785 after Unicode NFC, the twin of `sync/canonical.py`.
 * Equality, hashes and the signed manifest rest on it.
 */
import type { Json } from '../app/contract';

const MAX_DEPTH = 32;
const PLAIN_DIGITS = 1e21;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** The value has no canonical spelling; the message says why. */
export class NotCanonical extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotCanonical';
  }
}

/** The one text of a JSON value. */
export const canonical = (value: Json): string => write(value, 0);

/** True when two values are the same once spelled canonically: composed and decomposed é, keys in any order. */
export const equal = (left: Json, right: Json): boolean => left === right || canonical(left) === canonical(right);

function write(value: Json, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotCanonical(`deeper than ${MAX_DEPTH} levels`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  return object(value, depth);
}

function text(value: string): string {
  if (LONE_SURROGATE.test(value)) throw new NotCanonical('a lone surrogate is not text');
  return JSON.stringify(value.normalize('NFC'));
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new NotCanonical(`${value} is not JSON`);
  // Spelled without an exponent it would be read as an integer that not every language can hold.
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < PLAIN_DIGITS) {
    throw new NotCanonical('an integer beyond 2**53; write it as a string');
  }
  return JSON.stringify(value);
}

function object(value: { [key: string]: Json }, depth: number): string {
  const written = new Map<string, string>();
  for (const [key, item] of Object.entries(value)) written.set(key.normalize('NFC'), write(item, depth + 1));
  if (written.size !== Object.keys(value).length) throw new NotCanonical('two keys are the same under Unicode NFC');
  // The default order of strings is by UTF-16 code units, as RFC 8785 asks.
  const keys = [...written.keys()].sort();
  return `{${keys.map((key) => `${text(key)}:${written.get(key) ?? ''}`).join(',')}}`;
}
