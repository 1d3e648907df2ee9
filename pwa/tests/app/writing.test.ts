import { describe, expect, it } from 'vitest';
import { NotSaved, type RecordId, type Stamp } from '../../src/app/contract';
import { GOAL, goalDocument, head, openTablet, PATIENT, patientDocument, reopen, values, VISIT, visitDocument } from './tablet';

const office = (target: string): ReturnType<typeof goalDocument> => ({ ...goalDocument(target), version: 20 });
const sawOf = (change: { ops: object[] } | undefined): unknown => (change?.ops.find((op) => 'saw' in op) as { saw?: unknown } | undefined)?.saw;

describe('an id', () => {
  it('made in the same millisecond as others comes after them', async () => {
    const tablet = await openTablet([patientDocument()]);
    const ids = Array.from({ length: 50 }, () => tablet.session.writing.newId());
    expect([...ids].sort()).toEqual(ids);
  });
});

describe('what a change has seen', () => {
  it('is what stood on the screen when the form was opened, not what a pull brought meanwhile', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const shown = tablet.session.records.peek(GOAL)?.fields.target?.heads[0]?.stamps;
    const form = tablet.session.openForm(null);
    tablet.session.records.put([office('daily')]);
    await form.set(GOAL, 'target', '2 times a week');
    expect(sawOf(tablet.changes()[0])).toEqual(shown);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily', '2 times a week']);
  });

  it('of her own open edit is that edit, never what it hid', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await tablet.session.openForm(null).set(GOAL, 'target', '2 times a week');
    const [first] = tablet.changes();
    await tablet.session.openForm(null).set(GOAL, 'target', '3 times a week');
    expect(sawOf(tablet.changes()[1])).toEqual([first?.id]);
    expect(tablet.changes()[1]?.needs).toEqual([{ id: first?.id, hard: false }]);
  });

  it('includes her own write from another form that is open at the same time', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const [one, other] = [tablet.session.openForm(null), tablet.session.openForm(null)];
    await one.set(GOAL, 'target', '2 times a week');
    await other.set(GOAL, 'target', '3 times a week');
    expect(sawOf(tablet.changes()[1])).toEqual([tablet.changes()[0]?.id]);
    expect(values(tablet, GOAL, 'target')).toEqual(['3 times a week']);
  });

  it('of a new record is its first state, so that its first event is no second opinion', async () => {
    const tablet = await openTablet([patientDocument()]);
    const form = tablet.session.openForm(null);
    const record = tablet.session.writing.newId();
    await form.send([{ do: 'create', record, kind: 'need', patient: PATIENT, fields: { reason: 'No food at home' } }]);
    await form.event(record, 'state', 'confirm');
    expect(values(tablet, record, 'state')).toEqual(['confirmed']);
    expect(tablet.changes()[1]?.needs).toEqual([{ id: tablet.changes()[0]?.id, hard: true }]);
  });

  it('of an answer is the whole instrument', async () => {
    const tablet = await openTablet([patientDocument()]);
    const form = tablet.session.openForm(null);
    const record = tablet.session.writing.newId();
    await form.send([{ do: 'create', record, kind: 'assessment', patient: PATIENT, fields: { title: 'PHQ-9' } }]);
    await form.set(record, 'answers/44250-9', { answer: [{ valueInteger: 1 }] });
    await form.set(record, 'answers/44255-8', { answer: [{ valueInteger: 2 }] });
    expect(sawOf(tablet.changes()[2])).toEqual([tablet.changes()[1]?.id]);
  });
});

