import { answerField } from '../../src/forms/answers';
import type { RecordLike } from '../../src/domain/reading';

/** An assessment whose answers are the given values; two values for one question are different answers. */
export const assessment = (answers: Record<string, unknown>, twice: Record<string, unknown> = {}): RecordLike => ({
  id: '018f0000-0000-7000-8000-000000000001',
  kind: 'assessment',
  fields: Object.fromEntries(
    Object.entries(answers).map(([linkId, value]) => [
      answerField(linkId),
      {
        heads: [value, ...(linkId in twice ? [twice[linkId]] : [])].map((each, index) => ({
          value: each,
          by: `person-${index}`,
          at: '2026-11-18T10:31:00.000Z',
        })),
      },
    ]),
  ),
  entries: {},
});

export const coded = (...codes: string[]): unknown => ({
  answer: codes.map((code) => ({ valueCoding: { system: 'http://loinc.org', code, display: code } })),
});
