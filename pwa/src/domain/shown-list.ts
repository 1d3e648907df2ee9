/**
 * The list of places that a patient is shown, whole and in its order, as it is kept: the page that is turned to her
 * and the paper both read it from the record, so that nobody is shown what is not on record. Reading grade 6.
 */
import type { Estimate } from './cost-estimate';
import { money } from './cost-estimate';
import type { Match } from './facility-match';
import { familySaid, isFamilyLanguage, lineDay, type FamilyLanguage } from './family-words';
import type { ShownList, ShownPlace } from './generated/values';
import { isObject, listOf, textOf, type RecordLike } from './reading';
import { estimateWords, inOrder, orderWords, PLACE_ORDERS, placeLines, placeName, type PlaceOrder } from './place-lines';

/** A list that nobody can read is no choice, and one change of the record has to hold it. */
export const MOST_SHOWN = 150;

const estimateLines = ({ lines }: Estimate, language: FamilyLanguage): string[] =>
  lines.map(({ words, days, perDay }) => {
    const price = perDay === null ? familySaid(language, 'priceUnknown') : familySaid(language, 'priceDay', { rate: money(perDay) });
    return familySaid(language, days === 1 ? 'costOne' : 'costMany', { what: words, days: String(days), price });
  });

export interface Listed {
  at: string;
  order: PlaceOrder;
  filters: string;
  days: number;
  language?: FamilyLanguage;
}

/** What is the same for every place is said once for the list; a place that the insurance does not pay says its own. */
export const shownListOf = (matches: readonly Match[], estimateFor: (match: Match) => Estimate | null, { at, order, filters, days, language = 'en' }: Listed): ShownList => {
  const made = inOrder(matches, order).map((match) => ({ match, estimate: estimateFor(match) }));
  const told = made.map(({ estimate }) => (estimate ? [...estimateLines(estimate, language), ...estimate.assumptions] : []));
  const paid = told.filter((_, place) => made[place]?.match.takesPart !== 'no');
  const assumptions = (paid[0] ?? []).filter((words) => paid.every((each) => each.includes(words)));
  const date = matches.map(({ facility }) => facility.dataDate).filter(Boolean).sort().at(0);
  return {
    at, how: 'screen', language, order: orderWords(language, order), filters, source: familySaid(language, 'listSource'), assumptions,
    ...(date === undefined ? {} : { dataDate: date }),
    places: made.map(({ match, estimate }, place) => ({
      facility: match.facility.id,
      ccn: match.facility.ccn,
      name: placeName(match.facility),
      lines: placeLines(match, estimate, days, language),
      estimate: (told[place] ?? []).filter((words) => !assumptions.includes(words)),
      financialInterest: match.facility.ours.financialInterest,
    })),
  };
};

const words = (value: unknown): string[] => listOf(value).map(textOf).filter(Boolean);

const readPlace = (value: Record<string, unknown>): ShownPlace => ({
  facility: textOf(value.facility), ccn: textOf(value.ccn), name: textOf(value.name), lines: words(value.lines), estimate: words(value.estimate),
  financialInterest: typeof value.financialInterest === 'boolean' ? value.financialInterest : null,
});

/** Every list that was shown or printed, the first one first. */
export const shownLists = (options: RecordLike): { id: string; list: ShownList }[] =>
  (options.entries.shown ?? []).flatMap(({ id, value }) => {
    if (!isObject(value)) return [];
    const { at, language, order, filters, dataDate, source, how } = value;
    const list: ShownList = {
      at: textOf(at), order: textOf(order), filters: textOf(filters), source: textOf(source), assumptions: words(value.assumptions), how: how === 'paper' ? 'paper' : 'screen',
      ...(isFamilyLanguage(language) ? { language } : {}),
      ...(textOf(dataDate) === '' ? {} : { dataDate: textOf(dataDate) }),
      places: listOf(value.places).filter(isObject).map(readPlace),
    };
    return [{ id, list }];
  });

/** The list is kept in the words that were shown. One of before a list said its language tells it by those of its order. */
export const languageOfList = ({ language, order }: Pick<ShownList, 'language' | 'order'>): FamilyLanguage =>
  language ?? (PLACE_ORDERS.some((code) => orderWords('es', code) === order) ? 'es' : 'en');

/** Where the figures are from, and of which day. */
export const sourceWords = (list: ShownList): string => {
  const [source, language] = [list.source ?? '', languageOfList(list)];
  return list.dataDate ? familySaid(language, 'asOf', { source, day: lineDay(language, list.dataDate) }) : source;
};

/** The same words in another order, which the patient asked for; what is in no list any more stays last. */
export const reordered = (list: ShownList, matches: readonly Match[], order: PlaceOrder, at: string): ShownList => {
  const place = new Map(inOrder(matches, order).map(({ facility }, index) => [facility.id, index]));
  const last = place.size;
  const language = languageOfList(list);
  return { ...list, at, how: 'screen', language, order: orderWords(language, order), places: [...list.places].sort((a, b) => (place.get(a.facility) ?? last) - (place.get(b.facility) ?? last)) };
};

export const orderOf = (list: ShownList): PlaceOrder => PLACE_ORDERS.find((code) => orderWords(languageOfList(list), code) === list.order) ?? 'distance';

/** Who pays, the days, a price or a year's rate changed since: a place would cost something else than was shown. */
export const costsOtherNow = (list: ShownList, matches: readonly Match[], estimateFor: (match: Match) => Estimate | null, days: number): boolean => {
  const shown = new Map(list.places.map((place) => [place.facility, place]));
  return matches.some((match) => {
    const place = shown.get(match.facility.id);
    if (place === undefined) return false;
    const estimate = estimateFor(match);
    return estimate === null ? (place.estimate ?? []).length > 0 : !place.lines.includes(estimateWords(estimate, days, languageOfList(list)));
  });
};
