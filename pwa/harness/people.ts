/** People as the server lists them: enough to look at the screens. */
import { Unreachable } from '../src/app/ceremonies/session-api';
import type { AccessSpan, Moved, PatientNamed, PeopleReads, Share, SignInLink, StaffLine, StaffPerson } from '../src/app/people';

const LONG = 'Maximiliana Theodora Featherstonehaugh-Wolfeschlegelsteinhausen';
const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();

export class HarnessPeople implements PeopleReads {
  constructor(private readonly rows: number) {}

  /** `error` typed: the server is not there; `nobody`: nobody is found. */
  page(words: string, left: boolean): Promise<{ rows: StaffLine[]; next: string | null }> {
    if (words === 'error') return Promise.reject(new Unreachable());
    const rows = Array.from({ length: words === 'nobody' ? 0 : this.rows }, (_, index) => this.#line(index, left));
    return Promise.resolve({ rows, next: rows.length > 20 && words !== '' ? 'more' : null });
  }

  one(person: string): Promise<StaffPerson> {
    const line = this.#line(Number(person.split('-').at(-1)) || 0, false);
    const access = Array.from({ length: this.rows }, (_, index): AccessSpan => ({
      patient: this.#patient(index),
      begins: hours(index % 3 === 2 ? 48 : -900),
      ends: index % 2 ? null : hours(200),
      reason: index % 2 ? 'imported' : 'She covers for a colleague who is ill, until the family has decided about the move to the daughter',
      running: index % 3 !== 2,
    }));
    const device = { name: 'Chromium on Android', added: hours(-900), passkeys: 1, touched: hours(-3), lastContact: hours(-1) };
    return Promise.resolve({
      ...line,
      added: hours(-2000),
      last: line.role === 'administrator',
      unsent: 2,
      devices: [
        { ...device, id: 'd1', unsent: 2, revoked: null },
        { ...device, id: 'd2', name: 'Mozilla on a very long name of a computer in the office at the back', unsent: null, touched: null, revoked: hours(-40) },
      ],
      access: line.role === 'administrator' ? [] : access,
    });
  }

  invite(person: string): Promise<SignInLink> {
    return Promise.resolve({ person, link: 'https://doorstep.example.org/#/enrol/5tKq3v0hQm2xYb8LwPz1Rg', typed: '7KQ2-M0XD', expires: hours(24) });
  }

  link(person: string): Promise<SignInLink> {
    return this.invite(person);
  }

  end(): Promise<string> {
    return Promise.resolve(hours(0));
  }

  find(words: string): Promise<PatientNamed[]> {
    return Promise.resolve(words === 'nobody' ? [] : Array.from({ length: this.rows }, (_, index) => this.#patient(index)));
  }

  give(): Promise<void> {
    return Promise.resolve();
  }

  take(): Promise<void> {
    return Promise.resolve();
  }

  move(_: string, shares: Share[]): Promise<Moved[]> {
    return Promise.resolve(shares.map(({ to, patients }) => ({ to, patients: patients.length, visits: 6, tasks: 3, transitions: 1, notes: patients.length })));
  }

  #patient(index: number): PatientNamed {
    return { id: `patient-${index}`, name: index % 3 ? `Luz Delgado ${index}` : `${LONG} ${index}`, birthDate: '1938-06-09', mrn: `MC-10${4400 + index}` };
  }

  #line(index: number, left: boolean): StaffLine {
    const states = ['active', 'invited', 'no-tablet', 'not-invited'] as const;
    const state = left ? 'ended' : (states[index % 4] ?? 'active');
    const joined = state !== 'invited' && state !== 'not-invited';
    return {
      id: `person-${index}`,
      name: index % 3 ? `Ana Ruiz ${index}` : `${LONG} ${index}`,
      role: (['coordinator', 'reviewer', 'administrator'] as const)[index % 3] ?? 'coordinator',
      state,
      linkUntil: state === 'invited' ? hours(20) : null,
      ended: left ? hours(-300) : null,
      patients: left ? 0 : index * 4,
      passkeys: joined ? 1 : 0,
      touched: joined ? hours(-5) : null,
      tablets: state === 'active' ? 1 + (index % 2) : 0,
      lastContact: joined ? hours(-2) : null,
    };
  }
}