describe('a decision between different answers', () => {
  it('replaces exactly the heads that were shown; one that joined meanwhile stays', async () => {
    const goal = goalDocument('daily');
    goal.fields.target?.heads.push(head('2 times a week'));
    const tablet = await openTablet([patientDocument(), goal]);
    const form = tablet.session.openForm(null);
    const later = structuredClone(goal);
    later.fields.target?.heads.push(head('never'));
    tablet.session.records.put([later]);
    await form.decide(GOAL, 'target', 'daily', { code: 'patient-said', text: '' });
    expect(values(tablet, GOAL, 'target')).toEqual(['never', 'daily']);
  });

  it('takes the stamps that the deciding screen drew', async () => {
    const goal = goalDocument('daily');
    const tablet = await openTablet([patientDocument(), goal]);
    const form = tablet.session.openForm(null);
    const later = structuredClone(goal);
    later.fields.target?.heads.push(head('2 times a week'));
    tablet.session.records.put([later]);
    const shown = (later.fields.target?.heads ?? []).flatMap(({ stamps }): Stamp[] => stamps);
    await form.decide(GOAL, 'target', 'daily', { code: 'order', text: '' }, shown);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    expect(tablet.changes()[0]?.ops[0]).toMatchObject({ op: 'set', why: { code: 'order', text: '' } });
  });

  it('of a field that is set once is a correction', async () => {
    const visit = visitDocument('open');
    visit.fields.startedAt = { heads: [head('2026-11-23T10:00:00.000Z'), head('2026-11-23T10:05:00.000Z')], past: [] };
    const tablet = await openTablet([patientDocument(), visit]);
    await tablet.session.openForm(VISIT).decide(VISIT, 'startedAt', '2026-11-23T10:05:00.000Z', { code: 'error', text: '' });
    expect(tablet.changes()[0]?.ops[0]?.op).toBe('correct');
    expect(values(tablet, VISIT, 'startedAt')).toEqual(['2026-11-23T10:05:00.000Z']);
  });
});

