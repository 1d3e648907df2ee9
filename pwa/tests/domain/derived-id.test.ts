import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { derivedId } from '../../src/domain/derived-id';
import type { RecordId } from '../../src/domain/ids';
import { isDerived } from '../../src/sync/ids';

const RECORD = '019a0000-0000-7000-8000-000000000005' as RecordId;
const sealed = (value: unknown): Promise<{ sha256: string }> => Promise.resolve({ sha256: createHash('sha256').update(JSON.stringify(value)).digest('hex') });

describe('an id that follows from another record', () => {
  it('is the same wherever it is made, another one for another row, and a UUID of version 8', async () => {
    const id = await derivedId(sealed, RECORD, 'actions/1/made');
    expect(id).toBe(await derivedId(sealed, RECORD, 'actions/1/made'));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(await derivedId(sealed, RECORD, 'actions/2/made')).not.toBe(id);
    expect(isDerived(id)).toBe(true);
    expect(isDerived(RECORD)).toBe(false);
  });
});
