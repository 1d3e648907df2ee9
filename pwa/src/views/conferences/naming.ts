/** A name that is tapped stands in its list; tapped once more it is taken back, and both are kept. */
import type { Json, RecordView } from '../../app/contract';
import { namedIn } from '../../domain/conference';
import { takingBack } from '../../domain/taken-back';
import { nowIso } from '../parts/clock';
import type { Keeper } from '../parts/keeper.svelte';

export const toggleNamed = (record: RecordView, field: 'agreed' | 'copies', name: string, said: (at: string) => Json, keeper: Keeper): void => {
  const at = nowIso();
  const stands = namedIn(record, field).filter((one) => one.name === name);
  const values = stands.length > 0 ? stands.map((one) => takingBack(one.said, at) as Json) : [said(at)];
  // Two tablets may each have named one person; of several entries of one change only the first would be kept.
  for (const value of values) void keeper.keep((form) => form.append(record.id, field, value));
};
