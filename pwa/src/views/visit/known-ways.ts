/** How each kind of known fact is changed in a visit: which words, what ends it, and how a new one is added. */
import type { Intent, Json, PatientId, RecordId } from '../../app/contract';
import type { FactList } from '../../domain/known-facts';

export interface FactWays {
  /** The field that says what it is. */
  names: string;
  /** Words that are changed in place. */
  fields: readonly { field: string; label: string; hint: string }[];
  status: string;
  stop: string;
  stopped: string;
  /** Null where a new one is for others to record. */
  add: { button: string; label: string; hint: string; remove: string } | null;
}

export type ListedFact = Exclude<FactList, 'codeStatus'>;

/** Recorded in this visit and taken back in it: it never was. */
export const MISTAKEN = 'entered-in-error';
export const CURRENT = 'active';
/** In words only, as it was told or stands on the label: nobody has coded it. An import says the same so. */
const NO_CODE = { code: '' };

export const FACT_WAYS: Readonly<Record<ListedFact, FactWays>> = {
  allergy: {
    names: 'substance',
    fields: [{ field: 'reaction', label: 'What happens', hint: '' }],
    status: 'clinicalStatus',
    stop: 'No longer an allergy',
    stopped: 'inactive',
    add: { button: 'Add an allergy', label: 'Allergic to', hint: '', remove: 'Remove this allergy' },
  },
  medication: {
    names: 'medicine',
    fields: [
      { field: 'dose', label: 'Dose', hint: 'How much and how often, as on the label' },
      { field: 'asTaken', label: 'How it is taken now', hint: '' },
    ],
    status: 'status',
    stop: 'No longer taken',
    stopped: 'stopped',
    add: { button: 'Add a medicine', label: 'Medicine', hint: 'Name and strength, as on the label', remove: 'Remove this medicine' },
  },
  condition: {
    names: 'code',
    fields: [],
    status: 'clinicalStatus',
    stop: 'No longer a problem',
    stopped: 'resolved',
    add: null,
  },
};

/** Words that were emptied are no words. */
export const wordsValue = (text: string): Json => (text === '' ? null : text);

export const addingFact = (list: ListedFact, record: RecordId, patient: PatientId, words: string): Intent => ({
  do: 'create',
  record,
  kind: list,
  patient,
  fields: { [FACT_WAYS[list].names]: { ...NO_CODE, display: words }, [FACT_WAYS[list].status]: CURRENT },
});
