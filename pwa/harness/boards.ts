/** Figures and workload of every look, as many rows as are asked for. */
import type { Days, Figure, Figures, Workload } from '../src/app/boards';
import type { PersonId } from '../src/app/contract';
import { daysFrom, localDate } from '../src/domain/dates';

const RULES = ['First visit within 48 h of referral or of going home, or on the ordered day', 'Plan of care reviewed every 60 days', 'Urgent need or message acknowledged'];
const DOMAINS = ['Food insecurity', 'Transportation insecurity', 'Other needs, each of fewer than 11 people'];

const today = (): string => localDate(new Date());

const about = (counted: string, outOf: string, days: number): Figure['definition'] => ({
  counted,
  outOf,
  period: `Nov 20, 2026 to Nov 26, 2026: today and the ${days - 1} days before it, by the agency's days (America/New_York)`,
  leftOut: [{ why: 'Not signed yet: there is no time to measure', n: 3 }, { why: 'Visits of which two people say different things, or whose history is too long to be read', n: 0 }],
  notes: ["Times are the tablet's, set right by the server where its clock was wrong."],
});

export const figuresOf = (days: Days, rows: number): Figures => {
  const some = rows > 0;
  const daily = (kinds: Figure['columns'], cells: number[]): Pick<Figure, 'columns' | 'rows'> => ({
    columns: [{ label: 'Day', kind: 'day' }, ...kinds],
    rows: some ? Array.from({ length: days }, (_, index) => [daysFrom(today(), -index), ...cells]) : [],
  });
  const figures: Figure[] = [
    {
      key: 'end-to-signed', title: 'Visit end to signed', n: some ? 131 : 0, of: 'signed visits',
      values: [{ label: 'Median', value: some ? 8.5 : null, kind: 'minutes' }, { label: 'Signed within 10 min', value: some ? 66.7 : null, kind: 'percent' }],
      definition: about('Minutes from the end of the visit to its first signature: their median, and the share of visits with at most 10', 'Visits that ended in the period and are signed', days),
      ...daily([{ label: 'Signed visits', kind: 'count' }, { label: 'Median', kind: 'minutes' }], [19, 8.5]),
    },
    {
      key: 'same-day', title: 'Signed the same day', n: some ? 134 : 0, of: 'visits that ended',
      values: [{ label: 'Signed the same day', value: some ? 96.3 : null, kind: 'percent' }],
      definition: about('Visits that were first signed on the day on which they ended', 'Visits that ended in the period, signed or not', days),
      ...daily([{ label: 'Visits that ended', kind: 'count' }, { label: 'Signed the same day', kind: 'count' }, { label: 'Share', kind: 'percent' }], [20, 19, 95]),
    },
    {
      key: 'queue-hours', title: 'Hours in queue', n: some ? 120 : 0, of: 'waits that ended',
      values: [{ label: 'Median', value: some ? 3.2 : null, kind: 'hours' }, { label: '90th percentile', value: some ? 21.4 : null, kind: 'hours' }],
      definition: about("Hours from a visit's arrival, whole, until the office returned or approved it", 'Waits that began in the period and are over', days),
      ...daily([{ label: 'Waits that ended', kind: 'count' }, { label: 'Median', kind: 'hours' }, { label: '90th percentile', kind: 'hours' }], [18, 3.2, 21.4]),
    },
    {
      key: 'returns', title: 'Returns per 100 visits', n: some ? 128 : 0, of: 'visits at the office',
      values: [{ label: 'Returns per 100 visits', value: some ? 9.4 : null, kind: 'rate' }],
      definition: about('How often the office returned them until now, every round, for each 100 of them', 'Visits that were first signed in the period and are at the office', days),
      ...daily([{ label: 'Visits', kind: 'count' }, { label: 'Returned at least once', kind: 'count' }, { label: 'Returns', kind: 'count' }], [18, 2, 2]),
    },
    {
      key: 'late', title: 'Late by rule', n: some ? 48 : 0, of: 'deadlines',
      values: [{ label: 'Late', value: some ? 5 : 0, kind: 'count' }, { label: 'Share of what was due', value: some ? 10.4 : null, kind: 'percent' }],
      definition: { ...about('Deadlines that were done after they were due, or that are open and past due', 'Deadlines that were due in the period, until this moment', days), leftOut: [] },
      columns: [{ label: 'Rule', kind: 'text' }, { label: 'Due', kind: 'count' }, { label: 'Done in time', kind: 'count' }, { label: 'Done late', kind: 'count' }, { label: 'Open and late', kind: 'count' }, { label: 'Late', kind: 'percent' }],
      rows: some ? RULES.map((rule) => [rule, 16, 14, 1, 1, 12.5]) : [],
    },
    {
      key: 'needs', title: 'Needs by state', n: some ? 63 : 0, of: 'needs of 40 people',
      values: [{ label: 'Suggested', value: 12, kind: 'count' }, { label: 'Confirmed', value: 40, kind: 'count' }, { label: 'Declined', value: 8, kind: 'count' }, { label: 'Closed', value: 3, kind: 'count' }],
      definition: { ...about('Needs by the state in which they are now: suggested, confirmed by the patient, declined, closed', 'Needs that were raised in the period', days), leftOut: [] },
      columns: [{ label: 'Need', kind: 'text' }, { label: 'Suggested', kind: 'count' }, { label: 'Confirmed', kind: 'count' }, { label: 'Declined', kind: 'count' }, { label: 'Closed', kind: 'count' }],
      rows: some ? DOMAINS.map((domain) => [domain, 4, 13, 3, 1]) : [],
    },
  ];
  return { first: daysFrom(today(), 1 - days), last: today(), at: new Date().toISOString(), figures };
};

export const workloadOf = (rows: number): Workload => {
  const at = new Date().toISOString();
  const people = Array.from({ length: rows }, (_, index) => ({
    id: `coordinator-${index}` as PersonId,
    name: index % 2 ? 'Ana Ruiz' : 'Maximiliana Theodora Featherstonehaugh-Wolfeschlegelsteinhausen',
    gone: index === 4 ? new Date(Date.now() - 9 * 86_400_000).toISOString() : null,
    counts: { patients: 24, today: index % 7, ahead: 18, returned: index % 3, dueToday: index % 2, late: index === 2 ? 3 : 0, unsent: [14, 0, null][index % 3] ?? null, toldAt: index % 3 ? null : new Date(Date.now() - 10_800_000).toISOString() },
  }));
  return { people, nobody: { patients: 0, today: 1, ahead: 4, returned: 0, dueToday: 0, late: 2, unsent: null, toldAt: null }, at };
};
