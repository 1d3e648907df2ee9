import type { DeadlineLine, Lane } from '../../app/office';
import type { Speaker } from './speaker';

export const LANE_NAMES: Readonly<Record<Lane, string>> = { late: 'Late', today: 'Today', 'two-days': '2 days', later: 'Later' };

export const EMPTY_LANES: Readonly<Record<Lane, string>> = {
  late: 'Nothing late.',
  today: 'Nothing more is due today.',
  'two-days': 'Nothing is due tomorrow or the day after.',
  later: 'Nothing is due later.',
};

const STEPS: Readonly<Record<string, string>> = { coordinator: 'Coordinator told', reviewer: 'Reviewer told', supervisor: 'Supervisor told' };

export const stepWords = (step: string | null): string => (step === null ? 'Nobody told yet' : (STEPS[step] ?? step));

/** "Referral, return home or ordered day: Nov 18 10:00, A. Ruiz". A day is said as it is, a moment by the agency's clock. */
export const countedWords = ({ counted, countedFrom, countedBy }: DeadlineLine, say: Speaker, showDate: (day: string) => string): string => {
  const when = countedFrom.includes('T') ? say.when(countedFrom) : showDate(countedFrom);
  return [`${counted}: ${when}`, countedBy].filter(Boolean).join(', ');
};
