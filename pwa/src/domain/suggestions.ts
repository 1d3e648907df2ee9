/**
 * Needs that answers suggest. A suggestion is not a finding: it says why, and does nothing until a
 * person confirms or declines it with the patient. The rules are library data (kind `needs_table`).
 */
import { headsOf, isObject, listOf, settled, textField, textOf, anyValue, type RecordLike } from './reading';

export interface NeedCoding {
  system: string;
  code: string;
  display: string;
}

export interface NeedCode extends NeedCoding {
  /** A header code is documentation only; it cannot be chosen for a claim. */
  billable: boolean;
}

export interface UrgentQuestion {
  question: string;
  urgentIf: 'yes' | 'no';
  askedAfter: string[];
}

interface Trigger {
  linkId: string;
  codes: string[];
  band: boolean;
  because: string;
}

export interface NeedRule {
  id: string;
  domain: NeedCoding;
  title: string;
  form: string;
  when: Trigger[];
  codes: NeedCode[];
  urgent: UrgentQuestion | null;
  goalExample: string;
  services: string[];
}

/** What one assessment has answered, as rules read it. Private questions are never in it. */
export interface AnsweredForm {
  form: string;
  assessment: string;
  answers: ReadonlyMap<string, { code: string; display: string; at: string }[]>;
  scores: ReadonlyMap<string, { value: number; band: string; flagged: boolean; at: string }>;
}

export interface Reason {
  assessment: string;
  linkId: string;
  display: string;
  at: string;
}

export interface Suggestion {
  rule: NeedRule;
  reasons: Reason[];
  /** Only when one of the answers asks for it. */
  urgent: UrgentQuestion | null;
}

const coding = (value: unknown): NeedCoding => {
  const raw = isObject(value) ? value : {};
  return { system: textOf(raw.system), code: textOf(raw.code), display: textOf(raw.display) };
};

const texts = (value: unknown): string[] => listOf(value).map(textOf).filter(Boolean);

const readTrigger = (raw: Record<string, unknown>): Trigger => ({
  linkId: textOf(raw.linkId),
  codes: texts(raw.codes),
  band: raw.band === 'flag',
  because: textOf(raw.because),
});

const readUrgent = (raw: unknown): UrgentQuestion | null =>
  isObject(raw) && textOf(raw.question)
    ? { question: textOf(raw.question), urgentIf: raw.urgentIf === 'yes' ? 'yes' : 'no', askedAfter: texts(raw.askedAfter) }
    : null;

const readRule = (raw: Record<string, unknown>): NeedRule => ({
  id: textOf(raw.id),
  domain: coding(raw.domain),
  title: textOf(raw.title),
  form: textOf(raw.form),
  when: listOf(raw.when).filter(isObject).map(readTrigger),
  codes: listOf(raw.codes)
    .filter(isObject)
    .map((code) => ({ ...coding(code), billable: code.billable !== false })),
  urgent: readUrgent(raw.urgent),
  goalExample: textOf(raw.goalExample),
  services: texts(raw.services),
});

/** Rules over private answers are left out: what was said alone is never offered as a listed need. */
export const readRules = (table: RecordLike | undefined): NeedRule[] => {
  const rules = anyValue(table, 'rules');
  return listOf(isObject(rules) ? rules.rules : rules)
    .filter(isObject)
    .filter((rule) => rule.private !== true)
    .map(readRule);
};

const reasonsOf = (trigger: Trigger, form: AnsweredForm): (Reason & { code: string })[] => {
  const base = { assessment: form.assessment, linkId: trigger.linkId };
  if (trigger.band) {
    const score = form.scores.get(trigger.linkId);
    if (!score?.flagged) return [];
    const display = trigger.because.replace('{score}', String(score.value)).replace('{band}', score.band);
    return [{ ...base, display, at: score.at, code: '' }];
  }
  return (form.answers.get(trigger.linkId) ?? [])
    .filter(({ code }) => trigger.codes.includes(code))
    .map(({ code, display, at }) => ({ ...base, display: trigger.because.replace('{answer}', display), at, code }));
};

export const suggestionsOf = (rules: NeedRule[], forms: AnsweredForm[]): Suggestion[] =>
  rules.flatMap((rule) => {
    const found = forms
      .filter(({ form }) => form === rule.form)
      .flatMap((form) => rule.when.flatMap((trigger) => reasonsOf(trigger, form)));
    if (found.length === 0) return [];
    const asks = rule.urgent?.askedAfter ?? [];
    const isAsked = asks.length === 0 || found.some(({ code }) => asks.includes(code));
    const reasons = found.map(({ assessment, linkId, display, at }) => ({ assessment, linkId, display, at }));
    return [{ rule, reasons, urgent: isAsked ? rule.urgent : null }];
  });

export const domainOf = (need: RecordLike): string => {
  const value = settled(need, 'domain') ?? anyValue(need, 'domain');
  return isObject(value) ? textOf(value.code) : '';
};

export const needTitle = (need: RecordLike, rules: NeedRule[]): string => {
  const rule = rules.find(({ domain }) => domain.code === domainOf(need));
  const value = anyValue(need, 'domain');
  return rule?.title ?? (isObject(value) ? textOf(value.display) : '');
};

/** The need record in which a suggestion was decided: in this visit, or confirmed earlier and still open. */
export const decidedNeed = <R extends RecordLike & { created: { visit: string | null } }>(
  suggestion: Suggestion,
  needs: readonly R[],
  visit: string,
): R | undefined => {
  const same = needs.filter((need) => domainOf(need) === suggestion.rule.domain.code);
  const here = same.filter((need) => need.created.visit === visit || headsOf(need, 'state').some((head) => head.visit === visit));
  return here.at(-1) ?? same.find((need) => textField(need, 'state') === 'confirmed');
};

/** "Not now" keeps the need as declined with the patient's reason; "Not a problem" has none. */
export const isUndecided = (need: RecordLike | undefined): boolean =>
  need === undefined || textField(need, 'state') === 'suggested';

export const nextRank = (needs: readonly RecordLike[]): number =>
  needs.reduce((highest, need) => {
    const rank = anyValue(need, 'rank');
    return typeof rank === 'number' && rank > highest ? rank : highest;
  }, 0) + 1;

/** Confirmed needs in the patient's own order. */
export const ranked = <R extends RecordLike>(needs: readonly R[]): R[] =>
  needs
    .filter((need) => textField(need, 'state') === 'confirmed')
    .map((need, index) => ({ need, index, rank: anyValue(need, 'rank') }))
    .sort((a, b) => (typeof a.rank === 'number' ? a.rank : Infinity) - (typeof b.rank === 'number' ? b.rank : Infinity) || a.index - b.index)
    .map(({ need }) => need);
