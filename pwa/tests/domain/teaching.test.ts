import { describe, expect, it } from 'vitest';
import { leftOf, questionOn, textsOn } from '../../src/domain/teaching';
import { finishing } from '../../src/views/teaching/finishing';
import type { RecordId, RecordView } from '../../src/app/contract';
import { ANA, LUZ, head, reader, record } from '../views/records';

const asked = { topic: 'medicines', learner: 'patient', barriers: ['none'] };
const methods = { entries: { methods: [{ id: 'm', value: 'talk', by: ANA, at: '', wall: '', visit: null, pending: false }] } };
const teaching = (fields: Parameters<typeof record>[1]): RecordView => record('teaching', { ...asked, state: 'open', ...fields }, methods);
const store = (records: RecordView[]): Parameters<typeof finishing>[0] => ({ ...reader(records), newId: () => 'new' as RecordId });

describe('what a teaching still needs', () => {
  it('is a day to teach again after any result but a correct one', () => {
    for (const result of ['hint', 'not-yet', 'unable', 'declined']) expect(leftOf(teaching({ result })).map(({ field }) => field)).toEqual(['again']);
    for (const result of ['said-back', 'showed']) expect(leftOf(teaching({ result }))).toEqual([]);
  });

  it('is everything that nobody answered, in the order of the screen, and of another topic its name', () => {
    expect(leftOf(record('teaching', { topic: 'other' })).map(({ field }) => field)).toEqual(['about', 'learner', 'barriers', 'methods', 'result']);
  });

  it('counts different answers as answered: who decides between them is asked elsewhere', () => {
    expect(leftOf(teaching({ result: [head('said-back'), head('hint')] }))).toEqual([]);
  });
});

describe('finishing a teaching', () => {
  it('makes a task to teach again, whose day moves when it is finished again', () => {
    const first = teaching({ result: 'hint', again: '2026-11-25' });
    expect(finishing(store([first]), first)).toMatchObject([
      { do: 'event', event: 'finish' },
      { do: 'create', kind: 'task', patient: LUZ, fields: { what: 'Teach again: Medicines', due: '2026-11-25', owner: ANA, about: first.id } },
      { do: 'set', field: 'followUp', value: 'new' },
    ]);
    const task = record('task', { state: 'requested', due: '2026-11-25' });
    const again = teaching({ result: 'not-yet', again: '2026-12-02', followUp: task.id });
    expect(finishing(store([again, task]), again)).toMatchObject([{ event: 'finish' }, { do: 'set', record: task.id, field: 'due', value: '2026-12-02' }]);
  });

  it('with a correct result ends what was planned to teach the same thing again, and nothing else', () => {
    const [task, other] = [record('task', { state: 'requested' }), record('task', { state: 'requested' })];
    const before = record('teaching', { ...asked, result: 'hint', followUp: task.id, state: 'done' });
    const elsewhere = record('teaching', { ...asked, topic: 'diet', followUp: other.id, state: 'done' });
    const now = teaching({ result: 'said-back' });
    expect(finishing(store([task, other, before, elsewhere, now]), now)).toMatchObject([{ event: 'finish' }, { do: 'event', record: task.id, event: 'complete' }]);
  });
});

describe('a text to teach with', () => {
  const texts = [
    record('material', { topic: 'diet', language: 'en', title: 'Eating well', ask: 'Can you tell me?' }),
    record('material', { topic: 'diet', language: 'es', title: 'Comer bien', ask: '¿Puede decirme?' }),
    record('material', { topic: 'rights', language: 'es', title: 'Sus derechos', ask: '' }),
  ];

  it('in the language of the patient stands first', () => {
    expect(textsOn(texts, 'diet', 'es').map(({ fields }) => fields.title?.heads[0]?.value)).toEqual(['Comer bien', 'Eating well']);
  });

  it('brings its own question, and without one a plain one is asked in the same language', () => {
    expect(questionOn(texts, 'diet', 'es')).toBe('Quiero saber si lo expliqué bien. ¿Puede decirme?');
    expect(questionOn(texts, 'rights', 'es')).toContain('¿Puede decirme con sus palabras de qué hablamos?');
    expect(questionOn(texts, 'equipment', 'en')).toBe('I want to be sure I explained this well. Can you tell me in your own words what we talked about?');
  });
});
