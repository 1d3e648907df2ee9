/** From the patient's choices to one referral each, in one batch: nothing of it is typed again. */
import type { AppStore, Intent, Json, RecordId, RecordView } from '../../app/contract';
import { showDate } from '../../domain/dates';
import { facilitiesOf, facilityOf, type Facility } from '../../domain/directory';
import type { OfferedPart } from '../../domain/packet';
import { isDeleted, isObject, settled, textField, textOf } from '../../domain/reading';
import { agreementTo, consentsTo, isOpen, mayShareSubstanceUse, organisationValue, requestOf, type Agreement, type Organisation } from '../../domain/referrals';
import { placeAddress } from '../../domain/place-lines';
import { valueWords } from '../parts/value-words';
import { agreeing, leaving, offeredParts, type Referral, type Way } from '../referrals/acts';
import { choiceOf, daysOf, mustHavesOf, type Chosen } from './options-facts';

/** All referrals that grew from these options, in the order in which they were made. */
export const referralsOf = (store: AppStore, options: RecordView): RecordView[] =>
  store.of(options.patient, 'referral').filter((one) => textField(one, 'options') === options.id && !isDeleted(one));

/** Published no more, or not among the places that this tablet carries. */
export type Lost = 'gone' | 'unknown';

/** What became of a place since it was chosen. Where no directory is at hand nothing is said of any. */
const lostOf = (store: AppStore, { facility }: Chosen): Lost | null => {
  if (facilitiesOf(store).length === 0) return null;
  const found = facilityOf(store, facility);
  if (found === undefined) return 'unknown';
  return found.gone ? 'gone' : null;
};

/** Whose turn it is to be asked, with what was said about sharing with them. */
export interface Turn {
  place: Chosen;
  to: Organisation;
  agreement: Agreement;
  lost: Lost | null;
  /** The referral that waits already, as a draft. */
  draft: RecordView | undefined;
}

const organisationOf = ({ facility: directory, name }: Chosen, facility: Facility | undefined): Organisation => ({
  name, directory, fax: '', phone: facility?.phone ?? '', address: facility ? placeAddress(facility) : '', postalCode: facility?.address.zip ?? '',
});

const directoryOf = (referral: RecordView): string => {
  const target = settled(referral, 'target');
  return isObject(target) ? textOf(target.directory) : '';
};

/** The chosen places that were not asked since the choice, the first choice first. */
export const turnsOf = (store: AppStore, options: RecordView, today: string): Turn[] => {
  const choice = choiceOf(options);
  const made = referralsOf(store, options);
  const consents = store.of(options.patient, 'consent');
  return (choice?.places ?? []).flatMap((place) => {
    const own = made.filter((one) => directoryOf(one) === place.facility && (isOpen(one) || one.created.at >= (choice?.at ?? '')));
    const draft = own.find((one) => settled(one, 'state') === 'draft');
    if (own.length > 0 && draft === undefined) return [];
    const to = organisationOf(place, facilityOf(store, place.facility));
    return [{ place, to, draft, lost: lostOf(store, place), agreement: agreementTo(consents, to, today) }];
  });
};

/** Whether one tap may settle it: who refused, or was heard to say two things, is asked on the referral's own page. */
export const mayAsk = ({ agreement }: Turn): boolean => agreement === 'none' || agreement === 'agreed' || agreement === 'over';

/** What the place has to know to answer at all; the rest of the chart stays until somebody adds it. */
const wordsOf = (options: RecordView): string => {
  const words = (field: string, value: unknown = settled(options, field)): string => valueWords('facility_options', field, value);
  const neededBy = textOf(settled(options, 'neededBy'));
  const musts = mustHavesOf(options).map((one) => words('mustHaves', one)).join(', ');
  const pays = [words('pays'), textOf(settled(options, 'authorization')) && `authorization: ${words('authorization').toLocaleLowerCase()}`].filter(Boolean).join(', ');
  return [
    neededBy && `Needed by ${showDate(neededBy)}.`,
    `Planned for ${daysOf(options)} ${daysOf(options) === 1 ? 'day' : 'days'}.`,
    musts && `Must have: ${musts}.`,
    pays && `Who would pay: ${pays}.`,
  ].filter(Boolean).join(' ');
};

