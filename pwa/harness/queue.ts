/** The office's queue over the visits in memory: rows of every look, as many as are asked for. */
import type { PatientId, PersonId, RecordId, RecordView } from '../src/app/contract';
import type { ManyLooked, Moved, QueueChoices, QueueFilters, QueuePage, QueueReads, QueueRow, QueueView } from '../src/app/office';
import type { OpenSession } from '../src/app/open-session';
import { listName } from '../src/domain/names';
import { textField } from '../src/domain/reading';

const HOUR_MS = 3_600_000;
const LONG = 'Maximiliana Theodora Featherstonehaugh-Wolfeschlegelsteinhausen';

const at = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();

export class HarnessQueue implements QueueReads {
  #own: QueueView[] = [];

  constructor(
    private readonly session: OpenSession,
    private readonly many: number,
  ) {}

  page(): Promise<QueuePage> {
    const visits = this.session.records.all('visit').filter(({ fields }) => fields.state?.heads[0]?.value !== 'planned');
    const rows = Array.from({ length: this.many }, (_, index) => {
      const visit = visits[index % visits.length];
      return visit && this.#row(index < visits.length ? visit : { ...visit, id: `${visit.id}-${index}` as RecordId }, index);
    });
    return Promise.resolve({ rows: rows.filter((row) => row !== undefined), next: null, live: 1, lastApprovedAt: at(-2) });
  }

  among(): Promise<QueueRow[]> {
    return Promise.resolve([]);
  }

  choices(): Promise<QueueChoices> {
    return Promise.resolve({ coordinators: [{ key: 'a', words: 'Ana Ruiz' }], payers: [{ key: 'b', words: 'Medicare' }], forms: [{ key: 'c', words: 'PHQ-9' }] });
  }

  views(): Promise<QueueView[]> {
    const filters: [string, QueueFilters][] = [
      ['To review', { stage: 'queue' }], ['Urgent', { stage: 'queue', alert: 'urgent' }], ['Late', { stage: 'queue', alert: 'late' }], ['Clean', { stage: 'queue', alert: 'clean' }], ['Returned', { stage: 'returned' }],
    ];
    return Promise.resolve([...filters.map(([name, of], index): QueueView => ({ id: name, name, filters: of, count: index === 0 ? 1000 : index, capped: index === 0 })), ...this.#own]);
  }

  keepView(name: string, filters: QueueFilters): Promise<QueueView[]> {
    this.#own = [...this.#own, { id: `0190a000-0000-7000-8000-00000000000${this.#own.length}`, name, filters, count: 1, capped: false }];
    return this.views();
  }

  dropView(id: string): Promise<QueueView[]> {
    this.#own = this.#own.filter((view) => view.id !== id);
    return this.views();
  }

  clean(visits: readonly { id: RecordId; version: number }[]): Promise<ManyLooked> {
    const [first, ...rest] = visits;
    return Promise.resolve({
      clean: rest.map(({ id, version }) => ({ id, version, round: 1, as: 'reviewer', summary: 'PHQ-2: 0 of 6, Negative screen' })),
      refused: first ? [{ id: first.id, because: [{ words: 'This visit is urgent' }] }] : [],
    });
  }

  patientOf(visit: RecordId): Promise<PatientId | null> {
    return Promise.resolve(this.session.records.peek(visit)?.patient ?? null);
  }

  since(live: number): Promise<Moved> {
    return Promise.resolve({ live, visits: [], more: false });
  }

  listen(_after: number | null, _told: (moved: Moved) => void, signal: AbortSignal): Promise<void> {
    return new Promise((end) => { signal.addEventListener('abort', () => { end(); }, { once: true }); });
  }

  #row(visit: RecordView, index: number): QueueRow {
    const { patient } = visit;
    const person = this.session.records.peek(patient as RecordId);
    const assessments = this.session.records.of(patient, 'assessment').filter(({ created }) => created.visit === visit.id);
    const torn = this.session.records.of(patient, 'conflict').filter(({ conflict }) => conflict?.open).length;
    return {
      visit,
      patient: { id: patient, name: listName(person?.fields.name?.heads[0]?.value), birthDate: textField(person, 'birthDate'), mrn: textField(person, 'mrn') },
      assessments: assessments.map((one) => ({ id: one.id, title: textField(one, 'title'), scores: (one.derived.scores ?? {}) as QueueRow['assessments'][0]['scores'] })),
      coordinator: { id: '0190a000-0000-7000-8000-000000000002' as PersonId, name: index % 2 ? 'Ana Ruiz' : LONG },
      state: index % 5 === 4 ? 'signed' : 'received',
      urgent: index % 4 === 0 ? 'safety' : null,
      arrivedAt: index % 5 === 4 ? null : at(-1 - index),
      dueAt: index % 5 === 4 ? null : at(6 - index * 3),
      blocks: index % 3 === 0 ? 2 : 0,
      checks: index % 2,
      alerts: index % 4 === 0 ? 1 : 0,
      different: torn,
      held: index % 7 === 3 ? 1 : 0,
      rounds: index % 3 === 1 ? 2 : 0,
      arriving: index % 5 === 4 ? { here: 58, of: 61 } : null,
      first: index === 1,
      clean: index % 3 === 2,
      cosign: index === 2 ? 'cosigner' : null,
      claim: index % 3 === 1 ? { by: { id: '' as PersonId, name: 'Mei Chen' }, since: at(-0.2), until: at(0.1), mine: false } : null,
      lookedAt: 1,
    };
  }
}
