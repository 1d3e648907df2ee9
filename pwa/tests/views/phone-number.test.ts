import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { canPhone, shortNumbers, squaresPath } from '../../src/views/parts/phone-number';
import { telHref } from '../../src/views/parts/tel';

describe('numbers to call', () => {
  test('lead to the dialler without what people write between digits', () => {
    expect(telHref('(614) 555-0143')).toBe('tel:6145550143');
    expect(telHref('+1 614 555 0143')).toBe('tel:+16145550143');
  });

  test.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', true],
    ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', true],
    ['Mozilla/5.0 (Linux; Android 15; SM-X710) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', false],
    ['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', false],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', false],
  ])('what can phone: %s', (agent, can) => {
    expect(canPhone(agent)).toBe(can);
  });

  test('the short ones are found in the words of a step, each once', () => {
    expect(shortNumbers(["Don't leave Luz alone. Call 911.", 'Call or text 988', 'or 988 again'])).toEqual(['911', '988']);
    expect(shortNumbers(['Apartment 1207, 614-555-0143 is not one'])).toEqual([]);
  });

  test('a code is drawn with its white border, and its corner where every reader looks for it', () => {
    const { data, size } = encode(telHref('614-555-0143'), { ecc: 'M', border: 4 });
    const path = squaresPath(data);
    expect(path.startsWith('M4 4h1v1h-1z')).toBe(true);
    expect(path).not.toContain(`M${size - 1} `);
    expect(path.match(/M/gu)?.length).toBe(data.flat().filter(Boolean).length);
  });
});