describe('durable first', () => {
  it('shows and claims nothing before the vault has kept it', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const kept = tablet.session.openForm(null).set(GOAL, 'target', 'daily');
    expect(values(tablet, GOAL, 'target')).toEqual(['1 time a week']);
    expect(tablet.session.panel.waiting).toBe(0);
    await kept;
    expect(tablet.vault.outbox).toHaveLength(1);
    expect(tablet.session.trust).toEqual({ kind: 'saved', waiting: 1 });
    expect(tablet.written).toBe(1);
  });

  it('says Not saved on a full tablet, leaves the chart as it was, and goes on by itself once there is room', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    tablet.vault.failWith = 'full';
    const kept = form.set(GOAL, 'target', 'daily');
    await tablet.session.writing.settled();
    expect(values(tablet, GOAL, 'target')).toEqual(['1 time a week']);
    expect(tablet.session.trust).toMatchObject({ kind: 'not-saved' });
    tablet.vault.failWith = 'full';
    await tablet.tryAgain();
    expect(tablet.session.trust).toMatchObject({ kind: 'not-saved' });
    await tablet.tryAgain();
    await kept;
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    expect(tablet.session.trust).toEqual({ kind: 'saved', waiting: 1 });
  });

  it('that waits for room is overtaken by nothing, and is the same change when it is tried again', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    const shown = tablet.session.records.peek(GOAL)?.fields.target?.heads[0]?.stamps;
    const tried: string[] = [];
    const commit = tablet.vault.commit.bind(tablet.vault);
    tablet.vault.commit = (write) => {
      tried.push(...(write.batches ?? []).flatMap(({ changes }) => changes.map(({ id }) => id)));
      return commit(write);
    };
    tablet.vault.failWith = 'interrupted';
    const all = [form.set(GOAL, 'target', 'daily'), form.set(GOAL, 'target', 'weekly')];
    form.close();
    await tablet.session.writing.settled();
    await expect(tablet.session.setLocal('place', 'here')).rejects.toMatchObject({ name: 'NotSaved' });
    tablet.session.records.put([office('hourly')]);
    await tablet.tryAgain();
    await Promise.all(all);
    expect(tried).toEqual([tablet.changes()[0]?.id, ...tablet.changes().map(({ id }) => id)]);
    expect(tablet.changes().map(({ ops }) => ops[0])).toMatchObject([{ value: 'daily' }, { value: 'weekly' }]);
    expect(sawOf(tablet.changes()[0])).toEqual(shown);
    expect(sawOf(tablet.changes()[1])).toEqual([tablet.changes()[0]?.id]);
  });

  it('that waits for room is kept where some is reserved before the keys go, with all that waits behind it', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    tablet.vault.failWith = 'full';
    const all = [form.set(GOAL, 'target', 'daily'), form.set(GOAL, 'target', 'weekly')];
    const typed = tablet.session.keepTyped('draft', 'half a word');
    await tablet.session.writing.settled();
    tablet.vault.failWith = 'full';
    tablet.vault.reserved = false;
    expect(await tablet.session.writing.keepWaiting()).toBe(false);
    expect(tablet.session.trust).toMatchObject({ kind: 'not-saved' });
    tablet.vault.failWith = 'full';
    tablet.vault.reserved = true;
    expect(await tablet.session.writing.keepWaiting()).toBe(true);
    await Promise.all([...all, typed]);
    expect(tablet.session.trust).toEqual({ kind: 'saved', waiting: 2 });
    expect([...tablet.vault.local]).toContainEqual(['draft', 'half a word']);
    // Only then: what is typed afterwards waits again, and says so.
    tablet.vault.failWith = 'full';
    void form.set(GOAL, 'target', 'hourly');
    await tablet.session.writing.settled();
    expect(tablet.session.trust).toMatchObject({ kind: 'not-saved' });
  });

  it('is kept before the keys go with what its act writes next, and something that writes for ever does not hold them', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    const act = async (): Promise<void> => {
      await form.set(GOAL, 'target', 'daily');
      await tablet.session.keepTyped('form', null);
      await tablet.session.keepTyped('said', 'Saved.');
    };
    await tablet.session.keepTyped('form', 'daily');
    const done = act();
    expect(await tablet.session.writing.keepWaiting()).toBe(true);
    expect(tablet.vault.local.get('said')).toBe('Saved.');
    expect(tablet.vault.local.has('form')).toBe(false);
    await done;
    // Each write takes a while, as in a browser, so that another one is under way at whatever moment it is looked.
    const commit = tablet.vault.commit.bind(tablet.vault);
    tablet.vault.commit = async (write) => {
      await new Promise((resolve) => setImmediate(resolve));
      return commit(write);
    };
    let [written, on] = [0, true];
    const endless = (async () => {
      while (on) await tablet.session.keepTyped('count', ++written);
    })();
    expect(await tablet.session.writing.keepWaiting()).toBe(true);
    on = false;
    await endless;
    expect(written).toBeGreaterThan(2);
    expect(written).toBeLessThan(20);
  });

  it('says Not saved where waiting does not help, and takes it back when the same field is kept', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    tablet.vault.failWith = 'failed';
    await expect(form.set(GOAL, 'target', 'daily')).rejects.toMatchObject({ name: 'NotSaved', reason: 'failed' });
    expect(values(tablet, GOAL, 'target')).toEqual(['1 time a week']);
    expect(tablet.session.trust).toMatchObject({ kind: 'not-saved' });
    await form.set(GOAL, 'due', '2026-12-01');
    expect(tablet.session.trust.kind).toBe('not-saved');
    await form.set(GOAL, 'target', 'daily');
    expect(tablet.session.trust).toEqual({ kind: 'saved', waiting: 2 });
  });

  it('does not build the next change on one that was not kept', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const shown = tablet.session.records.peek(GOAL)?.fields.target?.heads[0]?.stamps;
    const form = tablet.session.openForm(null);
    tablet.vault.failWith = 'failed';
    const [lost, kept] = [form.set(GOAL, 'target', 'daily'), form.set(GOAL, 'target', 'weekly')];
    await expect(lost).rejects.toBeInstanceOf(NotSaved);
    await kept;
    expect(sawOf(tablet.changes()[0])).toEqual(shown);
    expect(tablet.changes()[0]?.needs).toEqual([]);
  });

  it('sees the change before it, however fast two follow each other', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    await Promise.all([form.set(GOAL, 'target', 'daily'), form.set(GOAL, 'target', 'weekly')]);
    expect(sawOf(tablet.changes()[1])).toEqual([tablet.changes()[0]?.id]);
    expect(values(tablet, GOAL, 'target')).toEqual(['weekly']);
  });

  it('finds a half-done visit again after a kill', async () => {
    const tablet = await openTablet([patientDocument(), visitDocument()]);
    await tablet.session.openForm(VISIT).event(VISIT, 'state', 'start');
    expect(tablet.vault.visitOpenSince).not.toBeNull();
    const again = await reopen(tablet);
    expect(values(again, VISIT, 'state')).toEqual(['open']);
    expect(again.session.trust).toEqual({ kind: 'saved', waiting: 1 });
  });

  it('finds what was said once after a kill that came right behind it: the form that it was typed in went in the same step', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await tablet.session.keepTyped('the-form', { words: 'Call the clinic' });
    const commit = tablet.vault.commit.bind(tablet.vault);
    let ended = false;
    tablet.vault.commit = async (write) => {
      if (ended) return new Promise(() => undefined);
      ended = (write.batches ?? []).length > 0;
      return commit(write);
    };
    const record = tablet.session.writing.newId();
    await tablet.session.openForm(null).send([{ do: 'create', record, kind: 'task', patient: PATIENT, fields: { what: 'Call the clinic' } }], 'the-form');
    expect(tablet.session.local.has('the-form')).toBe(false);
    const again = await reopen(tablet);
    expect(values(again, record, 'what')).toEqual(['Call the clinic']);
    expect(again.session.local.has('the-form')).toBe(false);
  });

  it('puts the form away too where it said nothing new, and keeps it where the words could not be kept', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await tablet.session.keepTyped('the-form', 'Call');
    await tablet.session.openForm(null).send([], 'the-form');
    expect((await reopen(tablet)).session.local.has('the-form')).toBe(false);
    await tablet.session.keepTyped('the-form', 'Call');
    tablet.vault.failWith = 'evicted';
    await expect(tablet.session.openForm(null).send([{ do: 'set', record: GOAL, field: 'target', value: 'daily' }], 'the-form')).rejects.toThrow(NotSaved);
    expect(tablet.session.local.get('the-form')).toBe('Call');
  });

  it('keeps the clock running forward over a kill and a clock set back', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await tablet.session.openForm(null).set(GOAL, 'target', 'daily');
    const again = await reopen(tablet);
    again.clock.now -= 3_600_000;
    await again.session.openForm(null).set(GOAL, 'target', 'weekly');
    const [first, second] = again.changes();
    expect((second?.hlc ?? '') > (first?.hlc ?? '')).toBe(true);
    expect(second?.hlc.slice(-8)).toBe(first?.hlc.slice(-8));
  });
});

