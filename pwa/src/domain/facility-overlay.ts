/** What the agency itself knows of a facility: said by somebody, on a day. Nothing of it is published. */
import { anyValue, isObject, listOf, rowsOf, textField, textOf, type RecordLike } from './reading';

export interface PayerAnswer {
  payer: string;
  plan: string;
  accepts: boolean;
  asOf: string;
  source: string;
  reference: string;
}

export interface Overlay {
  payers: PayerAnswer[];
  medicaidPending: boolean | null;
  openBeds: { value: 'yes' | 'no' | 'soon'; asOf: string } | null;
  privateRate: { perDay: string; asOf: string } | null;
  /** Codes of `facility_overlay.capabilities`. */
  capabilities: string[];
  admissionContact: string;
  financialInterest: boolean | null;
}

export const NOTHING_OF_OURS: Overlay = {
  payers: [],
  medicaidPending: null,
  openBeds: null,
  privateRate: null,
  capabilities: [],
  admissionContact: '',
  financialInterest: null,
};

/** How long an answer may be relied upon, in days; then it is asked again. */
export const STALE_AFTER = { openBeds: 1, payers: 90, published: 45 } as const;

const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

const isBeds = (value: string): value is 'yes' | 'no' | 'soon' => ['yes', 'no', 'soon'].includes(value);

/** An answer without a payer or without yes or no says nothing yet. */
const payerOf = (row: unknown): PayerAnswer[] => {
  if (!isObject(row) || textOf(row.payer) === '' || typeof row.accepts !== 'boolean') return [];
  return [
    {
      payer: textOf(row.payer),
      plan: textOf(row.plan),
      accepts: row.accepts,
      asOf: textOf(row.asOf),
      source: textOf(row.source),
      reference: textOf(row.reference),
    },
  ];
};

export function readOverlay(record: RecordLike): Overlay {
  const beds = anyValue(record, 'openBeds');
  const rate = anyValue(record, 'privateRate');
  const open = isObject(beds) ? textOf(beds.value) : '';
  return {
    payers: rowsOf(record, 'payers').flatMap(payerOf),
    medicaidPending: flag(anyValue(record, 'medicaidPending')),
    openBeds: isBeds(open) && isObject(beds) ? { value: open, asOf: textOf(beds.asOf) } : null,
    privateRate: isObject(rate) && textOf(rate.perDay) !== '' ? { perDay: textOf(rate.perDay), asOf: textOf(rate.asOf) } : null,
    capabilities: listOf(anyValue(record, 'capabilities')).map(textOf),
    admissionContact: textField(record, 'admissionContact'),
    financialInterest: flag(anyValue(record, 'financialInterest')),
  };
}
