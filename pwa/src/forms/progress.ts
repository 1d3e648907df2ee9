/**
 * Where an assessment stands: what is asked, what is open, which scores are complete. A skip with a
 * reason counts as answered for signing but gives no score; "Ask later" stays open.
 */
import { readAnswers, settledAnswer, type Answers } from './answers';
import { flatten, type Band, type Form, type FormItem } from './questionnaire';
import { visibleItems, type Computed } from './visible';
import type { ExpressionEngine, Expressions } from './expressions';
import type { RecordLike } from '../domain/reading';

export interface Score {
  code: string;
  title: string;
  /** Null until every question that it needs has an answer. */
  value: number | null;
  range: [number, number] | null;
  band: Band | null;
  answered: number;
  of: number;
  private: boolean;
  /** The form's rule could not be worked out; the answers are safe. */
  broken: boolean;
}

export interface Progress {
  form: Form;
  answers: Answers;
  /** Link ids of everything asked now, groups included. */
  asked: ReadonlySet<string>;
  /** Questions asked now, in the form's order. */
  questions: FormItem[];
  answered: number;
  later: number;
  /** Required questions without an answer or a reason; these block signing. */
  open: FormItem[];
  /** Link ids with two people's different answers. */
  different: string[];
  scores: Score[];
  /** An answer that starts the safety path, with what was answered. */
  safety: { linkId: string; text: string; display: string } | null;
  followUp: boolean;
}

const EMPTY_SCORE = { value: null, band: null, broken: false } as const;

const isOpen = (answers: Answers, linkId: string): boolean => {
  const all = answers.get(linkId);
  return all === undefined || all.some(({ absent }) => absent === 'later');
};

const numberOf = (result: unknown[]): number | null => {
  const [only] = result;
  return result.length === 1 && typeof only === 'number' ? only : null;
};

const scoreOf = (item: FormItem, answers: Answers, run: Expressions | null): Score => {
  const answered = item.scored.filter((linkId) => (settledAnswer(answers, linkId)?.parts.length ?? 0) > 0).length;
  const base = { code: item.linkId, title: item.text, range: item.range, answered, of: item.scored.length, private: item.private };
  if (run === null || answered < item.scored.length) return { ...base, ...EMPTY_SCORE };
  const result = run(item.expression ?? '');
  const value = result === null ? null : numberOf(result);
  if (value === null) return { ...base, ...EMPTY_SCORE, broken: result === null || item.scored.length > 0 };
  return { ...base, value, band: item.bands.find(({ min, max }) => value >= min && value <= max) ?? null, broken: false };
};

const computedOf = (scores: Score[]): Computed =>
  new Map(scores.flatMap(({ code, value }) => (value === null ? [] : [[code, value] as const])));

interface Settled {
  asked: ReadonlySet<string>;
  scores: Score[];
  run: Expressions | null;
}

/** Scores may open questions that make further scores: repeated until nothing new is asked. */
const settle = (form: Form, items: FormItem[], answers: Answers, engine: ExpressionEngine | null): Settled => {
  const scoreItems = items.filter(({ kind }) => kind === 'score');
  let asked = visibleItems(form, answers);
  for (let round = 0; ; round += 1) {
    const run = engine?.over(form, answers, asked) ?? null;
    const scores = scoreItems.filter(({ linkId }) => asked.has(linkId)).map((item) => scoreOf(item, answers, run));
    const next = visibleItems(form, answers, computedOf(scores));
    const grew = next.size !== asked.size || [...next].some((linkId) => !asked.has(linkId));
    if (!grew || round > scoreItems.length) return { asked, scores, run };
    asked = next;
  }
};

const safetyOf = (questions: FormItem[], answers: Answers): Progress['safety'] => {
  for (const item of questions) {
    const { safetyAt } = item;
    if (safetyAt === null) continue;
    // Both of two different answers are looked at: the worse one starts the path.
    for (const answer of answers.get(item.linkId) ?? []) {
      for (const part of answer.parts) {
        if (!('coding' in part)) continue;
        const option = item.options.find(({ coding }) => coding.code === part.coding.code);
        if ((option?.ordinal ?? 0) >= safetyAt) return { linkId: item.linkId, text: item.text, display: part.coding.display };
      }
    }
  }
  return null;
};

/** Asking once too often is the safe side of a broken rule. */
const asksFollowUp = (run: Expressions | null, rule: string): boolean => {
  const result = run === null ? [] : run(rule);
  return result === null || result[0] === true;
};

/** `engine` null: expressions are still loading; every score is then "not yet". */
export const progressOf = (form: Form, record: RecordLike | undefined, engine: ExpressionEngine | null): Progress => {
  const answers = readAnswers(record);
  const items = flatten(form.items);
  const { asked, scores, run } = settle(form, items, answers, engine);
  const questions = items.filter(({ kind, linkId, hidden }) => kind === 'question' && asked.has(linkId) && !hidden);
  const different = [...answers].filter(([, all]) => all.length > 1).map(([linkId]) => linkId);
  const followUp = items.some(({ followUp: rule }) => rule !== null && asksFollowUp(run, rule));
  return {
    form,
    answers,
    asked,
    questions,
    answered: questions.filter(({ linkId }) => !isOpen(answers, linkId)).length,
    later: questions.filter(({ linkId }) => answers.get(linkId)?.some(({ absent }) => absent === 'later')).length,
    open: questions.filter(({ required, linkId }) => required && isOpen(answers, linkId)),
    different,
    // Answers of two people must not make a third, false score.
    scores: different.length > 0 ? scores.map((score) => ({ ...score, ...EMPTY_SCORE })) : scores,
    safety: safetyOf(questions, answers),
    followUp,
  };
};

/** "3 of 9 answered, no score yet", "PHQ-9: 12 of 27, Moderate". */
export const scoreText = (score: Score): string => {
  if (score.broken) return "This score can't be worked out. Your answers are saved.";
  if (score.value === null) return `${score.answered} of ${score.of} answered, no score yet`;
  const of = score.range ? ` of ${score.range[1]}` : '';
  return `${score.title}: ${score.value}${of}${score.band ? `, ${score.band.label}` : ''}`;
};
