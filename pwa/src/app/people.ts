/** Who works here, as an administrator looks after them; the twin of `server/office/people_schemas.py`. */
import type { SessionKeeper } from '../sync/session';
import { count, flag, having, list, oneOf, orNull, text, type Read } from '../sync/shape';
import type { Person } from './contract';

export type PersonState = 'not-invited' | 'invited' | 'active' | 'no-tablet' | 'ended';

/** One person of the list. Times are ISO. */
export interface StaffLine {
  id: string;
  name: string;
  role: Person['role'];
  state: PersonState;
  /** Until when a sign-in link is good that nobody has used. */
  linkUntil: string | null;
  ended: string | null;
  /** Whom she may see now. */
  patients: number;
  passkeys: number;
  /** When the server last saw a touch of a passkey of hers. */
  touched: string | null;
  tablets: number;
  lastContact: string | null;
}

/** Whose chart it is, by two identifiers: all that an administrator sees of a patient. */
export interface PatientNamed {
  id: string;
  name: string;
  birthDate: string;
  mrn: string;
}

export interface StaffTablet {
  id: string;
  name: string;
  /** As it last told; null where it never did. */
  unsent: number | null;
  lastContact: string | null;
  added: string;
  passkeys: number;
  touched: string | null;
  revoked: string | null;
}

export interface AccessSpan {
  patient: PatientNamed;
  begins: string;
  ends: string | null;
  reason: string;
  /** False of what begins later. */
  running: boolean;
}

export interface StaffPerson extends StaffLine {
  added: string;
  /** Nobody else here could do an administrator's work. */
  last: boolean;
  unsent: number;
  /** Those that she has and had. */
  devices: StaffTablet[];
  /** What she has or will have; of somebody who left, what she had until then. */
  access: AccessSpan[];
}

/** Told once: the server keeps only its hash. `typed` is the same, to read out. */
export interface SignInLink {
  person: string;
  link: string;
  typed: string;
  expires: string;
}

/** From when until when, and why; null is now, and until somebody ends it. */
export interface Span {
  from: string | null;
  until: string | null;
  reason: string;
}

export interface PeopleReads {
  page(words: string, left: boolean, after?: string): Promise<{ rows: StaffLine[]; next: string | null }>;
  one(person: string): Promise<StaffPerson>;
  /** The same id again gives another link and adds nobody. */
  invite(person: string, name: string, role: Person['role']): Promise<SignInLink>;
  /** For one more tablet; a link that nobody has used is good no more. */
  link(person: string): Promise<SignInLink>;
  /** Gives since when. */
  end(person: string): Promise<string>;
  find(words: string): Promise<PatientNamed[]>;
  give(person: string, patient: string, span: Span): Promise<void>;
  take(person: string, patient: string): Promise<void>;
  /** All of these patients or none; her work about them that is still to be done goes along, and a note about each. */
  move(person: string, shares: Share[], span: Span, notes: HandOver): Promise<Moved[]>;
}

/** What who goes on has to know: of each patient, and of those who have no words of their own. */
export interface HandOver {
  note: string;
  notes: Record<string, string>;
}

/** Who gets which patients. */
export interface Share {
  to: string;
  patients: string[];
}

/** What one of them got. */
export interface Moved {
  to: string;
  patients: number;
  visits: number;
  tasks: number;
  transitions: number;
  notes: number;
}

const role: Read<Person['role']> = oneOf('administrator', 'coordinator', 'reviewer');
const line = {
  id: text,
  name: text,
  role,
  state: oneOf('not-invited', 'invited', 'active', 'no-tablet', 'ended'),
  linkUntil: orNull(text),
  ended: orNull(text),
  patients: count,
  passkeys: count,
  touched: orNull(text),
  tablets: count,
  lastContact: orNull(text),
};
const patient = having({ id: text, name: text, birthDate: text, mrn: text });
const page = having({ people: list(having(line)), next: orNull(text) });
const tablet = having({
  id: text, name: text, unsent: orNull(count), lastContact: orNull(text), added: text, passkeys: count, touched: orNull(text), revoked: orNull(text),
});
const person = having({
  ...line,
  added: text,
  last: flag,
  unsent: count,
  devices: list(tablet),
  access: list(having({ patient, begins: text, ends: orNull(text), reason: text, running: flag })),
});
const link = having({ person: text, link: text, typed: text, expires: text });
const ended = having({ ended: text });
const found = having({ patients: list(patient) });
const moved = having({ moved: list(having({ to: text, patients: count, visits: count, tasks: count, transitions: count, notes: count })) });

export class HttpPeople implements PeopleReads {
  constructor(private readonly keeper: Pick<SessionKeeper, 'ask'>) {}

  /** Words travel in the body: an address ends up in logs. */
  async page(words: string, left: boolean, after?: string): Promise<{ rows: StaffLine[]; next: string | null }> {
    const { people, next } = page(await this.#post('/api/office/people', { text: words, left, after: after ?? null }), 'people');
    return { rows: people, next };
  }

  async one(id: string): Promise<StaffPerson> {
    return person(await this.keeper.ask({ method: 'GET', path: `/api/office/people/${id}` }), 'person');
  }

  async invite(id: string, name: string, as: Person['role']): Promise<SignInLink> {
    return link(await this.#post('/api/office/people/invite', { id, name, role: as }), 'invite');
  }

  async link(id: string): Promise<SignInLink> {
    return link(await this.#post(`/api/office/people/${id}/link`, {}), 'link');
  }

  async end(id: string): Promise<string> {
    return ended(await this.#post(`/api/office/people/${id}/end`, {}), 'end').ended;
  }

  async find(words: string): Promise<PatientNamed[]> {
    return found(await this.#post('/api/office/access/patients', { text: words }), 'patients').patients;
  }

  async give(id: string, whom: string, span: Span): Promise<void> {
    await this.#post(`/api/office/access/${id}/${whom}/give`, { ...span });
  }

  async take(id: string, whom: string): Promise<void> {
    await this.#post(`/api/office/access/${id}/${whom}/end`, {});
  }

  async move(id: string, shares: Share[], span: Span, { note, notes }: HandOver): Promise<Moved[]> {
    return moved(await this.#post(`/api/office/people/${id}/move`, { shares, ...span, note, notes }), 'move').moved;
  }

  #post(path: string, body: object): Promise<unknown> {
    return this.keeper.ask({ method: 'POST', path, body });
  }
}