describe('a batch', () => {
  it('is one intent: what touches one record is one change, and a second touch of a field another', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const intervention = tablet.session.writing.newId();
    await tablet.session.openForm(null).send([
      { do: 'create', record: intervention, kind: 'intervention', patient: PATIENT, fields: { what: 'Walk together' }, events: [{ field: 'state', event: 'start' }] },
      { do: 'set', record: intervention, field: 'goal', value: GOAL },
      { do: 'set', record: GOAL, field: 'target', value: 'daily' },
      { do: 'set', record: GOAL, field: 'target', value: 'twice daily' },
    ]);
    const changes = tablet.changes();
    expect(changes.map(({ record, ops }) => [record, ops.map(({ op }) => op)])).toEqual([
      [intervention, ['create', 'set', 'event', 'set']],
      [GOAL, ['set']],
      [GOAL, ['set']],
    ]);
    expect(new Set(changes.map(({ batch }) => batch)).size).toBe(1);
    expect(values(tablet, intervention, 'state')).toEqual(['active']);
  });

  it('names the visit it was made in, and needs that visit when it was made here too', async () => {
    const tablet = await openTablet([patientDocument()]);
    const visit = tablet.session.writing.newId();
    const form = tablet.session.openForm(visit);
    await form.send([{ do: 'create', record: visit, kind: 'visit', patient: PATIENT, fields: {}, events: [{ field: 'state', event: 'start' }] }]);
    const note = tablet.session.writing.newId();
    await form.send([{ do: 'create', record: note, kind: 'note', patient: PATIENT, fields: { visit, text: 'Well.' } }]);
    const [made, noted] = tablet.changes();
    expect(made?.visit).toBe(visit);
    expect(noted).toMatchObject({ visit, needs: [{ id: made?.id, hard: false }] });
  });

  it('refuses what is no sentence of the domain before anything is kept', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await expect(tablet.session.openForm(null).set(GOAL, 'colour', 'red')).rejects.toThrow('goal has no field colour');
    await expect(tablet.session.openForm(null).set('nobody' as RecordId, 'target', 'x')).rejects.toThrow('not on this tablet');
    expect(tablet.vault.outbox).toEqual([]);
  });

  it('of prose carries the whole text that was on the screen', async () => {
    const note = { ...goalDocument(), id: VISIT, kind: 'note', fields: { text: { heads: [head('Slept well.')], past: [] } } };
    const tablet = await openTablet([patientDocument(), note]);
    await tablet.session.openForm(null).set(VISIT, 'text', 'Slept well. Ate little.');
    expect(tablet.changes()[0]?.ops[0]).toMatchObject({ base: 'Slept well.' });
  });
});

it('a read chart leaves as an audit entry and shows nowhere', async () => {
  const tablet = await openTablet([patientDocument()]);
  await tablet.session.markRead(PATIENT, 'chart');
  const [change] = tablet.changes();
  expect(change).toMatchObject({ kind: 'chart_read', visit: null, patient: PATIENT });
  expect(tablet.session.records.all('chart_read')).toEqual([]);
});
