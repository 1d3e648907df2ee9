/** What is entered of a referral before it is saved, and where this tablet keeps it meanwhile. */
import type { RecordView } from '../../app/contract';

type Referral = Pick<RecordView, 'id'>;

export const answerKey = ({ id }: Referral): string => `referral/${id}/answer`;
export const reminderKey = ({ id }: Referral): string => `referral/${id}/reminder`;
/** What was done about what had left without an agreement. */
export const unagreedKey = ({ id }: Referral): string => `referral/${id}/unagreed`;
export const movingKey = ({ id }: Referral): string => `referral/${id}/moving`;
export const targetKey = ({ id }: Referral): string => `referral/${id}/target`;
export const wordsKey = ({ id }: Referral, field: string): string => `referral/${id}/${field}`;
export const leavingKey = ({ id }: Referral): string => `referral/${id}/leaving`;
/** That Send was pressed, until it has left or was taken back. */
export const pressedKey = ({ id }: Referral): string => `referral/${id}/pressed`;
/** That a move was pressed on the office's board. */
export const movePressedKey = ({ id }: Referral): string => `referral/${id}/moves`;
/** What an Unlock has to look for: in whose chart each thing is that was pressed. */
export const SOMETHING_LEAVES = 'referrals/leaving';
/** What came of a need is entered beside its referrals. */
export const outcomeKey = ({ id }: Pick<RecordView, 'id'>): string => `need/${id}/outcome`;

export const NO_ANSWER = { event: '', how: 'phone', reason: '', spokeWith: '', said: '', enrolment: '' };
export const NO_REMINDER = { said: '' };
export const NO_MOVE = { event: '', reason: '', words: '' };
export const NO_OUTCOME = { chosen: '' };
