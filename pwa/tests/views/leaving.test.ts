import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NotSaved, type AppStore, type Intent, type Json, type RecordId, type RecordView } from '../../src/app/contract';
import { leaveAfterUnlock, pressedToAll, sendToAll } from '../../src/views/options/leaving';
import { BOARD, moveSoon, pressedMove, takeUpMoves } from '../../src/views/office/moving';
import { waiting } from '../../src/views/parts/waiting-move.svelte';
import { pressedReferral, sendReferral, waitAgain } from '../../src/views/referrals/leaving';
import { VaultProblem } from '../../src/vault/errors';
import { head, LUZ, reader, record } from './records';

const TOLD = { how: 'fax', parts: ['reach'] } as const;
const PAGE = 'the-options' as RecordId;
const kitchen = { name: 'Kitchen', phone: '555 0101' };
const agreed = (name = 'Kitchen', value = true): RecordView => record('consent', { to: { name }, agreed: value, scope: 'service' });
const draft = (target: Json = kitchen): RecordView => record('referral', { state: 'draft', service: 'Meals', target });
const moved = (referral: RecordView, state: string): void => { referral.fields['state'] = { heads: [head(state)], past: [] }; };

/** A tablet: what is sent there moves its referrals, and what is kept there outlasts the page. */
const tablet = (records: RecordView[], kept = new Map<string, Json>()): { store: AppStore; sent: Intent[][]; kept: Map<string, Json>; lock: () => void; refuse: (problem: Error | null) => void } => {
  const sent: Intent[][] = [];
  let [phase, refusal, made]: ['open' | 'locked', Error | null, number] = ['open', null, 0];
  const store = {
    ...reader([record('patient', { name: { given: ['Luz'], family: 'Delgado' } }, { id: LUZ }), ...records]),
    get phase() { return phase; },
    agency: { name: 'Riverside', officePhone: '', timezone: 'America/New_York' },
    newId: () => `made-${++made}`,
    local: (key: string) => kept.get(key),
    keepTyped: (key: string, value: Json) => {
      if (phase === 'locked') return Promise.reject(new VaultProblem('locked', 'no store is open'));
      if (value === null) kept.delete(key);
      else kept.set(key, value);
      return Promise.resolve(true);
    },
    openForm: () => ({
      close: () => undefined,
      send: (intents: Intent[]) => {
        if (refusal) return Promise.reject(refusal);
        sent.push(intents);
        for (const one of intents) {
          const referral = one.do === 'event' && one.event === 'send' ? records.find(({ id }) => id === one.record) : undefined;
          if (referral) moved(referral, 'requested');
        }
        return Promise.resolve();
      },
    }),
  } as unknown as AppStore;
  return { store, sent, kept, lock: () => { phase = 'locked'; }, refuse: (problem) => { refusal = problem; } };
};

const eventsOf = (sent: Intent[][]): [string, string][] => sent.flat().flatMap((one) => (one.do === 'event' ? [[one.record, one.event] as [string, string]] : []));

beforeEach(() => {
  vi.stubGlobal('document', { getElementById: () => null });
  waiting.undo();
  waiting.told = null;
});

