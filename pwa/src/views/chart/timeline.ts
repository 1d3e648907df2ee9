import type { RecordView } from '../../app/contract';
import { anyValue, isObject, textField, textOf } from '../../domain/reading';
import { isPrivate } from '../../domain/safety';
import { recordTitle } from '../different/record-title';
import type { IconName } from '../parts/icons';
import { kindTitle } from '../parts/value-words';

export interface Entry {
  id: string;
  at: string;
  by: string;
  icon: IconName;
  sentence: string;
  /** The visit it was made in; entries outside of visits stand alone. */
  visit: string | null;
  pending: boolean;
}

const ICON: Record<string, IconName> = {
  visit: 'home', assessment: 'tick', note: 'note', need: 'flag', goal: 'flag', intervention: 'work', plan: 'work',
  medication: 'edit', allergy: 'edit', condition: 'edit', contact: 'person', coverage: 'library', patient: 'person', safety: 'stop',
};

const VISIT_WORDS: Record<string, string> = {
  planned: 'Visit planned', open: 'Visit begun', ended: 'Visit ended, not signed', signed: 'Visit signed', received: 'Visit received',
  returned: 'Visit returned', approved: 'Visit approved', 'not-home': 'Patient not home', cancelled: 'Visit cancelled',
};

const sentenceOf = (record: RecordView): string => {
  if (record.kind === 'visit') {
    const type = anyValue(record, 'type');
    const words = isObject(type) ? textOf(type.display) : '';
    return [VISIT_WORDS[textField(record, 'state')] ?? 'Visit', words].filter(Boolean).join(' · ');
  }
  if (record.kind === 'safety') return isPrivate(record) ? 'Private follow-up' : 'Safety steps begun';
  if (record.kind === 'note') return 'Note written';
  const title = recordTitle(record);
  const kind = kindTitle(record.kind);
  return title === kind ? `${kind} recorded` : `${kind}: ${title}`;
};

/** What came with the import all has one time; a timeline of 60 equal rows says nothing, so it is one row. */
const IMPORTED = ['condition', 'medication', 'allergy', 'contact', 'coverage', 'patient', 'plan', 'goal', 'intervention'];

export const timelineOf = (records: RecordView[]): Entry[] => {
  const entries = records.map((record): Entry & { kind: string } => ({
    kind: record.kind,
    id: record.id,
    at: record.kind === 'visit' ? textField(record, 'startedAt') || record.created.at : record.created.at,
    by: record.created.by,
    icon: ICON[record.kind] ?? 'note',
    sentence: sentenceOf(record),
    visit: record.kind === 'visit' ? record.id : record.created.visit,
    pending: record.pending,
  }));
  const loose = entries.filter((entry) => entry.visit === null && IMPORTED.includes(entry.kind));
  const byMinute = new Map<string, typeof loose>();
  for (const entry of loose) byMinute.set(entry.at.slice(0, 16), [...(byMinute.get(entry.at.slice(0, 16)) ?? []), entry]);
  const folded = new Set<string>();
  const sums = [...byMinute.values()].filter((group) => group.length > 3).map((group): Entry => {
    for (const entry of group) folded.add(entry.id);
    const [first] = group;
    return { id: `sum-${first?.id ?? ''}`, at: first?.at ?? '', by: first?.by ?? '', icon: 'library', sentence: `${group.length} things came with the chart`, visit: null, pending: false };
  });
  const kept = entries.filter((entry) => !folded.has(entry.id));
  return [...kept, ...sums].sort((a, b) => (a.at < b.at ? 1 : -1));
};

export interface Group {
  key: string;
  visit: Entry | null;
  entries: Entry[];
}

/** Newest first; what belongs to a visit stands under it. */
export const groupedByVisit = (entries: Entry[]): Group[] => {
  const groups: Group[] = [];
  const visits = new Map<string, Group>();
  for (const entry of entries) {
    if (entry.visit === null) {
      groups.push({ key: entry.id, visit: null, entries: [entry] });
      continue;
    }
    const group: Group = visits.get(entry.visit) ?? { key: entry.visit, visit: null, entries: [] };
    if (!visits.has(entry.visit)) {
      visits.set(entry.visit, group);
      groups.push(group);
    }
    if (entry.id === entry.visit) group.visit = entry;
    else group.entries.push(entry);
  }
  return groups;
};