export type Priority = 'routine' | 'urgent';

const fieldsOf = (options: RecordView, to: Organisation, priority: Priority): Record<string, Json> => ({
  options: options.id,
  service: valueWords('facility_options', 'levelOfCare', settled(options, 'levelOfCare')),
  target: organisationValue(to),
  priority,
  words: wordsOf(options),
});

/** As it will stand once the batch is kept, so that what leaves is read from the same words. */
const asMade = (options: RecordView, id: RecordId, fields: Record<string, Json>): Referral => ({
  id, kind: 'referral', patient: options.patient, entries: {},
  fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { heads: [{ value, by: '', at: '' }] }])),
});

/** What a place would read; of alcohol and drug use only where the patient agreed to that before. */
export const partsFor = (store: AppStore, options: RecordView, turn: Turn, priority: Priority): OfferedPart[] =>
  partsOfMade(store, turn, turn.draft ?? asMade(options, options.id, fieldsOf(options, turn.to, priority)));

const partsOfMade = (store: AppStore, { agreement, to }: Turn, referral: Referral): OfferedPart[] =>
  offeredParts(store, referral, agreement === 'agreed' && mayShareSubstanceUse(store.of(referral.patient, 'consent'), to));

export interface Asking {
  /** Places whom the patient agreed to ask now; the others wait as drafts for their turn. */
  now: ReadonlySet<string>;
  by: { name: string; relation: string };
  how: Way;
  chosen: ReadonlySet<string>;
  priority: Priority;
  at: string;
}

/** A referral per place, what the patient said of each that is asked, and what leaves for it. */
export const sendingAll = (store: AppStore, options: RecordView, turns: readonly Turn[], { now, by, how, chosen, priority, at }: Asking): Intent[] => {
  const [earlier] = referralsOf(store, options);
  let request = earlier ? requestOf(earlier) : '';
  // What is made in one batch is listed by its ids: sorted, the first choice stays first, and the next one to ask is next.
  const ids = turns.map(() => store.newId()).sort();
  return turns.flatMap((turn, place) => {
    const fields = { ...fieldsOf(options, turn.to, priority), ...(request === '' ? {} : { request }) };
    const referral = turn.draft ?? asMade(options, ids[place] ?? store.newId(), fields);
    request ||= referral.id;
    const intents: Intent[] = turn.draft ? [] : [{ do: 'create', record: referral.id, kind: 'referral', patient: options.patient, fields }];
    if (!now.has(turn.place.facility) || !mayAsk(turn)) return intents;
    const said = turn.agreement === 'agreed' ? [] : agreeing(store, referral, true, 'service', by, at);
    const consent = said[0]?.record ?? consentsTo(store.of(options.patient, 'consent'), turn.to)[0]?.id;
    return consent === undefined ? intents : [...intents, ...said, ...leaving(referral, partsOfMade(store, turn, referral), consent, how, chosen, at)];
  });
};

/** How a place answered: in which words, why not, and after how many hours. */
export interface Answered {
  reason: string;
  said: string;
  who: string;
  hours: number | null;
}

export const answeredOf = (referral: RecordView): Answered | null => {
  const entry = referral.entries['answers']?.at(-1);
  if (!entry || !isObject(entry.value)) return null;
  const sent = referral.entries['sent']?.at(-1)?.value;
  const [from, to] = [Date.parse(isObject(sent) ? textOf(sent.at) : ''), Date.parse(textOf(entry.value.at))];
  const state = referral.fields['state']?.heads;
  return {
    reason: state?.length === 1 ? (state[0]?.why?.text ?? '') : '',
    said: textOf(entry.value.said),
    who: textOf(entry.value.spokeWith),
    hours: Number.isFinite(to - from) ? Math.max(0, Math.round((to - from) / 3_600_000)) : null,
  };
};
