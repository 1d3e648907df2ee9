/** The end of a conference: what was agreed becomes goals and actions of the plan and its next version, in one step. */
import type { AppStore, Intent, Json, RecordId, RecordView } from '../../app/contract';
import { actionsOf, minutesBetween, namedIn, planChangesOf } from '../../domain/conference';
import { derivedId } from '../../domain/derived-id';
import { currentPlan } from '../../domain/plan-parts';
import { isChanged, snapshotOf, type Item } from '../../domain/plan-version';
import { textField } from '../../domain/reading';
import { versionIntents, type AlsoWritten } from '../plan/agreeing';
import type { PlanFacts } from '../plan/plan-facts';
import { planVersions } from '../plan/versions';

const BECAUSE = 'Agreed at a conference';

interface Wanted {
  kind: 'goal' | 'intervention';
  words: string;
  action: string;
  owner: string;
  due: string;
  /** The row that it is made of. */
  address: string;
}

/** What is agreed and not in the plan yet; a second end makes nothing twice. */
const wanted = (record: RecordView): Wanted[] => [
  ...planChangesOf(record).filter(({ made }) => made === '').map(({ row, what, words, owner, due }): Wanted => ({
    kind: what === 'goal' ? 'goal' : 'intervention',
    words: what === 'setting' ? `Change of setting: ${words}` : words,
    action: what === 'service' ? 'service' : 'task', owner, due, address: `planChanges/${row}/made`,
  })),
  ...actionsOf(record).filter(({ made }) => made === '').map(({ row, words, owner, due }): Wanted => ({
    kind: 'intervention', words, action: 'task', owner, due, address: `actions/${row}/made`,
  })),
];

interface Made extends Wanted {
  id: RecordId;
}

/** Two people who end it on two tablets make the same goals and actions: an id follows from the row that it is made of. */
const withIds = (store: AppStore, record: RecordView): Promise<Made[]> =>
  Promise.all(wanted(record).map(async (one) => ({ ...one, id: await derivedId((value) => store.sealed(value), record.id, one.address) })));

const alsoWritten = (made: readonly Made[], record: RecordView, plan: RecordId): AlsoWritten => {
  const also: AlsoWritten = { intents: [], goals: [], actions: [] };
  for (const { id, kind, words, action, owner, due, address } of made) {
    const item: Item =
      kind === 'goal'
        ? { id, words, state: 'accepted' }
        : { id, what: words, kind: action, ...(owner ? { owner } : {}), ...(due ? { due } : {}), state: 'planned' };
    const fields = kind === 'goal'
      ? { words, setBy: BECAUSE, plan }
      : { what: words, kind: action, plan, because: BECAUSE, ...(owner ? { owner } : {}), ...(due ? { due } : {}) };
    also.intents.push(
      { do: 'create', record: id, kind, patient: record.patient, fields, ...(kind === 'goal' ? { events: [{ field: 'state', event: 'accept' }] } : {}) },
      { do: 'set', record: record.id, field: address, value: id },
    );
    (kind === 'goal' ? also.goals : also.actions).push(item);
  }
  return also;
};

export interface Ending {
  intents: Intent[];
  /** Null where the plan stays as it was. */
  version: RecordId | null;
  number: number;
}

/** Whether its end makes a version of the plan, which is signed with it. */
export const endMakesVersion = (store: AppStore, record: RecordView): boolean => {
  const versions = store.of(record.patient, 'plan_version');
  const plan = currentPlan(store.of(record.patient, 'plan'), versions);
  return wanted(record).length > 0 || isChanged(snapshotOf(plan, { of: (kind) => store.of(record.patient, kind) }), planVersions(store, record.patient as RecordId));
};

export interface EndedAt {
  at: string;
  today: string;
  /** The five words instead of the passkey. */
  passphrase: string | undefined;
}

export const endingIntents = async (store: AppStore, record: RecordView, facts: PlanFacts, { at, today, passphrase }: EndedAt): Promise<Ending> => {
  const agreedBy = namedIn(record, 'agreed').map(({ name, relation }) => ({ name, relation }));
  const rows = await withIds(store, record);
  const sign = (said: Json): Promise<Json> => store.proven(said, passphrase);
  const agreement = { madeIn: 'conference', agreedBy, at, today, conference: record.id, sign } as const;
  const made = await versionIntents(store, facts, agreement, (plan) => alsoWritten(rows, record, plan));
  const minutes = minutesBetween(textField(record, 'startedAt'), at);
  return {
    intents: [
      ...(made?.intents ?? []),
      { do: 'event', record: record.id, field: 'state', event: 'close' },
      { do: 'set', record: record.id, field: 'endedAt', value: at },
      ...(minutes === null ? [] : [{ do: 'set' as const, record: record.id, field: 'minutes', value: minutes }]),
    ],
    version: made?.version ?? null,
    number: made?.number ?? 0,
  };
};
