/** The office's reads over the records in memory: enough to look at the office's screens. */
import { Unreachable } from '../src/app/ceremonies/session-api';
import type { HistoryEntry, PatientId, PersonId, RecordId, RecordView } from '../src/app/contract';
import type { BoardTablet, Claim, DeadlineLine, DifferentRow, EmergencyLine, FoundPage, FoundRow, HeldBatch, HeldDecision, Lane, LaneCounts, MessageRow, Office, OfficeCounts, QueueReads, SilentTablet, Standing, Told, TransitionLane, TransitionLine } from '../src/app/office';
import type { OpenSession } from '../src/app/open-session';
import type { CareSettingsReads } from '../src/app/care-settings';
import type { ImportReads } from '../src/app/imports';
import type { PeopleReads } from '../src/app/people';
import type { HttpPrinting } from '../src/app/printing';
import { listName } from '../src/domain/names';
import { figuresOf, workloadOf } from './boards';
import { textField } from '../src/domain/reading';
import { HarnessCareSettings } from './care-settings';
import { HarnessImports } from './imports';
import { HarnessPeople } from './people';
import { HarnessQueue } from './queue';
import { referralLines } from './referrals';

/** `?rows=500`: how many lines an inbox has. */
const ROWS = Number(new URLSearchParams(location.search).get('rows') ?? '3');

export class HarnessOffice implements Office {
  readonly #careSettings = new HarnessCareSettings();
  readonly #imports = new HarnessImports(ROWS);

  constructor(private readonly session: OpenSession) {}

  queue(): Promise<QueueReads> {
    return Promise.resolve(new HarnessQueue(this.session, ROWS));
  }

