/** How an office on the list of an ask stands, in words. */
import { daysAgo, type Day, type Office } from '../../domain/coverage-asks';
import { milesWords } from '../../domain/distance';
import type { AgencyTime } from '../parts/agency-time';
import { ACCEPTS, OUTCOMES, phoneShown } from '../parts/coverage-words';
import type { Tone } from '../parts/tones';

export const officeFacts = ({ provider, answers, calls }: Office, { today, miles }: Day): string => {
  const answer = answers.at(-1);
  const far = miles(provider.zip ?? '');
  const last = calls.at(-1)?.call;
  return [
    provider.phone ? phoneShown(provider.phone) : 'no number',
    far === null ? '' : milesWords(far),
    answer ? `asked ${daysAgo(answer.askedOn, today)} by ${answer.askedBy}` : '',
    !answer && last ? `${calls.length === 1 ? 'called once' : `called ${calls.length} times`}, last: ${OUTCOMES[last.outcome] ?? ''}` : '',
  ].filter(Boolean).join(' · ');
};

export const officeStatus = ({ stands, answers, callBackAt, calls }: Office, time: AgencyTime): { tone: Tone; words: string } => {
  const answer = answers.at(-1);
  switch (stands) {
    case 'due':
      return { tone: 'warning', words: `Call back was due ${time.when(callBackAt ?? '')}` };
    case 'later':
      return { tone: 'quiet', words: `They call back ${time.when(callBackAt ?? '')}` };
    case 'fresh':
      return { tone: 'ok', words: ACCEPTS[answer?.accepts ?? ''] ?? '' };
    case 'differ':
      return { tone: 'different', words: `Different answers · ${answers.length}` };
    case 'expired':
      return { tone: 'warning', words: 'Too old, ask again' };
    case 'no':
      return { tone: 'quiet', words: answer ? (answer.accepts === 'no' ? 'No' : 'No new patients') : 'Wrong number' };
    case 'tried':
      return { tone: 'quiet', words: OUTCOMES[calls.at(-1)?.call.outcome ?? ''] ?? 'Called today' };
    case 'to-call':
      return { tone: 'info', words: 'To call' };
  }
};
