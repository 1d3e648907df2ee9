/**
 * The table of places. Routes live after `#`, so that they never reach a server's log, and they hold
 * ids of records only: no name, no term, no answer (they end up in the browser's history on disk).
 */
export const CHART_TABS = ['summary', 'plan', 'timeline', 'scores', 'outcomes', 'coverage', 'contacts', 'documents', 'access'] as const;
export type ChartTab = (typeof CHART_TABS)[number];

/** Work for a patient with a screen of its own; what each is stands in `views/duties`. */
export const DUTY_PLACES = ['referrals', 'calls', 'options', 'conferences', 'transitions', 'teaching', 'tasks', 'actions'] as const;
export type DutyPlace = (typeof DUTY_PLACES)[number];

export type Route =
  | { at: 'enrol'; code: string }
  | { at: 'unlock' }
  | { at: 'today' }
  | { at: 'patients' }
  | { at: 'work'; list: string }
  | { at: 'library'; list: string }
  | { at: 'form'; id: string }
  | { at: 'material'; id: string }
  | { at: 'show'; id: string }
  | { at: 'messages'; patient: string }
  | { at: 'facility'; id: string }
  | { at: 'service'; id: string }
  | { at: 'search' }
  | { at: 'trust' }
  | { at: 'rescue' }
  | { at: 'settings' }
  | { at: 'emergency' }
  | { at: 'chart'; patient: string; tab: ChartTab }
  | { at: 'visit'; visit: string; rest: string[] }
  | { at: 'different'; id: string }
  | { at: 'duty'; place: DutyPlace; id: string; patient: string }
  | { at: 'office'; rest: string[] }
  | { at: 'nowhere' };

/** Path segments of a hash such as `#/patients/<id>/plan`; a segment that cannot be decoded is nowhere. */
const segments = (hash: string): string[] | null => {
  try {
    return hash
      .replace(/^#\/?/u, '')
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch (problem) {
    if (problem instanceof URIError) return null;
    throw problem;
  }
};

const isDutyPlace = (place: string): place is DutyPlace => (DUTY_PLACES as readonly string[]).includes(place);
/** One of a list of the library, by the list. */
const LIBRARY_DETAIL = { forms: 'form', teaching: 'material', facilities: 'facility', services: 'service' } as const;

const isTab = (tab: string): tab is ChartTab => (CHART_TABS as readonly string[]).includes(tab);

export const readRoute = (hash: string): Route => {
  const parts = segments(hash);
  if (parts === null) return { at: 'nowhere' };
  const [place = '', first = '', second = ''] = parts;
  switch (place) {
    case '':
    case 'today':
      return { at: 'today' };
    case 'enrol':
      return { at: 'enrol', code: first };
    case 'unlock':
    case 'patients':
      if (place === 'patients' && first !== '') {
        const tab = second === '' ? 'summary' : second;
        return isTab(tab) ? { at: 'chart', patient: first, tab } : { at: 'nowhere' };
      }
      return { at: place };
    case 'work':
      return { at: 'work', list: first };
    case 'library':
      if (second !== '' && first in LIBRARY_DETAIL) return { at: LIBRARY_DETAIL[first as keyof typeof LIBRARY_DETAIL], id: second };
      return { at: 'library', list: first };
    case 'messages':
      return first === '' ? { at: 'work', list: 'messages' } : { at: 'messages', patient: first };
    case 'show':
      return first === '' ? { at: 'nowhere' } : { at: 'show', id: first };
    case 'search':
    case 'trust':
    case 'rescue':
    case 'settings':
    case 'emergency':
      return { at: place };
    case 'visits':
      return first === '' ? { at: 'nowhere' } : { at: 'visit', visit: first, rest: parts.slice(2) };
    case 'different':
      return first === '' ? { at: 'work', list: 'decide' } : { at: 'different', id: first };
    case 'office':
      return { at: 'office', rest: parts.slice(1) };
    default:
      return isDutyPlace(place) && first !== '' ? { at: 'duty', place, id: first, patient: second } : { at: 'nowhere' };
  }
};

/** One level up, for Back where there is no earlier place in this session. */
export const parentOf = (route: Route): string => {
  switch (route.at) {
    case 'chart':
      return '#/patients';
    case 'different':
      return '#/work/decide';
    case 'duty':
      return route.patient === '' ? `#/work/${route.place === 'actions' ? 'tasks' : route.place}` : chartHref(route.patient);
    case 'form':
      return '#/library/forms';
    case 'messages':
      return chartHref(route.patient);
    case 'material':
      return '#/library/teaching';
    case 'facility':
      return '#/library/facilities';
    case 'service':
      return '#/library/services';
    case 'rescue':
      return '#/trust';
    case 'work':
      return route.list === '' ? '#/today' : '#/work';
    case 'library':
      return route.list === '' ? '#/today' : '#/library';
    case 'office':
      if (route.rest[0] === 'note' && route.rest[1] !== undefined) return `#/office/queue/${route.rest[1]}`;
      if (route.rest[0] === 'transition-paper') return '#/office/transitions';
      if (route.rest[0] === 'packet') return '#/office/referrals';
      if (route.rest[0] === 'places') return '#/office/patients';
      if (route.rest[0] === 'plan' && route.rest[1] !== undefined) return chartHref(route.rest[1], 'plan');
      return route.rest.length > 1 ? `#/office/${route.rest[0] ?? 'queue'}` : '#/office/queue';
    default:
      return '#/today';
  }
};

export const chartHref = (patient: string, tab: ChartTab = 'summary'): string => `#/patients/${patient}/${tab}`;
/** Without a section the visit opens where it was left. */
export const visitHref = (visit: string, section = ''): string => `#/visits/${visit}${section === '' ? '' : `/${section}`}`;
/** What a reviewer may print; the screen reads it from the server, and that is on record. */
export const noteHref = (visit: string): string => `#/office/note/${visit}`;
export const packetHref = (referral: string): string => `#/office/packet/${referral}`;
/** The list of places that was shown last. */
export const placesHref = (options: string): string => `#/office/places/${options}`;
export const planHref = (patient: string): string => `#/office/plan/${patient}`;
export const materialHref = (id: string): string => `#/library/teaching/${id}`;
/** Turned to the patient: a page that holds only this. */
export const showHref = (id: string): string => `#/show/${id}`;
export const messagesHref = (patient: string): string => `#/messages/${patient}`;
/** `patient` is whose it is: the office reads her chart before it shows one thing of it. */
export const dutyHref = (place: DutyPlace, id: string, patient: string): string => `#/${place}/${id}/${patient}`;
export const differentHref = (id: string): string => `#/different/${id}`;
