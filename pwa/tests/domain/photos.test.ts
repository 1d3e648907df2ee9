import { describe, expect, it } from 'vitest';
import { needsSide, siteCoding } from '../../src/domain/body-sites';
import { photosWords, photoTitle } from '../../src/domain/photos';
import { plainJpeg } from '../../src/domain/plain-jpeg';
import { made } from './record';

const segment = (marker: number, ...body: number[]): number[] => [0xff, marker, 0, body.length + 2, ...body];
const JFIF = segment(0xe0, 0x4a, 0x46);
const FRAME = segment(0xc0, 8, 0, 1, 0, 1, 1);
const SCAN = [...segment(0xda, 1, 1, 0), 7, 0xff, 0, 9, 0xff, 0xd9];
const jpeg = (...segments: number[][]): Uint8Array<ArrayBuffer> => Uint8Array.from([0xff, 0xd8, ...segments.flat(), ...SCAN]);

describe('a picture of the camera', () => {
  it('loses EXIF, captions and comments, and keeps every byte of the picture', () => {
    const full = jpeg(segment(0xe1, 0x45, 0x78, 0x69, 0x66), JFIF, segment(0xfe, 1, 2), segment(0xed, 3), FRAME);
    expect(plainJpeg(full)).toEqual(jpeg(JFIF, FRAME));
  });

  it('that is plain already stays as it is', () => {
    expect(plainJpeg(jpeg(JFIF, FRAME))).toEqual(jpeg(JFIF, FRAME));
  });

  it.each([[[]], [[0x89, 0x50]], [[0xff, 0xd8]], [[0xff, 0xd8, 0xff, 0xe0]], [[0xff, 0xd8, ...JFIF]]])('is refused when it is no JPEG: %j', (bytes) => {
    expect(() => plainJpeg(Uint8Array.from(bytes))).toThrow('no JPEG');
  });
});

describe('where on the body', () => {
  it('needs a side where there are two', () => {
    expect([needsSide('heel'), needsSide('belly'), needsSide('none')]).toEqual([true, false, false]);
    expect(siteCoding('heel', '')).toBeNull();
    expect(siteCoding('heel', 'left')).toMatchObject({ code: 'left-heel', display: 'Left heel' });
    expect(siteCoding('belly', 'left')).toMatchObject({ code: 'belly', display: 'Belly' });
    expect(siteCoding('', '')).toBeNull();
  });
});

describe('what is said of photos', () => {
  it('names place and size, else what it shows', () => {
    const heel = { bodySite: siteCoding('heel', 'left'), measured: { lengthCm: '3.2', widthCm: '1.5' } };
    expect(photoTitle(made('attachment', heel))).toBe('Left heel · 3.2 × 1.5 cm');
    expect(photoTitle(made('attachment', { bodySite: siteCoding('none', ''), caption: 'Loose rug' }))).toBe('Loose rug');
    expect(photoTitle(made('attachment', {}))).toBe('Photo');
  });

  it('claims no more than is true of where they are', () => {
    expect(photosWords({ sent: 0, of: 0 })).toBe('');
    expect(photosWords({ sent: 0, of: 2 })).toBe('Photo 2 of 2 saved on this tablet, sent last.');
    expect(photosWords({ sent: 1, of: 2 })).toBe('Photo 2 of 2 saved on this tablet, sent last. 1 on the server.');
    expect(photosWords({ sent: 2, of: 2 })).toBe('2 photos on the server.');
  });
});
