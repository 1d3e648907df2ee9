/** What is said of a photo and of photos, wherever they are shown. */
import { anyValue, isObject, textField, textOf, type RecordLike } from './reading';

/** "Left heel · 3.2 × 1.5 cm", or what it shows. */
export function photoTitle(photo: RecordLike): string {
  const site = anyValue(photo, 'bodySite');
  const measured = anyValue(photo, 'measured');
  const parts = [isObject(site) && site.code !== 'none' ? textOf(site.display) : '', isObject(measured) ? sizeWords(measured) : ''];
  return parts.filter(Boolean).join(' · ') || textField(photo, 'caption') || 'Photo';
}

function sizeWords(measured: Record<string, unknown>): string {
  const sides = [textOf(measured.lengthCm), textOf(measured.widthCm)].filter(Boolean);
  return sides.length > 0 ? `${sides.join(' × ')} cm` : '';
}

const many = (count: number): string => (count === 1 ? '1 photo' : `${count} photos`);

/** Where this tablet's photos of a visit are, only as far as it is true. */
export function photosWords({ sent, of }: { sent: number; of: number }): string {
  if (of === 0) return '';
  if (sent === of) return `${many(of)} on the server.`;
  const kept = `Photo ${of} of ${of} saved on this tablet, sent last.`;
  return sent > 0 ? `${kept} ${sent} on the server.` : kept;
}
