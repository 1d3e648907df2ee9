/** The office's reads over the records in memory: enough to look at the office's screens. */
import { Unreachable } from '../src/app/ceremonies/session-api';
import type { HistoryEntry, OfficeVisitRow, RecordId, RecordView } from '../src/app/contract';
import type { HeldChange, Office } from '../src/app/office';
import type { OpenSession } from '../src/app/open-session';
import { listName } from '../src/domain/names';
import { textField } from '../src/domain/reading';

export class HarnessOffice implements Office {
  constructor(private readonly session: OpenSession) {}

  visits(): Promise<{ rows: OfficeVisitRow[]; next: string | null }> {
    const rows = this.session.records.all('visit').filter(({ fields }) => fields.state?.heads[0]?.value !== 'planned');
    return Promise.resolve({ rows: rows.map((visit) => this.#row(visit)), next: null });
  }

  patients(): Promise<{ rows: RecordView[]; next: string | null }> {
    return Promise.resolve({ rows: this.session.records.all('patient'), next: null });
  }

  search(text: string): Promise<RecordView[]> {
    return Promise.resolve(this.session.search.find(text).flatMap((id) => this.session.records.peek(id) ?? []));
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

  quarantine(): Promise<HeldChange[]> {
    return Promise.resolve([]);
  }

  #row(visit: RecordView): OfficeVisitRow {
    const { patient } = visit;
    const person = patient === 'library' ? undefined : this.session.records.peek(patient);
    const text = (field: string): string => textField(person, field);
    const assessments = this.session.records.of(patient, 'assessment').filter(({ created }) => created.visit === visit.id);
    return {
      visit,
      patient: { id: patient, name: listName(person?.fields.name?.heads[0]?.value), birthDate: text('birthDate'), mrn: text('mrn') },
      assessments: assessments.map((one) => ({ id: one.id, title: textField(one, 'title'), scores: (one.derived.scores ?? {}) as OfficeVisitRow['assessments'][0]['scores'] })),
      urgent: false,
      receivedAt: visit.fields.state?.heads[0]?.at ?? visit.created.at,
      openConflicts: this.session.records.of(patient, 'conflict').filter(({ conflict }) => conflict?.open).length,
    };
  }
}
