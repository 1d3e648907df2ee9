/** Who agreed to photos in this visit. Kept sealed on this tablet; each photo carries it on. */
import type { AppStore, Json, RecordId } from '../../../app/contract';
import { isObject, textOf } from '../../../domain/reading';

export interface Agreement {
  agreed: boolean;
  name: string;
  relation: string;
  at: string;
}

const keyOf = (visit: RecordId): string => `visit/${visit}/photo-consent`;

export const agreementOf = (store: AppStore, visit: RecordId): Agreement | null => {
  const kept = store.local(keyOf(visit));
  if (!isObject(kept)) return null;
  return { agreed: kept.agreed === true, name: textOf(kept.name), relation: textOf(kept.relation), at: textOf(kept.at) };
};

export const keepAgreement = (store: AppStore, visit: RecordId, agreement: Agreement | null): Promise<void> =>
  store.setLocal(keyOf(visit), agreement && { ...agreement });

/** As it stands on a photo. */
export const consentValue = ({ name, relation, at }: Agreement): Json => ({ by: relation === '' ? { name } : { name, relation }, at });
