import type { RecordView } from '../../app/contract';
import { headsOf } from '../../domain/reading';
import type { AnsweredForm } from '../../domain/suggestions';
import { answerField, settledAnswer } from '../../forms/answers';
import type { Progress } from '../../forms/progress';

/** What the rules for needs may read of an assessment: settled answers that are asked, nothing private. */
export const answeredForm = (progress: Progress, assessment: RecordView): AnsweredForm => {
  const answers = new Map(
    progress.questions
      .filter((item) => !item.private)
      .map(({ linkId }) => {
        const at = headsOf(assessment, answerField(linkId))[0]?.at ?? assessment.created.at;
        const parts = settledAnswer(progress.answers, linkId)?.parts ?? [];
        return [linkId, parts.flatMap((part) => ('coding' in part ? [{ ...part.coding, at }] : []))] as const;
      }),
  );
  const lastAt = [...answers.values()].flat().reduce((latest, { at }) => (at > latest ? at : latest), assessment.created.at);
  const scores = new Map(
    progress.scores.flatMap(({ code, value, band, private: hidden }) =>
      value === null || hidden ? [] : [[code, { value, band: band?.label ?? '', flagged: band?.flag === true, at: lastAt }] as const],
    ),
  );
  return { form: progress.form.url, assessment: assessment.id, answers, scores };
};