describe('a referral that was sent', () => {
  it('waits for its Undo, and Undo leaves nothing behind', async () => {
    const referral = draft();
    const { store, sent, kept } = tablet([referral, agreed()]);
    expect(await sendReferral(store, referral, TOLD)).toBe(true);
    expect(waiting.now).toMatchObject({ on: referral.id, words: 'Sent to Kitchen in 10 seconds.' });
    expect(sent).toEqual([]);
    waiting.undo();
    await waiting.finish();
    expect(waiting.told?.words).toBe('Not sent. It stands as it was.');
    expect(pressedReferral(store, referral)).toBeNull();
    await leaveAfterUnlock(store, () => false);
    expect(sent).toEqual([]);
    expect([...kept.keys()]).toEqual([]);
  });

  it('leaves as it was read when its page is left, once', async () => {
    const referral = draft();
    const { store, sent, kept } = tablet([referral, agreed()]);
    await sendReferral(store, referral, TOLD);
    waiting.left(PAGE);
    expect(sent).toEqual([]);
    waiting.left(referral.id);
    await waiting.finish();
    expect(eventsOf(sent)).toEqual([[referral.id, 'send']]);
    expect(sent.flat()[0]).toMatchObject({ do: 'append', field: 'sent', value: { how: 'fax', to: 'Kitchen' } });
    expect(waiting.told).toEqual({ on: referral.id, about: referral.id, words: 'Sent to Kitchen. Write their answer down here.' });
    await leaveAfterUnlock(store, () => false);
    expect(sent).toHaveLength(1);
    expect([...kept.keys()]).toEqual([]);
  });

  it('keeps its Undo where Send is tapped twice', async () => {
    const referral = draft();
    const { store, sent } = tablet([referral, agreed()]);
    expect(await Promise.all([sendReferral(store, referral, TOLD), sendReferral(store, referral, TOLD)])).toEqual([true, true]);
    expect(sent).toEqual([]);
    waiting.undo();
    await waiting.finish();
    expect(sent).toEqual([]);
    expect(waiting.told?.words).toBe('Not sent. It stands as it was.');
  });

  it('leaves at once when another one is sent, both', async () => {
    const [first, second] = [draft(), draft({ name: 'Pantry' })];
    const { store, sent } = tablet([first, second, agreed(), agreed('Pantry')]);
    await sendReferral(store, first, TOLD);
    await sendReferral(store, second, TOLD, PAGE);
    expect(eventsOf(sent)).toEqual([[first.id, 'send']]);
    expect(waiting.now?.on).toBe(PAGE);
    await waiting.finish();
    expect(eventsOf(sent)).toEqual([[first.id, 'send'], [second.id, 'send']]);
  });

  it('does not begin to leave without an agreement, and does not leave where it was taken back meanwhile', async () => {
    const referral = draft();
    const consent = agreed();
    const { store, sent } = tablet([referral, consent]);
    consent.fields['agreed'] = { heads: [head(false)], past: [] };
    expect(await sendReferral(store, referral, TOLD)).toBe(false);
    expect(waiting.now).toBeNull();
    consent.fields['agreed'] = { heads: [head(true)], past: [] };
    expect(await sendReferral(store, referral, TOLD)).toBe(true);
    consent.fields['agreed'] = { heads: [head(false)], past: [] };
    await waiting.finish();
    expect(sent).toEqual([]);
    expect(waiting.told?.words).toBe('Not sent: something changed meanwhile. Look at it again.');
  });

  it('is not sent again where a colleague sent it within these seconds', async () => {
    const referral = draft();
    const { store, sent } = tablet([referral, agreed()]);
    await sendReferral(store, referral, TOLD);
    moved(referral, 'requested');
    await waiting.finish();
    expect(sent).toEqual([]);
    expect(waiting.told?.words).toContain('Sent to Kitchen');
  });

  it('is said not to have been sent where the tablet could not keep it, and no later Unlock sends it', async () => {
    const referral = draft();
    const { store, sent, refuse } = tablet([referral, agreed()]);
    await sendReferral(store, referral, TOLD);
    refuse(new NotSaved('failed', 'The tablet could not keep this.'));
    await waiting.finish();
    expect(waiting.told?.words).toBe('Not sent. The tablet could not keep this.');
    refuse(null);
    await leaveAfterUnlock(store, () => false);
    expect(sent).toEqual([]);
  });
});

