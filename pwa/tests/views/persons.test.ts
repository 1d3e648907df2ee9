import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../src/app/contract';
import { lastChange } from '../../src/domain/reading';
import { colleagues } from '../../src/views/parts/persons';
import { ANA, head, MEI, reader, record } from './records';

const person = (id: string, values: Record<string, string>): ReturnType<typeof record> => record('person', values, { id: id as RecordId });

describe('whom work can be given to', () => {
  const people = [
    person(ANA, { name: 'Ana Ruiz', role: 'coordinator' }),
    person('rina', { name: 'Rina Patel', role: 'reviewer' }),
    person('grace', { name: 'Grace Lindqvist', role: 'administrator' }),
    person('watch', { name: 'Deadlines' }),
    person('luis', { name: 'Luis Ortega', role: 'coordinator', left: '2026-11-01T10:00:00Z' }),
  ];

  it('is who works with patients here: not what writes for the server, nor who has left', () => {
    expect(colleagues(reader(people)).map(({ label }) => label)).toEqual(['Rina Patel']);
  });

  it('still names who has left where the work is with her', () => {
    expect(colleagues(reader(people), 'luis').map(({ label }) => label)).toEqual(['Luis Ortega, no longer works here', 'Rina Patel']);
  });
});

describe('who touched a record last', () => {
  const created = { by: ANA, device: 't', at: '2026-11-01T10:00:00Z', visit: null };

  it('is nobody while it stands as it was made', () => {
    expect(lastChange(record('task', { what: [head('Call', { by: ANA, at: created.at })] }, { created }))).toBeNull();
  });

  it('is the newest of its fields and entries', () => {
    const seen = { id: 'e', value: {}, by: MEI, at: '2026-11-03T10:00:00Z', wall: '2026-11-03T10:00:00Z', visit: null, pending: false };
    const changed = record('task', { what: [head('Call', { at: '2026-11-02T10:00:00Z', by: ANA })] }, { created, entries: { seen: [seen] } });
    expect(lastChange(changed)).toEqual({ by: MEI, at: '2026-11-03T10:00:00Z' });
  });
});
