/** How a place answered our last referrals: derived by the server from all patients' referrals, without any of them. */
import type { PlaceAnswer } from './generated/values';
import { anyValue, isObject, listOf, textField, textOf, type RecordLike } from './reading';

const isAnswer = (value: unknown): value is PlaceAnswer => isObject(value) && textOf(value.id) !== '' && (value.answer === 'accept' || value.answer === 'reject');

/** The last answers of one entry of the directory, the newest first. */
export const lastAnswers = (records: readonly RecordLike[], entry: string): PlaceAnswer[] => {
  const record = records.find((one) => textField(one, 'entry') === entry);
  return listOf(anyValue(record, 'answers')).filter(isAnswer).reverse();
};
