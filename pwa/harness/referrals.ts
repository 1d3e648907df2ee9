/** Referrals of the office's board as the records in memory have them, as often as asked for. */
import type { ReferralLine } from '../src/app/referral-reads';
import type { OpenSession } from '../src/app/open-session';
import { listName } from '../src/domain/names';
import { textField } from '../src/domain/reading';

export const referralLines = (session: OpenSession, rows: number): ReferralLine[] => {
  const found = session.records.all('referral');
  return Array.from({ length: found.length === 0 ? 0 : rows }, (_, index): ReferralLine[] => {
    const referral = found[index % found.length];
    const patient = referral && referral.patient !== 'library' ? session.records.peek(referral.patient) : undefined;
    if (!referral || !patient) return [];
    const whose = { id: patient.id, name: listName(patient.fields.name?.heads[0]?.value), birthDate: textField(patient, 'birthDate'), mrn: textField(patient, 'mrn') };
    return [{ referral, patient: whose, since: referral.created.at, silent: index % 2 === 0, unagreed: index === 1, askedBy: 'Ana Ruiz', mayOwn: [], need: 'Food insecurity', outcome: index % 3 ? null : 'met' }];
  }).flat();
};
