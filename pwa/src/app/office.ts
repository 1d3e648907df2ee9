/** What the office reads from the server page by page; nothing of it is kept at rest in a browser. */
import type { HistoryEntry, Json, PatientId, PersonId, RecordId, RecordView } from './contract';
import type { HttpBoards } from './boards';
import type { HttpReferrals } from './referral-reads';
import type { CareSettingsReads } from './care-settings';
import type { ImportReads } from './imports';
import type { PeopleReads } from './people';
import type { HttpPrinting } from './printing';

/** Whose chart a line is of, by two identifiers; `died` is told where somebody died. */
export interface LinePatient {
  id: PatientId;
  name: string;
  birthDate: string;
  mrn: string;
  died?: string;
}

export interface OfficeCounts {
  queue: number;
  different: number;
  held: number;
  /** Late, or due today. */
  deadlines: number;
  /** Of the newest, those that this person has not seen. */
  messages: number;
}

/** A message about a patient within the care team, as the office lists it. */
export interface MessageRow {
  id: RecordId;
  patient: LinePatient;
  by: string;
  at: string;
  words: string;
  urgent: boolean;
  unseen: boolean;
  seen: { by: string; at: string }[];
}

/** Somebody whom the office names. */
export interface Named {
  id: PersonId;
  name: string;
}

export const STAGES = ['queue', 'returned', 'approved', 'skipped'] as const;
export const ALERTS = ['urgent', 'late', 'alerts', 'blocks', 'different', 'clean'] as const;
export const ORDERS = ['due', 'oldest', 'newest'] as const;

/** What a list of visits is about. What is left out does not matter; ids and keys only. */
export interface QueueFilters {
  stage?: (typeof STAGES)[number];
  state?: string;
  coordinator?: string;
  payer?: string;
  form?: string;
  alert?: (typeof ALERTS)[number];
  order?: (typeof ORDERS)[number];
}

/** One visit as the office's queue has it. */
export interface QueueRow {
  visit: RecordView;
  patient: LinePatient;
  assessments: { id: string; title: string; scores: Record<string, Json> }[];
  coordinator: Named | null;
  /** The visit's state, or `not settled`. */
  state: string;
  /** Why it comes first. */
  urgent: string | null;
  /** Null while it has not arrived whole. */
  arrivedAt: string | null;
  dueAt: string | null;
  blocks: number;
  checks: number;
  alerts: number;
  different: number;
  held: number;
  /** How often it was returned. */
  rounds: number;
  arriving: { here: number; of: number } | null;
  /** The first visit of its patient. */
  first: boolean;
  clean: boolean;
  /** Whose approval is missing where two are needed. */
  cosign: string | null;
  claim: { by: Named; since: string; until: string; mine: boolean } | null;
  /** What an approval has to name as looked at. */
  lookedAt: number;
}

export interface QueuePage {
  rows: QueueRow[];
  next: string | null;
  /** The number of the newest move that the page knows of. */
  live: number;
  lastApprovedAt: string | null;
}

export interface QueueView {
  id: string;
  name: string;
  filters: QueueFilters;
  count: number;
  /** There are more than are counted. */
  capped: boolean;
}

/** A visit that may be approved together with others, with what its approval names and a line that sums it up. */
export interface CleanVisit {
  id: RecordId;
  version: number;
  round: number;
  as: 'reviewer' | 'cosigner';
  summary: string;
}

export interface ManyLooked {
  clean: CleanVisit[];
  /** Why the others have to be looked at one by one. */
  refused: { id: RecordId; because: { words: string }[] }[];
}

export type QueueChoices = Record<'coordinators' | 'payers' | 'forms', { key: string; words: string }[]>;

/** Visits whose lines changed, up to the move of this number; `more` where they are too many to name. */
export interface Moved {
  live: number;
  visits: RecordId[];
  more: boolean;
}

export interface QueueReads {
  page(filters: QueueFilters, after?: string): Promise<QueuePage>;
  /** Those of these visits that the list has. */
  among(filters: QueueFilters, visits: readonly RecordId[]): Promise<QueueRow[]>;
  choices(): Promise<QueueChoices>;
  views(): Promise<QueueView[]>;
  /** The same name again replaces the view. */
  keepView(name: string, filters: QueueFilters): Promise<QueueView[]>;
  dropView(id: string): Promise<QueueView[]>;
  /** Which of these, as they were looked at, may be approved together. */
  clean(visits: readonly { id: RecordId; version: number }[]): Promise<ManyLooked>;
  /** Whose visit it is; null where the office has nothing to do with it, or this person may not know. */
  patientOf(visit: RecordId): Promise<PatientId | null>;
  since(live: number): Promise<Moved>;
  /** Tells what moves after a number, or from now on. Resolves when the server ends the reading, to begin another. */
  listen(after: number | null, told: (moved: Moved) => void, signal: AbortSignal): Promise<void>;
}

