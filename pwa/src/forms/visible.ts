/**
 * Which items are asked now. An answer of an item that is itself not asked counts for nothing, and
 * so does one that two people gave differently. Items that wait for each other in a circle are shown:
 * a form's mistake may cost a question too many, never a hidden one.
 */
import { settledAnswer, type Answers, type Part } from './answers';
import { flatten, type Condition, type Form, type FormItem } from './questionnaire';

/** Worked-out values may switch items on as answers do. */
export type Computed = ReadonlyMap<string, number>;

type Comparable = number | string;

const comparable = (part: Part, item: FormItem | undefined, condition: Condition): Comparable | boolean | null => {
  if ('value' in part) return part.value;
  if (typeof condition.answer !== 'number') return null;
  return item?.options.find(({ coding }) => coding.code === part.coding.code)?.ordinal ?? null;
};

const ordered = (left: Comparable, operator: string, right: Comparable): boolean => {
  if (operator === '>') return left > right;
  if (operator === '<') return left < right;
  if (operator === '>=') return left >= right;
  return left <= right;
};

const same = (part: Part, condition: Condition): boolean => {
  const { answer: wanted } = condition;
  if (typeof wanted === 'object') {
    return 'coding' in part && part.coding.code === wanted.code && (!wanted.system || part.coding.system === wanted.system);
  }
  if ('coding' in part) return part.coding.code === wanted;
  return String(part.value) === String(wanted);
};

const holds = (condition: Condition, parts: Part[], item: FormItem | undefined): boolean => {
  const { operator, answer } = condition;
  if (operator === 'exists') return parts.length > 0 === (answer !== false);
  if (parts.length === 0) return false;
  if (operator === '=') return parts.some((part) => same(part, condition));
  if (operator === '!=') return !parts.some((part) => same(part, condition));
  if (typeof answer !== 'number' && typeof answer !== 'string') return false;
  return parts.some((part) => {
    const value = comparable(part, item, condition);
    return typeof value === typeof answer && typeof value !== 'boolean' && value !== null && ordered(value, operator, answer);
  });
};

export const visibleItems = (form: Form, answers: Answers, computed: Computed = new Map()): ReadonlySet<string> => {
  const items = new Map(flatten(form.items).map((item) => [item.linkId, item]));
  const parents = new Map<string, FormItem>();
  for (const item of items.values()) for (const child of item.children) parents.set(child.linkId, item);
  const known = new Map<string, boolean>();
  const asking = new Set<string>();

  const partsOf = (linkId: string): Part[] => {
    const value = computed.get(linkId);
    return value === undefined ? (settledAnswer(answers, linkId)?.parts ?? []) : [{ value }];
  };

  const meets = (condition: Condition): boolean => {
    const source = items.get(condition.question);
    const parts = source && isAsked(source) ? partsOf(condition.question) : [];
    return holds(condition, parts, source);
  };

  const decide = (item: FormItem): boolean => {
    const parent = parents.get(item.linkId);
    if (parent && !isAsked(parent)) return false;
    if (item.enableWhen.length === 0) return true;
    return item.enableBehavior === 'any' ? item.enableWhen.some(meets) : item.enableWhen.every(meets);
  };

  const isAsked = (item: FormItem): boolean => {
    const found = known.get(item.linkId);
    if (found !== undefined) return found;
    if (asking.has(item.linkId)) return true;
    asking.add(item.linkId);
    const result = decide(item);
    asking.delete(item.linkId);
    known.set(item.linkId, result);
    return result;
  };

  return new Set([...items.values()].filter(isAsked).map(({ linkId }) => linkId));
};
