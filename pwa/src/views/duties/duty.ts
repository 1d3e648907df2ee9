/**
 * A duty is work for a patient that has a screen of its own: a task, a referral, a call. Each plugs in here once, and
 * then stands in the chart, in Work, in the review of the visit that it was made in, and at its address.
 */
import type { Component } from 'svelte';
import type { AppStore, RecordId, RecordView } from '../../app/contract';
import type { DutyPlace } from '../../app/router';
import type { IconName } from '../parts/icons';
import type { Tone } from '../parts/tones';

export interface DutyScreenProps {
  store: AppStore;
  record: RecordView;
  now: Date;
}

/** One line in a list, in words. */
export interface DutyRow {
  title: string;
  facts: string;
  status: string;
  tone: Tone;
  icon?: IconName;
  /** Whether anything is left to do. */
  open: boolean;
  /** A moment or a day: what is open stands by it, the oldest first; what is closed the newest first. */
  at: string;
}

export interface Duty {
  kind: string;
  place: DutyPlace;
  /** "Tasks". */
  title: string;
  /** "New task". */
  add: string;
  /** What stands where a patient has none, without a full stop: "What somebody is to do for a patient by a day". */
  about: string;
  /** Makes the record, in the visit that is open with this patient; the app then goes to it. */
  start: (store: AppStore, patient: RecordId, now: Date) => Promise<RecordId>;
  row: (store: AppStore, record: RecordView, now: Date) => DutyRow;
  /** Whether it waits for this person; without it, for whoever has the patient. */
  mine?: (store: AppStore, record: RecordView) => boolean;
  /** Begun under a goal and reviewed with the plan; in Work it stands among the tasks. */
  ofPlan?: boolean;
  load: () => Promise<{ default: Component<DutyScreenProps> }>;
}
