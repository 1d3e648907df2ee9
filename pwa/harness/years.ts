/** A long chart: visits for so many years, each with its note, its questions and what became of the plan. */
import phq from '../../server/forms/questionnaires/phq-9.json';
import type { Json, PatientId, PersonId, RecordId } from '../src/app/contract';
import type { ServerDocument } from '../src/sync/document';
import { differ, head, id, record } from './documents';

const WEEK = 7 * 86_400_000;
const QUESTIONS = ['44250-9', '44255-8', '44259-0', '44254-1', '44251-7', '44258-2', '44252-5', '44253-3', '44260-8'];
const BANDS: [number, string][] = [[20, 'Severe'], [15, 'Moderately severe'], [10, 'Moderate'], [5, 'Mild'], [0, 'None-minimal']];

const band = (value: number): string => BANDS.find(([from]) => value >= from)?.[1] ?? '';
const answer = (code: string, display: string): Json => ({ answer: [{ valueCoding: { system: 'http://loinc.org', code, display } }] });

/** A visit every so many weeks; seven years of one a week are two thousand lines of a timeline. */
export function years(patient: PatientId, by: PersonId, count: number, every = 1): ServerDocument[] {
  const made: ServerDocument[] = [];
  const visits = Math.round((count * 52) / every);
  const goal = record({ kind: 'goal', patient, by, at: moment(visits * every), values: { words: 'Dress by myself', target: '1 day a week', due: '2027-01-31', state: 'active' } });
  made.push(goal);
  for (let place = 0; place < visits; place += 1) {
    const at = moment((visits - place) * every);
    const visit = id('visit');
    const own = { patient, by, at, visit };
    made.push(record({ ...own, id: visit, visit: null, kind: 'visit', values: { state: 'approved', type: { code: 'follow-up', display: 'Follow-up' }, coordinator: by, startedAt: at, endedAt: at, signature: { method: 'passkey', at } }, entries: { approvals: [{ round: 1, role: 'reviewer', at }] } }));
    made.push(record({ ...own, kind: 'note', values: { visit, text: 'Seen at home.' } }));
    made.push(record({ ...own, kind: 'need', values: { domain: { code: 'food', display: 'Food' }, state: 'confirmed' } }));
    made.push(record({ ...own, kind: 'intervention', values: { what: 'Ride to the day centre', kind: place % 9 === 0 ? 'referral' : 'task', owner: 'Ana', state: 'active', goal: place % 26 === 0 ? goal.id : null } }));
    if (place % 4 === 0) made.push(mood(own, Math.max(0, Math.round(13 + 8 * Math.sin(place / 9) - place / 40)), place));
    if (place % 60 === 30) retarget(goal, `${place / 30} days a week`, at, by, visit);
  }
  const last = made.filter((one) => one.kind === 'assessment').at(-1);
  if (last && 'fields' in last) made.push(differ(last, 'answers/44251-7', answer('LA6571-9', 'Nearly every day'), { by, at: moment(0) }));
  return made;
}

const moment = (weeks: number): string => new Date(Date.now() - weeks * WEEK).toISOString();

const mood = (own: { patient: PatientId; by: PersonId; at: string; visit: RecordId }, value: number, place: number): ServerDocument => {
  const answers = Object.fromEntries(QUESTIONS.map((question) => [`answers/${question}`, answer('LA6569-3', 'Several days')]));
  const version = place < 60 ? 'of 2022' : phq.version;
  const first = Math.min(6, Math.round(value / 4));
  const scores = {
    '55758-7': { title: 'PHQ-2', value: first, range: [0, 6], band: first < 3 ? 'Negative screen' : 'Positive screen - complete PHQ-9', answered: 2, of: 2 },
    '44261-6': { title: 'PHQ-9', value, range: [0, 27], band: band(value), answered: 9, of: 9 },
  };
  return record({ ...own, kind: 'assessment', values: { visit: own.visit, form: { url: phq.url, version }, title: phq.title, startedAt: own.at, ...answers }, derived: { scores } });
};

/** Another target, and what it took the place of. */
function retarget(goal: ReturnType<typeof record>, value: string, at: string, by: PersonId, visit: RecordId): void {
  const field = goal.fields.target;
  const next = head(value, { at, by, visit });
  const [before] = field?.heads ?? [];
  if (!field || !before) throw new Error('the goal has no target');
  field.past.unshift({ ...before, until: at, replacedBy: next.stamps[0] ?? before.stamps[0] ?? ('' as never) });
  field.heads = [next];
}