  imports(): Promise<ImportReads> {
    return Promise.resolve(this.#imports);
  }

  printing(): Promise<Pick<HttpPrinting, 'read' | 'pdf' | 'chart'>> {
    return Promise.resolve({ read: () => Promise.reject(new Unreachable()), pdf: () => Promise.reject(new Unreachable()), chart: () => Promise.reject(new Unreachable()) });
  }

  /** `?rows=0`: nothing happened; `?rows=9`: the server is not there. */
  boards(): ReturnType<Office['boards']> {
    if (ROWS === 9) return Promise.reject(new Unreachable());
    return Promise.resolve({ figures: (days) => Promise.resolve(figuresOf(days, ROWS)), csv: () => Promise.resolve(new Blob(['Day\r\n'])), workload: () => Promise.resolve(workloadOf(ROWS)) });
  }

  tellingHere(): ReturnType<Office['tellingHere']> {
    if (ROWS === 9) return Promise.reject(new Unreachable());
    const states: Told[] = ['off', 'on', 'lapsed', 'off', 'denied', 'unsupported'];
    return Promise.resolve({ state: () => Promise.resolve(states[ROWS] ?? 'off'), on: () => Promise.resolve(), off: () => Promise.resolve() });
  }

  /** `?rows=9`: the server is not there. */
  referrals(): ReturnType<Office['referrals']> {
    if (ROWS === 9) return Promise.reject(new Unreachable());
    const counts = { 'no-answer': ROWS, different: 0, draft: 0, requested: ROWS, accepted: 0, 'in-progress': 0, 'on-hold': 0, closed: 0 };
    return Promise.resolve({ page: () => Promise.resolve({ rows: referralLines(this.session, ROWS), next: null, counts, askers: [] }) });
  }

  patients(): Promise<{ rows: RecordView[]; next: string | null }> {
    return Promise.resolve({ rows: this.session.records.all('patient'), next: null });
  }

  /** `error` typed: the server is not there; `?rows=7`: the index is behind. */
  search(text: string): Promise<FoundPage> {
    if (text.startsWith('error')) return Promise.reject(new Unreachable());
    const people = this.session.search.find(text).flatMap((id) => this.session.records.peek(id) ?? []);
    const rows = Array.from({ length: people.length === 0 ? 0 : Math.max(ROWS, people.length) }, (_, index): FoundRow[] => {
      const person = people[index % people.length];
      if (!person) return [];
      const name = listName(person.fields.name?.heads[0]?.value);
      const words = 'a ramp with a rail on the left, so that Luz can go out by herself, and the neighbour’s daughter Maximiliana Featherstonehaugh-Wolfeschlegelsteinhausen comes on Tuesdays';
      const patient = { id: person.patient, name, birthDate: textField(person, 'birthDate'), mrn: textField(person, 'mrn') };
      const whose = { patient, visit: index % 3 ? null : (person.id), at: new Date().toISOString(), record: `${person.id}-${index}` as RecordId };
      const match = { label: 'Note', text: words, marks: [[2, 6], [42, 45]] as [number, number][], before: true, after: true };
      return [
        index % 2
          ? { ...whose, kind: 'note', title: 'Note', matches: [match, { ...match, label: "Goal in the patient's words" }] }
          : { ...whose, kind: 'patient', title: 'Patient', visit: null, matches: [{ label: 'Name', text: name, marks: [[0, text.length]] as [number, number][], before: false, after: false }] },
      ];
    }).flat();
    return Promise.resolve({ rows, next: rows.length > 20 ? 'more' : null, complete: ROWS !== 7 });
  }

  openChart(): Promise<void> {
    return Promise.resolve();
  }

  attachment(): Promise<ArrayBuffer> {
    return Promise.reject(new Unreachable());
  }

  history(record: RecordId): Promise<HistoryEntry[]> {
    const fields = Object.entries(this.session.records.peek(record)?.fields ?? {});
    return Promise.resolve(
      fields.flatMap(([field, { heads, past }]) =>
        [...heads, ...past].map(({ stamps, value, by, at, wall, why }) => ({ change: stamps[0] ?? '', field, op: 'set', value, by, at, wall, outcome: 'applied', why })),
      ),
    );
  }

  tablets(): Promise<BoardTablet[]> {
    const hours = (count: number): string => new Date(Date.now() - count * 3_600_000).toISOString();
    const one = (index: number): BoardTablet => ({
      id: `tablet-${index}`,
      name: index % 3 ? 'Android tablet' : 'Mozilla on a very long name of a computer in the office at the back',
      person: { id: '0190a000-0000-7000-8000-000000000002' as PersonId, name: index % 2 ? 'Ana Ruiz' : 'Maximiliana Theodora Featherstonehaugh-Wolfeschlegelsteinhausen' },
      added: hours(900),
      lastContact: index === 5 ? null : hours([26, 3, 0, 1, 50][index % 5] ?? 0),
      unsent: [14, 1, 0, null, 3][index % 5] ?? null,
      revoked: index % 5 === 4 ? hours(40) : null,
      handedOver: index % 5 === 4 ? 14 : 0,
      held: index % 2,
      waiting: index % 3 === 1 ? 2 : 0,
      waitingSince: index % 3 === 1 ? hours(6) : null,
      twoPasts: index % 7 === 3 ? hours(9) : null,
      silent: index % 5 === 0 ? { due: hours(2), step: 'reviewer', snooze: null } : null,
    });
    return Promise.resolve(Array.from({ length: ROWS }, (_, index) => one(index)));
  }

  emergency(): ReturnType<Office['emergency']> {
    const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
    const people = this.session.records.all('patient');
    const rows = people.slice(0, Math.min(ROWS, 4)).map((person, index): EmergencyLine => ({
      id: `emergency-${index}`,
      person: { id: '0190a000-0000-7000-8000-000000000002' as PersonId, name: index % 2 ? 'Ana Ruiz' : 'Maximiliana Theodora Featherstonehaugh-Wolfeschlegelsteinhausen' },
      patient: { id: person.patient, name: listName(person.fields.name?.heads[0]?.value), birthDate: textField(person, 'birthDate'), mrn: textField(person, 'mrn') },
      opened: at(-0.4),
      ends: at(3.6),
      reason: 'On call. Her daughter phoned: she fell in the kitchen and does not know which blood thinner she takes.',
      own: index === 2,
    }));
    return Promise.resolve({
      open: ({ nameOrMrn }) => Promise.resolve(nameOrMrn === 'nobody' ? null : { patient: people[0]?.id ?? '', until: at(4) }),
      waiting: () => Promise.resolve(rows),
      acknowledge: () => Promise.resolve(),
    });
  }

  silentTablets(): Promise<SilentTablet[]> {
    const hours = (count: number): string => new Date(Date.now() - count * 3_600_000).toISOString();
    const one = (index: number): SilentTablet => ({
      tablet: { id: `tablet-${index}`, name: index % 2 ? 'Android tablet' : 'Mozilla on a very long name of a computer in the office at the back' },
      person: { id: '0190a000-0000-7000-8000-000000000002' as PersonId, name: index % 2 ? 'Ana Ruiz' : 'Maximiliana Theodora Featherstonehaugh-Wolfeschlegelsteinhausen' },
      unsent: index === 1 ? 1 : 14,
      since: hours(26),
      title: 'Tablet with unsent work in touch',
      source: 'Agency policy',
      due: hours(2),
      step: index % 2 ? 'reviewer' : 'coordinator',
      snooze: index === 2 ? { until: hours(-48), reason: 'On leave, tablet in the safe', byName: 'Rina Patel' } : null,
    });
    return Promise.resolve(Array.from({ length: Math.min(ROWS, 5) }, (_, index) => one(index)));
  }

  async putOffTablet(id: string, until: string, reason: string): Promise<SilentTablet> {
    const [one] = (await this.silentTablets()).filter(({ tablet }) => tablet.id === id);
    if (!one) throw new Unreachable();
    return { ...one, snooze: { until, reason, byName: 'Rina Patel' } };
  }

  endTablet(): Promise<string> {
    return Promise.resolve(new Date().toISOString());
  }

  people(): Promise<PeopleReads> {
    return Promise.resolve(new HarnessPeople(ROWS));
  }

  careSettings(): Promise<CareSettingsReads> {
    return Promise.resolve(this.#careSettings);
  }

  counts(): Promise<OfficeCounts> {
    return Promise.resolve({ queue: 3, different: this.#conflicts().length, held: ROWS, deadlines: ROWS, messages: 2 });
  }

  messages(): Promise<{ rows: MessageRow[]; next: string | null }> {
    const rows = this.session.records.all('message').map((message, index): MessageRow => {
      const person = this.session.records.peek(message.patient as RecordId);
      return {
        id: message.id,
        patient: { id: message.patient, name: listName(person?.fields.name?.heads[0]?.value), birthDate: textField(person, 'birthDate'), mrn: textField(person, 'mrn') },
        by: 'Maximiliana Theodora Featherstonehaugh-Wolfeschlegelsteinhausen',
        at: message.created.at,
        words: textField(message, 'words'),
        urgent: index % 2 === 0,
        unseen: index < 2,
        seen: index % 3 ? [{ by: 'Ana Ruiz', at: message.created.at }] : [],
      };
    });
    return Promise.resolve({ rows, next: null });
  }

  transitions(): Promise<{ rows: TransitionLine[]; next: string | null; counts: Record<TransitionLane, number> }> {
    const rows = this.session.records.all('transition').map((transition): TransitionLine => {
      const person = this.session.records.all('patient').find(({ id }) => id === transition.patient);
      return {
        transition,
        patient: { id: transition.patient, name: listName(person?.fields.name?.heads[0]?.value), birthDate: textField(person, 'birthDate'), mrn: textField(person, 'mrn') },
        late: [],
        ownerNames: [],
        ownersLeft: [],
        mayOwn: [],
      };
    });
    return Promise.resolve({ rows, next: null, counts: { late: 0, asks: 0, open: rows.length, over: 0 } });
  }

  deadlines(lane: Lane): Promise<{ rows: DeadlineLine[]; next: string | null; counts: LaneCounts }> {
    const hours = { late: -5, today: 3, 'two-days': 30, later: 240 }[lane];
    const people = this.session.records.all('patient');
    const rows = Array.from({ length: ROWS }, (_, index): DeadlineLine | undefined => {
      const person = people[index % people.length];
      return person && {
        deadline: { ...person, id: `${person.id}-${index}` as RecordId },
        patient: { id: person.patient, name: listName(person.fields.name?.heads[0]?.value), birthDate: textField(person, 'birthDate'), mrn: textField(person, 'mrn') },
        title: 'First visit within 48 h of referral or of going home, or on the ordered day',
        source: index % 2 ? 'Agency policy after 42 CFR 484.60(c)(1); its text was not checked' : '42 CFR 484.55(a)(1)',
        basis: index % 2 ? 'policy' : 'regulation',
        counted: 'Referral, return home or ordered day',
        countedFrom: new Date(Date.now() - 40 * 3_600_000).toISOString(),
        countedBy: 'Maximiliana Theodora Featherstonehaugh-Wolfeschlegelsteinhausen',
        due: new Date(Date.now() + hours * 3_600_000).toISOString(),
        owner: null,
        ownerName: index % 2 ? 'Ana Ruiz' : '',
        step: index % 3 ? 'reviewer' : null,
        snooze: index % 2 ? { until: new Date(Date.now() + 86_400_000).toISOString(), reason: 'In hospital again' } : null,
        mayOwn: [{ id: '0190a000-0000-7000-8000-000000000002' as PersonId, name: 'Ana Ruiz' }],
      };
    });
    return Promise.resolve({ rows: rows.filter((row) => row !== undefined), next: null, counts: { late: ROWS, today: ROWS, 'two-days': ROWS, later: ROWS } });
  }

  different(): Promise<{ rows: DifferentRow[]; next: string | null }> {
    const rows = this.#conflicts().map((record): DifferentRow => {
      const { of } = record.conflict ?? { of: { kind: '', field: '', record: '' as RecordId } };
      const person = this.session.records.peek(record.patient as RecordId);
      const heads = this.session.records.peek(of.record)?.fields[of.field]?.heads ?? [];
      return {
        id: record.id,
        patient: { id: record.patient, name: listName(person?.fields.name?.heads[0]?.value), birthDate: textField(person, 'birthDate'), mrn: textField(person, 'mrn') },
        kind: of.kind,
        field: of.field,
        clinical: of.kind === 'medication',
        since: record.conflict?.episodes.at(-1)?.opened.at ?? record.created.at,
        values: heads.map(({ value, by, at }) => ({ field: of.field, value, private: false, by, at })),
        mayDecide: true,
      };
    });
    return Promise.resolve({ rows: ROWS === 0 ? [] : Array.from({ length: ROWS }, () => rows).flat().map((row, index) => ({ ...row, id: (index < rows.length ? row.id : `${row.id}-${index}`) as RecordId })), next: null });
  }

  held(): Promise<{ rows: HeldBatch[]; next: string | null }> {
    const rows = Array.from({ length: ROWS }, (_, index): HeldBatch => ({
      batch: `batch-${index}`,
      state: 'held',
      by: index % 2 ? 'Ana Ruiz' : 'Maximiliana Theodora Featherstonehaugh-Wolfeschlegelsteinhausen',
      tablet: index % 2 ? 'Android tablet' : '',
      at: new Date(Date.now() - (index + 1) * 5_400_000).toISOString(),
      written: index % 3 ? new Date(Date.now() - (index + 2) * 5_400_000).toISOString() : null,
      patients: index % 3 ? [this.session.records.all('patient')[index % 4]?.id as PatientId] : [],
      decided: null,
      mayDecide: index % 5 !== 4,
      changes: index % 2 ? [{ id: 'a', kind: 'goal', plain: "Its author had no access to this patient when it arrived." }, { id: 'b', kind: 'note', plain: "Its author had no access to this patient when it arrived." }] : [{ id: 'c', kind: '', plain: 'It could not be read.' }],
    }));
    return Promise.resolve({ rows, next: null });
  }

  standing(): Promise<Standing> {
    return Promise.resolve({ may: true, because: [], version: 0, as: 'reviewer', cosign: null, reaches: { id: '' as PersonId, name: '', gone: null, since: null, others: [] } });
  }

  claim(): Promise<Claim> {
    return Promise.resolve({ holder: { id: '' as PersonId, name: '' }, since: new Date().toISOString(), mine: true });
  }

  letGo(): Promise<void> {
    return Promise.resolve();
  }

  release(): Promise<HeldDecision> {
    return Promise.resolve({ state: 'held', decided: null, reason: 'Its author has no access to this patient.', alongside: [] });
  }

  setAside(_batch: string, why: string): Promise<HeldDecision> {
    return Promise.resolve({ state: 'set-aside', decided: { by: '0190a000-0000-7000-8000-000000000002' as PersonId, at: new Date().toISOString(), why }, reason: '', alongside: [] });
  }

  #conflicts(): RecordView[] {
    return this.session.records.all('conflict').filter(({ conflict }) => conflict?.open);
  }
}
