import type { OfficeVisitRow } from '../../app/contract';
import { showDate } from '../../domain/dates';
import { shortCode } from '../../domain/names';
import { anyValue, isObject, textOf } from '../../domain/reading';
import type { Speaker } from './speaker';

/** What one line of the queue says, in words. */
export interface QueueWords {
  id: string;
  patient: string;
  born: string;
  mrn: string;
  visit: string;
  coordinator: string;
  received: string;
  scores: string;
  urgent: boolean;
  different: string;
}

const scoreWords = ({ assessments }: OfficeVisitRow): string =>
  assessments
    .flatMap(({ title, scores }) =>
      Object.values(scores).map((score) => {
        if (!isObject(score) || typeof score.value !== 'number') return '';
        const band = textOf(score.band);
        return `${textOf(score.title) || title}: ${score.value}${band ? `, ${band}` : ''}`;
      }),
    )
    .filter(Boolean)
    .join(' · ');

export const queueWords = (row: OfficeVisitRow, say: Speaker): QueueWords => {
  const type = anyValue(row.visit, 'type');
  const display = isObject(type) ? textOf(type.display) : '';
  return {
    id: row.visit.id,
    patient: row.patient.name,
    born: row.patient.birthDate ? `Born ${showDate(row.patient.birthDate)}` : '',
    mrn: row.patient.mrn ? `MRN ${row.patient.mrn}` : '',
    visit: `${display || 'Visit'} ${shortCode(row.visit.id)}`,
    coordinator: say.name(textOf(anyValue(row.visit, 'coordinator')) || row.visit.created.by),
    // A safety event does not wait for the rest of its visit.
    received: row.receivedAt === '' ? 'Visit under way' : say.when(row.receivedAt),
    scores: scoreWords(row),
    urgent: row.urgent,
    different: row.openConflicts === 0 ? '' : `Different answers · ${row.openConflicts}`,
  };
};

/** Rows that the list does not show yet: they wait behind "3 new · Show". */
export const unseenRows = (shown: readonly OfficeVisitRow[], latest: readonly OfficeVisitRow[]): OfficeVisitRow[] => {
  const known = new Set(shown.map(({ visit }) => visit.id));
  return latest.filter(({ visit }) => !known.has(visit.id));
};