/** One field, or one group of answers, that waits for a decision. `id` is the conflict record's. */
export interface DifferentRow {
  id: RecordId;
  patient: LinePatient;
  kind: string;
  field: string;
  /** What care hangs on; these come first. */
  clinical: boolean;
  since: string;
  /** Of what was answered in private the server sends no value. */
  values: { field: string; value: Json; private: boolean; by: PersonId; at: string }[];
  mayDecide: boolean;
}

export type HeldState = 'held' | 'released' | 'set-aside';

/** Changes that were held together, without what they say. */
export interface HeldBatch {
  batch: string;
  state: HeldState;
  by: string;
  tablet: string;
  at: string;
  /** By the tablet's clock; null where it can't be read. */
  written: string | null;
  patients: PatientId[];
  decided: { by: string; at: string; why: string } | null;
  mayDecide: boolean;
  changes: { id: string; kind: string; plain: string }[];
}

/** How a batch stands after somebody decided; `reason` where it still can't be applied. */
export interface HeldDecision {
  state: HeldState;
  decided: { by: string; at: string; why: string } | null;
  reason: string;
  /** Other batches that went with it: they depended on it, or came in the same rescue file. */
  alongside: string[];
}

/** One text of a record in which something was found. */
export interface FoundMatch {
  /** Which part of the record it is, in words. */
  label: string;
  text: string;
  /** What to mark: ranges of code points, the end not included. */
  marks: [number, number][];
  /** Cut at its beginning, at its end. */
  before: boolean;
  after: boolean;
}

/** One record that a search found. */
export interface FoundRow {
  record: RecordId;
  kind: string;
  /** The kind in words. */
  title: string;
  patient: LinePatient;
  /** The visit in whose review it is read. */
  visit: RecordId | null;
  /** When it was written last. */
  at: string;
  matches: FoundMatch[];
}

export interface FoundPage {
  rows: FoundRow[];
  next: string | null;
  /** False while older changes are still being taken into the index. */
  complete: boolean;
}

/** A tablet, or a browser of the office, as the administrator sees it: what it said, as of `lastContact`. */
export interface BoardTablet {
  id: string;
  name: string;
  person: { id: PersonId; name: string };
  added: string;
  lastContact: string | null;
  /** Changes that it had to send; null where it did not say. */
  unsent: number | null;
  revoked: string | null;
  /** Changes that came after its access ended. */
  handedOver: number;
  /** Its changes that wait for a decision of the office. */
  held: number;
  /** Its batches that came before what they depend on. */
  waiting: number;
  waitingSince: string | null;
  /** Since when its store is known to be copied or put back. */
  twoPasts: string | null;
  /** It has work and is not heard of: by when it should have been, and who was told of that last. */
  silent: { due: string; step: string | null; snooze: { until: string; reason: string } | null } | null;
}

export type Lane = 'late' | 'today' | 'two-days' | 'later';

/** An open deadline; owner and snooze are edits of its record. */
export interface DeadlineLine {
  deadline: RecordView;
  patient: LinePatient;
  /** The rule in words. */
  title: string;
  source: string;
  basis: string;
  counted: string;
  /** A moment or a day. */
  countedFrom: string;
  countedBy: string;
  due: string;
  owner: string | null;
  ownerName: string;
  /** Who was told last. */
  step: string | null;
  snooze: { until: string; reason: string } | null;
  mayOwn: { id: PersonId; name: string }[];
}

/** Whom, by two identifiers as the chart has them, and why. */
export interface WhomAsked {
  nameOrMrn: string;
  birthDate: string;
  reason: string;
}

/** A chart that somebody opened in an emergency, and that nobody has acknowledged. */
export interface EmergencyLine {
  id: string;
  person: Named;
  patient: LinePatient;
  opened: string;
  ends: string;
  reason: string;
  /** The reader's own: somebody else acknowledges it. */
  own: boolean;
}

export interface EmergencyReads {
  /** Null where that is nobody, or more than one; `until` is null where she sees the chart already. */
  open(whom: WhomAsked, touch: () => Promise<void>): Promise<{ patient: string; until: string | null } | null>;
  waiting(): Promise<EmergencyLine[]>;
  acknowledge(id: string): Promise<void>;
}

/** A tablet that has something to send and is not heard of. It is no patient's, so it has no record. */
export interface SilentTablet {
  tablet: { id: string; name: string };
  person: Named;
  unsent: number;
  /** Its last contact. */
  since: string;
  title: string;
  source: string;
  due: string;
  step: string | null;
  snooze: { until: string; reason: string; byName: string } | null;
}

export type TransitionLane = 'late' | 'asks' | 'open' | 'over';

/** A transition on the board; next step, owner and all else are edits of its record. */
export interface TransitionLine {
  transition: RecordView;
  patient: LinePatient;
  /** What of it is late, the longest first. */
  late: { rule: string; short: string; anchor: string; due: string }[];
  /** Two where people gave it to different ones. */
  ownerNames: string[];
  /** Those of the owners who no longer work here. */
  ownersLeft: string[];
  mayOwn: { id: PersonId; name: string }[];
}

