import { describe, expect, it } from 'vitest';
import { HttpPeople } from '../../src/app/people';
import { NotDoorstep } from '../../src/sync/shape';

const line = { id: 'p', name: 'Ana Ruiz', role: 'coordinator', state: 'active', linkUntil: null, ended: null, patients: 12, passkeys: 1, touched: null, tablets: 1, lastContact: null };
const patient = { id: 'x', name: 'Luz Delgado', birthDate: '1938-06-09', mrn: '4471' };
const one = { ...line, added: 'a', last: false, unsent: 2, devices: [], access: [{ patient, begins: 'a', ends: null, reason: 'cover', running: true }] };
const link = { person: 'p', link: 'https://x/#/enrol/abc', typed: 'ABCD-EFGH', expires: 'b' };

const answering = (answers: Record<string, unknown>) => {
  const asked: unknown[] = [];
  const people = new HttpPeople({
    ask: (request) => {
      asked.push(request);
      return Promise.resolve(answers[`${request.method} ${request.path}`]);
    },
  });
  return { people, asked };
};

describe('people over the wire', () => {
  it('are asked for in bodies: an address ends up in logs', async () => {
    const { people, asked } = answering({ 'POST /api/office/people': { people: [line], next: 'p' }, 'POST /api/office/access/patients': { patients: [patient] } });
    await expect(people.page('ruiz', false, 'o')).resolves.toEqual({ rows: [line], next: 'p' });
    await expect(people.find('luz')).resolves.toEqual([patient]);
    expect(asked).toEqual([
      { method: 'POST', path: '/api/office/people', body: { text: 'ruiz', left: false, after: 'o' } },
      { method: 'POST', path: '/api/office/access/patients', body: { text: 'luz' } },
    ]);
  });

  it('are invited, given access and ended by the routes of the server', async () => {
    const { people, asked } = answering({
      'GET /api/office/people/p': one,
      'POST /api/office/people/invite': link,
      'POST /api/office/people/p/link': link,
      'POST /api/office/people/p/end': { ended: 'c' },
      'POST /api/office/access/p/x/give': { done: true },
      'POST /api/office/access/p/x/end': { done: true },
      'POST /api/office/people/p/move': { moved: [{ to: 'q', patients: 1, visits: 2, tasks: 3, transitions: 0, notes: 1 }] },
    });
    const span = { from: null, until: 'd', reason: 'ill' };
    await expect(people.one('p')).resolves.toEqual(one);
    await expect(people.invite('p', 'Ana Ruiz', 'coordinator')).resolves.toEqual(link);
    await expect(people.link('p')).resolves.toEqual(link);
    await expect(people.end('p')).resolves.toBe('c');
    await people.give('p', 'x', span);
    await people.take('p', 'x');
    await expect(people.move('p', [{ to: 'q', patients: ['x'] }], span, { note: '', notes: { x: 'Ring twice' } })).resolves.toEqual([{ to: 'q', patients: 1, visits: 2, tasks: 3, transitions: 0, notes: 1 }]);
    expect(asked.at(-1)).toEqual({ method: 'POST', path: '/api/office/people/p/move', body: { shares: [{ to: 'q', patients: ['x'] }], ...span, note: '', notes: { x: 'Ring twice' } } });
    expect(asked.at(-3)).toEqual({ method: 'POST', path: '/api/office/access/p/x/give', body: span });
  });

  it('are not taken from an answer that is none of Doorstep', async () => {
    const { people } = answering({ 'GET /api/office/people/p': '<html>', 'POST /api/office/people': { people: [{ ...line, state: 'king' }], next: null } });
    await expect(people.one('p')).rejects.toBeInstanceOf(NotDoorstep);
    await expect(people.page('', false)).rejects.toBeInstanceOf(NotDoorstep);
  });
});
