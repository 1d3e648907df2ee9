import type { AppStore, Json, RecordId, RecordView } from '../../app/contract';
import { callsOf, nextToCall, officesOf, planOf, specialtyOf } from '../../domain/coverage-asks';
import { anyValue, isObject, isUnsettled, textField, textOf } from '../../domain/reading';
import type { Duty } from '../duties/duty';
import { makeRecord } from '../duties/starting';
import { answerWords, nextWords, planWords, specialtyWords } from '../parts/coverage-words';
import { agencyTime } from '../parts/agency-time';
import { stateWords } from '../parts/value-words';
import { aroundOf } from './around';

const byOrder = (a: RecordView, b: RecordView): number => Number(anyValue(a, 'order') ?? 9) - Number(anyValue(b, 'order') ?? 9);
export const coveragesOf = (store: AppStore, patient: RecordView['patient']): RecordView[] => [...store.of(patient, 'coverage')].sort(byOrder);

/** The plan of an insurance as an office is asked about it; null where the chart knows the payer alone. */
export const askedPlan = (coverage: RecordView): Json => {
  const type = anyValue(coverage, 'type');
  const [payer, plan] = [textField(coverage, 'payer'), textField(coverage, 'plan') || (isObject(type) ? textOf(type['display']) : '')];
  const [product, group] = [textField(coverage, 'product'), textField(coverage, 'group')];
  if (payer === '' || plan === '') return null;
  return { payer, plan, ...(product === '' ? {} : { product }), ...(group === '' ? {} : { group }) };
};

/** Begins an ask about one insurance; without one, about the patient's first. */
export const beginAsk = (store: AppStore, patient: RecordId, coverage = coveragesOf(store, patient)[0]): Promise<RecordId> => {
  const address = anyValue(store.record(patient), 'address');
  const zip = isObject(address) ? textOf(address['postalCode']).slice(0, 5) : '';
  const plan = coverage ? askedPlan(coverage) : null;
  return makeRecord(store, patient, 'coverage-check', {
    nameGiven: false,
    ...(coverage ? { coverage: coverage.id } : {}),
    ...(plan === null ? {} : { plan }),
    ...(zip === '' ? {} : { zip }),
  });
};

const MATTERS = ['state', 'plan', 'specialty', 'chosen'];

export const CALLS: Duty = {
  kind: 'coverage-check',
  place: 'calls',
  title: 'Calls',
  add: 'Ask about insurance',
  about: 'Offices to ask whether they take an insurance',
  start: (store, patient) => beginAsk(store, patient),
  row: (store, record, now) => {
    const [state, specialty] = [textField(record, 'state'), specialtyOf(record)];
    const open = isUnsettled(record, 'state') || state === 'open';
    const offices = open ? officesOf(record, aroundOf(store, record, now)) : [];
    const next = nextToCall(offices);
    const fresh = offices.find((office) => office.stands === 'fresh' && office.rows.length === 0 && office.calls.length === 0);
    const differs = MATTERS.some((field) => isUnsettled(record, field)) || offices.some((office) => office.stands === 'differ');
    const time = agencyTime(store.agency.timezone, () => now);
    const due = next?.stands === 'due' ? next.callBackAt : null;
    const chosen = anyValue(record, 'chosen');
    const plan = planOf(record);
    return {
      title: specialty === '' ? 'Specialty not chosen yet' : specialtyWords(specialty),
      facts: [
        plan ? planWords({ ...plan, group: null }) : 'plan not named yet',
        !open && isObject(chosen) ? `${isObject(chosen['provider']) ? textOf(chosen['provider']['name']) : ''}: ${answerWords(chosen)}` : '',
        !open ? nextWords(anyValue(record, 'next')) : next ? `next: ${next.provider.name}` : '',
      ].filter(Boolean).join(' · '),
      status: differs ? 'Different answers' : due !== null ? `Call back was promised for ${time.when(due)}` : fresh ? 'Answer known' : open ? 'To call' : stateWords(state),
      tone: differs ? 'different' : due !== null ? 'warning' : fresh ? 'ok' : 'quiet',
      open,
      // Call backs that are due stand first, whatever was begun before them.
      at: due !== null ? `0 ${due}` : record.created.at,
    };
  },
  // Begun or called by her; what the office began is everybody's who has the patient.
  mine: (store, record) =>
    record.created.by === store.me.id || store.person(record.created.by)?.role !== 'coordinator' || callsOf(record).some(({ by }) => by === store.me.id),
  load: () => import('./CallsScreen.svelte'),
};
