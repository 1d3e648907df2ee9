/** Numbers that are phoned: whether this device can do it, and what it shows where it cannot. */

/** Phones say so; a tablet or a desktop gets the number as a QR code for the phone beside it. */
export const canPhone = (agent: string = navigator.userAgent): boolean => /iPhone|Android.*\bMobile\b/u.test(agent);

/** The short numbers that words name ("Call 911."), in their order and once each. */
export const shortNumbers = (lines: string[]): string[] => [...new Set(lines.flatMap((line) => line.match(/(?<![\d-])\d{3}(?![\d-])/gu) ?? []))];

/** The dark squares of a code as one path, a unit each. */
export const squaresPath = (rows: readonly (readonly boolean[])[]): string =>
  rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
