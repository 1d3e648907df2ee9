/**
 * A JPEG without anything but its picture. A canvas holds no place and no name, but some browsers write
 * EXIF of their own into what they make of it, and the server takes none.
 */
const SOI = 0xd8;
const SOS = 0xda;
const FIRST_APP = 0xe0;
/** JFIF, colour profile, Adobe's colours; all other application segments and comments go. */
const PLAIN = new Set([0xe0, 0xe2, 0xee]);

/** Throws for what is no JPEG. */
export function plainJpeg(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) throw new Error('the camera gave no JPEG');
  const parts = [bytes.slice(0, 2)];
  let at = 2;
  for (;;) {
    const marker = bytes[at + 1] ?? 0;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (bytes[at] !== 0xff || length < 2) throw new Error('the camera gave no JPEG');
    // From the first scan on there is only picture.
    if (marker === SOS) break;
    const end = at + 2 + length;
    if (marker < FIRST_APP || PLAIN.has(marker)) parts.push(bytes.slice(at, end));
    at = end;
  }
  parts.push(bytes.slice(at));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    whole.set(part, to);
    to += part.length;
  }
  return whole;
}
