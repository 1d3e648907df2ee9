/** What finishing a teaching writes beside its state: the task to teach again, and the end of earlier ones. */
import type { AppStore, Intent, RecordId, RecordView } from '../../app/contract';
import { settled, textField } from '../../domain/reading';
import { isCorrect } from '../../domain/teaching';
import { valueWords } from '../parts/value-words';

const ENDED = new Set(['completed', 'cancelled']);

type Reader = Pick<AppStore, 'of' | 'record' | 'newId' | 'me'>;

export const topicWords = (teaching: RecordView): string =>
  textField(teaching, 'topic') === 'other' && textField(teaching, 'about') !== ''
    ? textField(teaching, 'about')
    : valueWords('teaching', 'topic', textField(teaching, 'topic')) || 'Topic not chosen';

const followUpOf = (store: Reader, teaching: RecordView): RecordView | undefined => {
  const found = store.record(textField(teaching, 'followUp') as RecordId);
  return found && !ENDED.has(textField(found, 'state')) ? found : undefined;
};

const sameTopic = (a: RecordView, b: RecordView): boolean =>
  textField(a, 'topic') === textField(b, 'topic') && textField(a, 'about') === textField(b, 'about');

/** Said back correctly, what was planned to teach the same thing again is done. */
const endings = (store: Reader, teaching: RecordView): Intent[] =>
  store
    .of(teaching.patient, 'teaching')
    .filter((other) => sameTopic(other, teaching))
    .map((other) => followUpOf(store, other))
    .filter((task) => task !== undefined)
    .map(({ id }): Intent => ({ do: 'event', record: id, field: 'state', event: 'complete' }));

const planned = (store: Reader, teaching: RecordView, again: string): Intent[] => {
  const there = followUpOf(store, teaching);
  if (there) return textField(there, 'due') === again ? [] : [{ do: 'set', record: there.id, field: 'due', value: again }];
  const record = store.newId();
  const what = `Teach again: ${topicWords(teaching)}`;
  return [
    { do: 'create', record, kind: 'task', patient: teaching.patient, fields: { what, owner: store.me.id, due: again, about: teaching.id } },
    { do: 'set', record: teaching.id, field: 'followUp', value: record },
  ];
};

/** All parts of finishing, to be sent as one batch: never a result without the day it asks for. */
export const finishing = (store: Reader, teaching: RecordView): Intent[] => {
  const again = settled(teaching, 'again');
  const rest = isCorrect(textField(teaching, 'result')) ? endings(store, teaching) : typeof again === 'string' ? planned(store, teaching, again) : [];
  return [{ do: 'event', record: teaching.id, field: 'state', event: 'finish' }, ...rest];
};
