import { describe, expect, it } from 'vitest';
import { readFrom, type MessageLike } from '../../src/domain/messages';
import { AT, made } from './record';

const ANA = 'ana';
const said = (by: string): MessageLike => ({ ...made('message', { words: 'The scale came.' }), created: { by, at: AT } });

describe('a long talk', () => {
  const talk = (unseen = -1): MessageLike[] => Array.from({ length: 45 }, (_, place) => said(place === unseen ? 'rina' : ANA));

  it('is read from its end', () => {
    expect(readFrom(talk(), ANA, 20)).toBe(25);
    expect(readFrom(talk(), ANA, 65)).toBe(0);
    expect(readFrom([], ANA, 20)).toBe(0);
  });

  it('holds back nothing that this person has not seen', () => {
    expect(readFrom(talk(7), ANA, 20)).toBe(7);
    expect(readFrom(talk(40), ANA, 20)).toBe(25);
  });
});
