/**
 * Whether a patient agreed to what an organisation was sent, at the moment at which it was sent: the twin of
 * `sync/sharing.py`, where it says why. `tests/vectors/deadlines-chart.json` holds both to it.
 */
import { headsOf, isObject, textOf, type RecordLike } from './reading';

export interface Unagreed {
  at: string;
  /** Who sent it; null where only the state says that something left. */
  by: string | null;
  /** When that was mended: by the patient's agreement, or by what somebody did about it. */
  met: string | null;
}

interface Named {
  name: string;
  directory: string;
}

const LEFT: ReadonlySet<string> = new Set(['requested', 'accepted', 'rejected', 'in-progress', 'on-hold', 'failed', 'completed']);
const DECIDES = ['agreed', 'scope', 'until', 'to'] as const;

const named = (value: unknown): Named => {
  const given = isObject(value) ? value : {};
  return { name: textOf(given['name']).trim().toLowerCase(), directory: textOf(given['directory']) };
};

/** An agreement about this organisation: by its number in the directory, else by its name. */
const isFor = (consent: RecordLike, to: Named): boolean => {
  const said = named(headsOf(consent, 'to')[0]?.value);
  return to.directory !== '' && said.directory !== '' ? to.directory === said.directory : to.name !== '' && to.name === said.name;
};

const cellOf = (record: RecordLike, field: string): { value: unknown; at: string; until?: string }[] => {
  const found = record.fields[field];
  return [...(found?.heads ?? []), ...(found?.past ?? [])];
};

const moments = (consent: RecordLike): string[] => DECIDES.flatMap((field) => cellOf(consent, field).map(({ at }) => at));

const standing = (consent: RecordLike, field: string, at: string): unknown[] =>
  cellOf(consent, field).filter((one) => one.at <= at && (one.until === undefined || at < one.until)).map(({ value }) => value);

const agrees = (consent: RecordLike, at: string, day: string): boolean => {
  if (DECIDES.some((field) => standing(consent, field, at).length > 1)) return false;
  const until = textOf(standing(consent, 'until', at)[0]);
  return standing(consent, 'agreed', at)[0] === true && (until === '' || until >= day);
};

const covers = (said: readonly RecordLike[], at: string, day: string): boolean => {
  const asked = said.filter((one) => moments(one).some((moment) => moment <= at));
  return asked.length > 0 && asked.every((one) => agrees(one, at, day));
};

interface Sending {
  at: string;
  by: string | null;
  to: Named;
}

/** When something left, by whom, and to whom; where no entry says so, the state does, of whom it names. */
const sendings = (referral: RecordLike): Sending[] => {
  const targets = headsOf(referral, 'target').map(({ value }) => named(value));
  const found = (referral.entries['sent'] ?? []).map(({ at, by, value }): Sending => {
    const to = named({ name: isObject(value) ? value['to'] : '' });
    return { at, by, to: targets.find(({ name }) => name === to.name) ?? to };
  });
  if (found.length === 0 && headsOf(referral, 'state').some(({ value }) => value !== 'entered-in-error')) {
    const [since] = cellOf(referral, 'state').filter(({ value }) => LEFT.has(textOf(value))).map(({ at }) => at).sort();
    if (since !== undefined) return targets.map((to) => ({ at: since, by: null, to }));
  }
  return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};

/** The first sending that no agreement covered; null where each was covered. `consents` are all of its patient. */
export const unagreed = (referral: RecordLike, consents: readonly RecordLike[], dayOf: (at: string) => string): Unagreed | null => {
  for (const { at, by, to } of sendings(referral)) {
    const said = consents.filter((one) => isFor(one, to));
    if (covers(said, at, dayOf(at))) continue;
    const later = [...new Set(said.flatMap(moments))].filter((moment) => moment > at).sort();
    const agreed = later.find((moment) => covers(said, moment, dayOf(moment)));
    const done = (referral.entries['mended'] ?? []).map((entry) => entry.at);
    const [met = null] = [...done, ...(agreed === undefined ? [] : [agreed])].sort();
    return { at, by, met };
  }
  return null;
};
