/** The versions of a patient's plan, and what is said of those in force: by themselves, since Today reads them too. */
import type { AppStore, RecordId } from '../../app/contract';
import { forkOf, inForce, nextNumber, versionsOf, type Fork, type Version } from '../../domain/plan-version';
import { personName } from '../parts/persons';

export const planVersions = (store: Pick<AppStore, 'of' | 'person' | 'me'>, patient: RecordId): Version[] =>
  versionsOf(store.of(patient, 'plan_version'), (id) => (id === store.me.id ? store.me.name : personName(store, id)));

const labels = (versions: readonly Version[]): string => versions.map(({ label }) => label).join(' and ');

/** What the next version joins, where two people each made one after the same. */
export const joiningWords = (versions: readonly Version[]): string => {
  const fork = forkOf(versions);
  return fork ? `It joins ${labels(fork.versions)}.` : '';
};

/** Why more than one plan is in force, and what a person is asked to do about it. */
export const forkWords = ({ versions, from, same }: Fork): string => {
  const began = from ? `began from ${from.label}` : 'were each made as the first';
  return `${labels(versions)} ${began}: people agreed them without knowing of each other's. ${same ? 'They say the same.' : 'They are kept as they were signed.'}`;
};

export const makingWords = (versions: readonly Version[]): string => {
  const current = inForce(versions);
  const stay = current.length > 1 ? 'They stay' : `${labels(current)} stays`;
  return [`You are making version ${nextNumber(versions)}.`, joiningWords(versions), `${stay} as signed.`].filter(Boolean).join(' ');
};