describe('an app that ended while a referral waited', () => {
  const ended = async (): Promise<{ referral: RecordView; kept: Map<string, Json>; records: RecordView[] }> => {
    const records = [draft(), agreed()];
    const [referral] = records as [RecordView];
    const before = tablet(records);
    await sendReferral(before.store, referral, TOLD);
    before.lock();
    await waiting.finish();
    expect(before.sent).toEqual([]);
    return { referral, kept: before.kept, records };
  };

  it('goes on with the next Unlock, once, with what was pressed', async () => {
    const { referral, kept, records } = await ended();
    const after = tablet(records, kept);
    await leaveAfterUnlock(after.store, () => false);
    expect(eventsOf(after.sent)).toEqual([[referral.id, 'send']]);
    expect(after.sent.flat()[0]).toMatchObject({ value: { how: 'fax' } });
    await leaveAfterUnlock(after.store, () => false);
    expect(after.sent).toHaveLength(1);
    expect([...kept.keys()]).toEqual([]);
  });

  it('has left where the lock came while that was being kept, and the next Unlock sends nothing again', async () => {
    const records = [draft(), agreed()];
    const [referral] = records as [RecordView];
    const before = tablet(records);
    await sendReferral(before.store, referral, TOLD);
    const left = waiting.finish();
    before.lock();
    await left;
    expect(eventsOf(before.sent)).toEqual([[referral.id, 'send']]);
    expect(pressedReferral(before.store, referral)).not.toBeNull();
    const after = tablet(records, before.kept);
    await leaveAfterUnlock(after.store, () => false);
    expect(after.sent).toEqual([]);
    expect([...before.kept.keys()]).toEqual([]);
  });

  it('offers Undo once more on its own page, and nothing leaves behind that', async () => {
    const { referral, kept, records } = await ended();
    const after = tablet(records, kept);
    await leaveAfterUnlock(after.store, (page) => page === referral.id);
    expect(after.sent).toEqual([]);
    const pressed = pressedReferral(after.store, referral);
    if (pressed) waitAgain(after.store, pressed);
    expect(waiting.now?.on).toBe(referral.id);
    await waiting.finish();
    expect(eventsOf(after.sent)).toEqual([[referral.id, 'send']]);
  });

  it('says on its page that it may not leave any more, and leaves nothing', async () => {
    const { referral, kept, records } = await ended();
    const after = tablet([referral, agreed('Kitchen', false)], kept);
    expect(records).toContain(referral);
    await leaveAfterUnlock(after.store, () => false);
    const pressed = pressedReferral(after.store, referral);
    if (pressed) waitAgain(after.store, pressed);
    expect(waiting.now).toBeNull();
    expect(waiting.told?.words).toContain('Not sent');
    expect(after.sent).toEqual([]);
  });
});

describe('Send to all', () => {
  const share = { ticked: ['a', 'b'], chosen: ['reach'], how: 'phone', by: 'Rosa Diaz', priority: 'urgent' };
  const options = (): RecordView => record('facility_options', { state: 'chosen', levelOfCare: 'snf', choice: { places: ['a', 'b', 'c'].map((facility) => ({ facility, name: `Home ${facility}` })), by: 'Luz', at: '2026-11-20T14:00:00.000Z' } });

  it('leaves as a whole, and the form is put away only then', async () => {
    const [whose, gone] = [options(), vi.fn()];
    const { store, sent } = tablet([whose]);
    expect(await sendToAll(store, whose, share, gone)).toBe(true);
    expect(waiting.now).toMatchObject({ on: whose.id, words: 'Sent to 2 places in 10 seconds.' });
    expect([sent, gone.mock.calls.length]).toEqual([[], 0]);
    await waiting.finish();
    expect(sent).toHaveLength(1);
    expect(eventsOf(sent).map(([, event]) => event)).toEqual(['send', 'send']);
    expect(sent.flat().filter((one) => one.do === 'create' && one.kind === 'consent')).toMatchObject([{ fields: { by: { name: 'Rosa Diaz', relation: '' } } }, {}]);
    expect(sent.flat().filter((one) => one.do === 'create' && one.kind === 'referral')).toHaveLength(3);
    expect(gone).toHaveBeenCalledOnce();
  });

  it('goes on after an app that ended, with the places and the words that were pressed', async () => {
    const whose = options();
    const before = tablet([whose]);
    await sendToAll(before.store, whose, share, () => undefined);
    before.lock();
    await waiting.finish();
    const after = tablet([whose], before.kept);
    expect(pressedToAll(after.store, whose)?.words.waits).toBe('Sent to 2 places in 10 seconds.');
    await leaveAfterUnlock(after.store, () => false);
    expect(eventsOf(after.sent)).toHaveLength(2);
    expect(after.sent.flat().filter((one) => one.do === 'create' && one.kind === 'consent')).toMatchObject([{ fields: { by: { name: 'Rosa Diaz' } } }, {}]);
  });
});