export type LaneCounts = Record<Lane, number>;

/** Whether a visit may be approved now, by this person, as it stands on the server. */
export interface Standing {
  may: boolean;
  /** What is in the way, in words that are ready to show. */
  because: { code: string; words: string }[];
  /** What an approval has to name as looked at. */
  version: number;
  as: 'reviewer' | 'cosigner';
  /** Whose approval is missing where two are needed. */
  cosign: string | null;
  reaches: Reached;
}

/** Whom a return reaches. */
export interface Reached extends Named {
  /** Where that is nobody: she left, or her last tablet was removed. */
  gone: 'left' | 'tablet-removed' | null;
  since: string | null;
  /** Coordinators who have this patient now. */
  others: Named[];
}

/** Who looks at a visit now: a reader's mark, which never blocks a remark. */
export interface Claim {
  holder: { id: PersonId; name: string };
  since: string;
  mine: boolean;
}

/** `lapsed`: the server tells a browser that has forgotten it, as after its data were cleared. */
export type Told = 'on' | 'off' | 'lapsed' | 'denied' | 'unsupported';

/** Telling a person on this very device while the app is closed. */
export interface ToldHere {
  state(): Promise<Told>;
  /** Rejects with NotAllowed where she or the browser says no. */
  on(): Promise<void>;
  off(): Promise<void>;
}

export interface Office {
  /** Transitions of one lane, what is late for longest first, and how many each lane holds. */
  transitions(lane: TransitionLane, before?: string): Promise<{ rows: TransitionLine[]; next: string | null; counts: Record<TransitionLane, number> }>;
  /** What is put on paper; loaded when somebody first prints. */
  printing(): Promise<Pick<HttpPrinting, 'read' | 'pdf' | 'chart'>>;
  /** Figures and workload; loaded when somebody first looks at them. */
  boards(): Promise<Pick<HttpBoards, 'figures' | 'csv' | 'workload'>>;
  /** Whether this device tells while the app is closed; for everybody, loaded by Settings. */
  tellingHere(): Promise<ToldHere>;
  /** A chart for four hours, and what of it waits to be acknowledged. */
  emergency(): Promise<EmergencyReads>;
  referrals(): Promise<Pick<HttpReferrals, 'page'>>;
  /** The review's queue; loaded when the first screen asks. */
  queue(): Promise<QueueReads>;
  patients(after?: string): Promise<{ rows: RecordView[]; next: string | null }>;
  /** By the beginnings of words, across the charts that this person may see. */
  search(text: string, after?: string): Promise<FoundPage>;
  openChart(patient: PatientId): Promise<void>;
  /** Bytes of a photo, checked by their hash. */
  attachment(patient: PatientId, sha256: string): Promise<ArrayBuffer>;
  history(record: RecordId): Promise<HistoryEntry[]>;
  standing(visit: RecordId): Promise<Standing>;
  /** Lasts ten minutes; `takeOver` tells whoever had it. */
  claim(visit: RecordId, takeOver: boolean): Promise<Claim>;
  letGo(visit: RecordId): Promise<void>;
  counts(): Promise<OfficeCounts>;
  /** Every tablet, most to send first; an administrator's alone. */
  tablets(): Promise<BoardTablet[]>;
  /** Ends a tablet's access at once, for a reason of a few; gives since when. */
  endTablet(id: string, reason: string): Promise<string>;
  /** Who works here, and whose patients are whose; an administrator's alone, loaded when she first asks. */
  people(): Promise<PeopleReads>;
  /** Which settings of care are on, and for whom; an administrator's alone, loaded when she first asks. */
  careSettings(): Promise<CareSettingsReads>;
  /** What was taken into the directory, and taking it back; an administrator's alone, loaded when she first asks. */
  imports(): Promise<ImportReads>;
  /** Open deadlines of one lane, the next one due first, and how many each lane holds; of one owner, or of `nobody`. */
  deadlines(lane: Lane, before?: string, owner?: string): Promise<{ rows: DeadlineLine[]; next: string | null; counts: LaneCounts }>;
  /** Tablets that are silent, the longest first. */
  silentTablets(): Promise<SilentTablet[]>;
  /** Nobody is told of this silence before then. Gives it as it stands now. */
  putOffTablet(id: string, until: string, reason: string): Promise<SilentTablet>;
  different(before?: string): Promise<{ rows: DifferentRow[]; next: string | null }>;
  /** Messages about patients, the newest first. */
  messages(before?: string): Promise<{ rows: MessageRow[]; next: string | null }>;
  /** Newest first: what waits, or what somebody decided about. */
  held(which: 'waiting' | 'decided', before?: string): Promise<{ rows: HeldBatch[]; next: string | null }>;
  /** Run a held batch again by the same rules. */
  release(batch: string): Promise<HeldDecision>;
  setAside(batch: string, why: string): Promise<HeldDecision>;
}
