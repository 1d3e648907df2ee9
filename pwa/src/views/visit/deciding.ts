/** What a tap on a suggestion writes. Each is one batch; the suggestion itself writes nothing. */
import type { Intent, Json, RecordView } from '../../app/contract';
import { showDate } from '../../domain/dates';
import { anyValue, textField, textOf } from '../../domain/reading';
import { decidedNeed, nextRank, type NeedCode, type Suggestion } from '../../domain/suggestions';
import type { AgencyTime } from '../parts/agency-time';
import { inTurn } from './in-turn';
import type { VisitModel } from './visit-model.svelte';
import type { Writer } from './writer.svelte';

export type Wants = 'now' | 'later' | 'has-help' | 'does-not-want' | 'other';

export const NOT_NOW: [Wants, string][] = [
  ['does-not-want', "Doesn't want"],
  ['has-help', 'Already has help'],
  ['later', 'Later'],
  ['other', 'Other'],
];

interface Decision {
  event: 'confirm' | 'decline';
  wants: Wants | null;
}

export const WANTS_NOW: Decision = { event: 'confirm', wants: 'now' };
export const NOT_A_PROBLEM: Decision = { event: 'decline', wants: null };
export const notNow = (wants: Wants): Decision => ({ event: 'decline', wants });

const codeJson = ({ system, code, display }: NeedCode): Json => ({ system, code, display });

export const because = (suggestion: Suggestion, time: (iso: string) => string): string =>
  suggestion.reasons.map(({ display, at }) => `${display} (${time(at)})`).join('; ');

/** What is kept with the need is read on other days, on paper too: each time has its day. */
export const keptReason = (suggestion: Suggestion, time: Pick<AgencyTime, 'date' | 'time'>): string =>
  because(suggestion, (at) => `${showDate(time.date(at))} ${time.time(at)}`);

const create = (model: VisitModel, suggestion: Suggestion, decision: Decision): Intent => {
  // One code to choose from is no choice; several wait for a person, here or in the office.
  const [only, ...others] = suggestion.rule.codes.filter(({ billable }) => billable);
  return {
    do: 'create',
    record: model.store.newId(),
    kind: 'need',
    patient: model.patientId,
    fields: {
      domain: { ...suggestion.rule.domain },
      reason: keptReason(suggestion, model.time),
      from: suggestion.reasons.map(({ assessment, linkId, display }) => ({ assessment, linkId, display })),
      ...(decision.wants === null ? {} : { wants: decision.wants }),
      ...(decision.event === 'confirm' ? { rank: nextRank(model.needs) } : {}),
      ...(only && others.length === 0 && decision.event === 'confirm' ? { code: codeJson(only) } : {}),
    },
    events: [{ field: 'state', event: decision.event }],
  };
};

const change = (model: VisitModel, need: RecordView, decision: Decision): Intent[] => {
  const state = textField(need, 'state');
  const target = decision.event === 'confirm' ? 'confirmed' : 'declined';
  // The same tap again: what was decided stands, with its place in the patient's order.
  if (state === target && textOf(anyValue(need, 'wants')) === (decision.wants ?? '')) return [];
  return [
    ...(state === target ? [] : [{ do: 'event' as const, record: need.id, field: 'state', event: decision.event }]),
    { do: 'set', record: need.id, field: 'wants', value: decision.wants },
    { do: 'set', record: need.id, field: 'rank', value: decision.event === 'confirm' ? nextRank(model.needs) : null },
  ];
};

export const decide = (
  model: VisitModel,
  writer: Writer,
  suggestion: Suggestion,
  decision: Decision,
): Promise<boolean> =>
  inTurn(`${model.id}|need|${suggestion.rule.id}`, async () => {
    const need = decidedNeed(suggestion, model.store.of(model.patientId, 'need'), model.id);
    const intents = need ? change(model, need, decision) : [create(model, suggestion, decision)];
    return intents.length === 0 || writer.keep((form) => form.send(intents));
  });

/** Two neighbours change places in the patient's own order. */
export const swapRanks = (writer: Writer, ordered: RecordView[], index: number, by: 1 | -1): Promise<boolean> => {
  const moved = [...ordered];
  const [one] = moved.splice(index, 1);
  if (one) moved.splice(index + by, 0, one);
  const sets = moved.flatMap((need, place): Intent[] =>
    need.fields.rank?.heads[0]?.value === place + 1 ? [] : [{ do: 'set', record: need.id, field: 'rank', value: place + 1 }],
  );
  return writer.keep((form) => form.send(sets));
};

export const OWN_DOMAIN = 'https://doorstep.invalid/fhir/need-domain';

export const addOwnNeed = (model: VisitModel, writer: Writer, words: string, away: string): Promise<boolean> =>
  writer.keep((form) =>
    form.send([
      {
        do: 'create',
        record: model.store.newId(),
        kind: 'need',
        patient: model.patientId,
        fields: {
          domain: { system: OWN_DOMAIN, code: 'added', display: words },
          reason: 'Added by you in the visit',
          wants: 'now',
          rank: nextRank(model.needs),
        },
        events: [{ field: 'state', event: 'confirm' }],
      },
    ], away),
  );
