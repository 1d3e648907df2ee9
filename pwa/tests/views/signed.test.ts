import { describe, expect, it } from 'vitest';
import type { Json, RecordId, RecordView } from '../../src/app/contract';
import { signedWords } from '../../src/views/plan/signed';
import { ANA, head, MEI, reader, record } from './records';

const time = { when: (at: string | Date): string => (typeof at === 'string' ? at : at.toISOString()).slice(0, 10) };
const signature = (method: string): Json => ({ method, at: '2026-11-20T10:00:00.000Z', manifestSha256: 'a' });
const words = (version: RecordView, ...others: RecordView[]): string =>
  signedWords({ ...reader([version, ...others]), person: () => ({ id: MEI, name: 'Mei Chen', role: 'coordinator' }) }, version.id, time);

describe('who signed a version of the plan', () => {
  it('is said by name, with the moment and how', () => {
    expect(words(record('plan_version', { madeIn: 'chart', signature: [head(signature('passkey'), { by: ANA })] }))).toBe('Signed by Ana Ruiz, 2026-11-20, with a passkey');
    expect(words(record('plan_version', { madeIn: 'conference', signature: [head(signature('passphrase'))] }))).toBe('Signed by Mei Chen, 2026-11-20, with the five words');
  });

  it('is nobody where a version is from before they were signed', () => {
    expect(words(record('plan_version', { madeIn: 'conference' }))).toBe('Not signed with a passkey');
  });

  it('is whoever signed the visit that it was made in, once she has', () => {
    const created = { by: ANA, device: 'd', at: '2026-11-20T09:00:00Z', visit: 'visit' as RecordId };
    const version = record('plan_version', { madeIn: 'visit' }, { created });
    expect(words(version, record('visit', {}, { id: 'visit' as RecordId }))).toBe('Not signed yet: it is signed with its visit');
    const visit = record('visit', { signature: [head(signature('passkey'), { by: ANA })] }, { id: 'visit' as RecordId });
    expect(words(version, visit)).toBe('Signed with its visit by Ana Ruiz, 2026-11-20, with a passkey');
  });
});