describe('a move on the board', () => {
  const CANCELLED = { event: 'cancel', state: 'cancelled', words: 'Cancelled', why: { code: 'other-source', text: 'Somebody else helps' } };
  const asked = (): RecordView => record('referral', { state: 'requested', service: 'Meals', target: kitchen });
  /** The office after a reload: it holds no chart until it has read one. */
  const office = (records: RecordView[], kept?: Map<string, Json>): ReturnType<typeof tablet> & { read: string[] } => {
    const [none, read]: [RecordView[], string[]] = [[], []];
    const made = tablet(none, kept);
    const openChart = (patient: string): Promise<void> => {
      read.push(patient);
      none.push(...records);
      return Promise.resolve();
    };
    Object.assign(made.store, reader(none), { me: { id: 'rina', name: 'Rina Patel', role: 'reviewer' }, openChart });
    return { ...made, read };
  };
  const ended = async (): Promise<{ referral: RecordView; kept: Map<string, Json> }> => {
    const referral = asked();
    const { store, sent, kept, lock } = tablet([referral]);
    await moveSoon(store, referral, CANCELLED);
    lock();
    await waiting.finish();
    expect(sent).toEqual([]);
    return { referral, kept };
  };

  it('is meant by who leaves the board the moment after the tap, before its Undo is shown', async () => {
    const referral = asked();
    const { store, sent } = tablet([referral]);
    const pressed = moveSoon(store, referral, CANCELLED);
    expect(waiting.now).toBeNull();
    waiting.left(BOARD);
    await Promise.all([pressed, waiting.finish()]);
    expect([eventsOf(sent), waiting.now]).toEqual([[[referral.id, 'cancel']], null]);
  });

  it('waits for its Undo once it would outlast the page, and goes with its reason when the board is left', async () => {
    const referral = asked();
    const { store, sent, kept } = tablet([referral]);
    await moveSoon(store, referral, CANCELLED);
    expect(kept.has(`referral/${referral.id}/moves`)).toBe(true);
    expect(waiting.now).toMatchObject({ on: BOARD, words: 'Kitchen moves in 10 seconds: Cancelled.' });
    waiting.undo();
    expect(waiting.told).toEqual({ on: BOARD, about: referral.id, words: 'Not moved. It stands as it was.' });
    expect(pressedMove(store, referral)).toBeNull();
    await moveSoon(store, referral, CANCELLED);
    await waiting.finish();
    expect(sent).toEqual([[{ do: 'event', record: referral.id, field: 'state', event: 'cancel', why: CANCELLED.why }]]);
    expect(waiting.told).toEqual({ on: BOARD, about: referral.id, words: 'Moved: Cancelled.' });
    expect([...kept.keys()].filter((key) => key.startsWith('referral/'))).toEqual([]);
  });

  it('is said not to go where it stands elsewhere by now', async () => {
    const referral = asked();
    const { store, sent } = tablet([referral]);
    moved(referral, 'completed');
    await moveSoon(store, referral, CANCELLED);
    expect([waiting.now, waiting.told?.words, sent]).toEqual([null, 'Not moved: something changed meanwhile. Look at it again.', []]);
  });

  it('goes on with the next Unlock in an office that has to read the chart first, once', async () => {
    const { referral, kept } = await ended();
    const after = office([referral], kept);
    await leaveAfterUnlock(after.store, () => false);
    expect([after.read, eventsOf(after.sent)]).toEqual([[LUZ], [[referral.id, 'cancel']]]);
    await leaveAfterUnlock(after.store, () => false);
    expect([after.read, after.sent.length, [...kept.keys()]]).toEqual([[LUZ], 1, []]);
  });

  it('waits for another Unlock where the chart could not be read', async () => {
    const { referral, kept } = await ended();
    const cut = office([referral], kept);
    Object.assign(cut.store, { openChart: () => Promise.reject(new Error('no network')) });
    await leaveAfterUnlock(cut.store, () => false);
    expect(cut.sent).toEqual([]);
    const after = office([referral], kept);
    await leaveAfterUnlock(after.store, () => false);
    expect(eventsOf(after.sent)).toEqual([[referral.id, 'cancel']]);
  });

  it('offers its Undo once more on the board, and goes at once where she has gone on meanwhile', async () => {
    const { referral, kept } = await ended();
    const back = office([referral], kept);
    await leaveAfterUnlock(back.store, (page) => '#/office/referrals'.includes(page));
    await takeUpMoves(back.store, () => true);
    expect([back.sent, waiting.now?.on]).toEqual([[], BOARD]);
    waiting.undo();
    await waiting.finish();
    expect(pressedMove(back.store, referral)).toBeNull();

    const again = await ended();
    const gone = office([again.referral], again.kept);
    await takeUpMoves(gone.store, () => false);
    expect([eventsOf(gone.sent), waiting.now]).toEqual([[[again.referral.id, 'cancel']], null]);
  });
});
