import { describe, expect, it } from 'vitest';
import { beginningOf, readFrom, urgentTalks, type MessageLike } from '../../src/domain/messages';
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

describe('what is urgent', () => {
  const of = (patient: string, at: string, words = 'Call me.'): MessageLike & { patient: string } => ({ ...made('message', { words, urgent: true }, {}, `${patient} ${at}`), patient, created: { by: 'rina', at } });

  it('is one line a patient, with what waited longest', () => {
    const found = urgentTalks([of('luz', '11:00'), of('ruth', '10:00'), of('luz', '09:00'), { ...of('theo', '08:00'), created: { by: ANA, at: '08:00' } }], ANA);
    expect(found.map(({ first, count }) => [first.id, count])).toEqual([['luz 09:00', 2], ['ruth 10:00', 1]]);
  });

  it('is cut where a list has no room for all of it', () => {
    expect(beginningOf(of('luz', '09:00'))).toBe('Call me.');
    expect(beginningOf(of('luz', '09:00', 'The scale came. '.repeat(20)))).toMatch(/^The scale .{120,140}…$/u);
  });
});
