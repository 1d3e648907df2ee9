/** Who signed a version, when and how; and honestly where nobody did. */
import type { AppStore, RecordId } from '../../app/contract';
import { headsOf, isObject, textField, textOf } from '../../domain/reading';
import type { AgencyTime } from '../parts/agency-time';
import { personName } from '../parts/persons';
import { SIGNED_WITH } from '../parts/signed-with';

type Reader = Pick<AppStore, 'record' | 'me' | 'person'>;

const signatureOf = (store: Reader, id: RecordId, time: Pick<AgencyTime, 'when'>): string => {
  const [head] = headsOf(store.record(id), 'signature');
  if (!head || !isObject(head.value)) return '';
  const name = head.by === store.me.id ? store.me.name : personName(store, head.by);
  return [`by ${name}`, time.when(textOf(head.value.at)), SIGNED_WITH[textOf(head.value.method)]].filter(Boolean).join(', ');
};

/** A version made in a visit is part of what the visit's signature covers, and is signed when the visit is. */
export const signedWords = (store: Reader, id: RecordId, time: Pick<AgencyTime, 'when'>): string => {
  const own = signatureOf(store, id, time);
  if (own) return `Signed ${own}`;
  const version = store.record(id);
  const visit = textField(version, 'madeIn') === 'visit' ? version?.created.visit : null;
  if (!visit) return 'Not signed with a passkey';
  const along = signatureOf(store, visit, time);
  return along ? `Signed with its visit ${along}` : 'Not signed yet: it is signed with its visit';
};
