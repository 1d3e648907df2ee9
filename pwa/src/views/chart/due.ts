import type { AppStore, PatientId, RecordId, RecordView } from '../../app/contract';
import { agencyDays, deadlinesOf, type Deadline } from '../../domain/deadlines';
import { settingOf } from '../../domain/settings';
import { anyValue, headsOf, isObject, settled, textField, textOf } from '../../domain/reading';
import { standsSince } from '../../domain/referrals';
import { ageWords } from '../parts/agency-time';

const READS = ['patient', 'visit', 'plan', 'safety', 'need', 'referral', 'consent', 'transition', 'coverage-check', 'contact_log', 'episode'] as const;
const DAY_MS = 86_400_000;
/** What a visit by the coordinator meets: what came back or was raised has its own place on Today. */
const MET_BY_A_VISIT = new Set(['initial-visit', 'comprehensive-assessment', 'recertification', 'resumption-visit', 'plan-review']);

/** A deadline with what people made of it: the office's record says whose it is, this tablet computed the rest. */
export interface DueNow extends Deadline {
  putOff: { until: string; reason: string } | null;
}

type Reader = Pick<AppStore, 'all' | 'of'>;

/** What of a patient is not done yet, the next one due first; worked out here, with or without a network. */
export const dueOf = (store: Reader, patient: PatientId, now: Date): DueNow[] => {
  const records = READS.flatMap((kind) => store.of(patient, kind));
  const kept = store.of(patient, 'deadline');
  return deadlinesOf(records, agencyDays(store.all('agency')[0], now, settingOf(store, records.find(({ kind }) => kind === 'patient'))))
    .filter(({ met }) => met === null)
    .map((one): DueNow => {
      const record = kept.find(
        (each) => settled(each, 'rule') === one.rule && settled(each, 'subject') === one.subject && textField(each, 'anchor') === one.anchor,
      );
      const snooze = anyValue(record, 'snooze');
      const putOff = isObject(snooze) ? { until: textOf(snooze['until']), reason: textOf(snooze['reason']) } : null;
      // Handed over after it was somebody's: who assigns it again after that is heard.
      const given = one.given;
      const assigned = headsOf(record, 'owner').some(({ at }) => given === undefined || at >= given) ? textField(record, 'owner') : '';
      return { ...one, owner: assigned || one.owner, putOff };
    });
};

/** Of those what belongs on a visit's card: under 24 hours, or late. */
export const pressing = (due: DueNow[], now: Date): DueNow[] =>
  due.filter((one) => MET_BY_A_VISIT.has(one.rule) && Date.parse(one.due) - now.getTime() < DAY_MS);

/** Referrals of which nothing is heard though their time is over, the longest silent first. No visit meets that; somebody calls. */
export const silentReferrals = (store: Pick<AppStore, 'record'>, due: readonly DueNow[], now: Date): RecordView[] => {
  const late = due.filter(({ rule, due: until }) => rule === 'referral-answer' && until < now.toISOString());
  const ids = new Set(late.map(({ subject }) => subject as RecordId));
  return [...ids].flatMap((id) => store.record(id) ?? []).sort((a, b) => (standsSince(a) < standsSince(b) ? -1 : 1));
};

/** As its own page says it. No organisation is named: a card is read over a shoulder. */
export const silenceWords = (silent: readonly RecordView[], now: Date): string => {
  const [longest] = silent;
  return longest ? `No answer, ${ageWords(standsSince(longest), now)}: ${silent.length === 1 ? 'referral' : `${silent.length} referrals`}` : '';
};
