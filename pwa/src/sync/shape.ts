/** Reading what came over the wire: an HTML page with status 200 is not a receipt. */

/** The answer is none of Doorstep's: a Wi-Fi's sign-in page, a proxy, a server of another age. */
export class NotDoorstep extends Error {
  constructor(what: string) {
    super(`not an answer of Doorstep: ${what}`);
    this.name = 'NotDoorstep';
  }
}

export type Read<T> = (value: unknown, where: string) => T;

const fail = (where: string): never => {
  throw new NotDoorstep(where);
};

export const text: Read<string> = (value, where) => (typeof value === 'string' ? value : fail(where));
export const count: Read<number> = (value, where) => (Number.isSafeInteger(value) ? (value as number) : fail(where));
export const flag: Read<boolean> = (value, where) => (typeof value === 'boolean' ? value : fail(where));
/** Anything; for values whose own type a kind declares. */
export const any: Read<unknown> = (value) => value;

export const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  (value, where) =>
    value === null || value === undefined ? null : read(value, where);

export const oneOf =
  <T extends string>(...choices: T[]): Read<T> =>
  (value, where) =>
    choices.find((choice) => choice === value) ?? fail(where);

export const list =
  <T>(read: Read<T>): Read<T[]> =>
  (value, where) =>
    Array.isArray(value) ? value.map((item, place) => read(item, `${where}[${place}]`)) : fail(where);

const members: Read<Record<string, unknown>> = (value, where) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : fail(where);

export const dict =
  <T>(read: Read<T>): Read<Record<string, T>> =>
  (value, where) =>
    Object.fromEntries(Object.entries(members(value, where)).map(([key, item]) => [key, read(item, `${where}.${key}`)]));

/** An object with at least these members; what else it has is kept, since a newer server may say more. */
export const having =
  <T extends Record<string, unknown>>(parts: { [K in keyof T]: Read<T[K]> }): Read<T> =>
  (value, where) => {
    const found = members(value, where);
    const read = Object.entries(parts).map(([key, part]) => [key, (part as Read<unknown>)(found[key], `${where}.${key}`)] as const);
    return { ...found, ...Object.fromEntries(read) } as T;
  };
