/**
 * The steps after an answer that cannot wait. The agency's protocol is data; this is the default.
 * A safety record is made at once, in a batch of its own, and leaves before anything else.
 */
import { anyValue, headsOf, isObject, listOf, textField, textOf, type RecordLike } from './reading';

export type Asks = 'done' | 'choice' | 'told' | 'text';

export interface Choice {
  code: string;
  display: string;
}

/** What a step says once the step that it depends on is answered. */
export interface Saying {
  text: string[];
  /** Whom to phone after that; a number or `{onCallPhone}`. */
  then: string;
  when: string;
}

export interface SafetyStep {
  key: string;
  asks: Asks;
  /** `{patient}` stands for what the patient is called. */
  text: string;
  choices: Choice[];
  dependsOn: string;
  byAnswer: ReadonlyMap<string, Saying>;
}

export const DANGER: readonly Choice[] = [
  { code: 'yes', display: 'Yes, now' },
  { code: 'not-sure', display: 'Not sure' },
  { code: 'no', display: 'No' },
];

const PATIENT = '{patient}';
const ON_CALL = '{onCallPhone}';

const step = (key: string, asks: Asks, text: string, more: Partial<SafetyStep> = {}): SafetyStep => ({
  key,
  asks,
  text,
  choices: [],
  dependsOn: '',
  byAnswer: new Map(),
  ...more,
});

const acute: Saying = { text: [`Don't leave ${PATIENT} alone. Call 911.`, 'Call or text 988'], then: ON_CALL, when: '' };

export const DEFAULT_STEPS: readonly SafetyStep[] = [
  step('1', 'done', `Stay with ${PATIENT}. Ask directly: Are you thinking of ending your life? Do you have a plan? A way to do it?`),
  step('2', 'choice', 'In danger now?', { choices: [...DANGER] }),
  step('3', 'done', '', {
    dependsOn: '2',
    byAnswer: new Map([
      ['yes', acute],
      ['not-sure', acute],
      ['no', { text: [], then: ON_CALL, when: 'today' }],
    ]),
  }),
  step('4', 'told', 'Who was told, when, what they said.'),
  step('5', 'text', 'What is agreed until the next contact.'),
];

/** What the private follow-up asks for. Nothing of it is named outside. */
export const PRIVATE_STEPS: readonly SafetyStep[] = [
  step('1', 'choice', 'In danger now?', { choices: [...DANGER] }),
  step('2', 'text', `A safe way and time to reach ${PATIENT}.`),
  step('3', 'told', 'The report that the law asks for: to whom, when. The office has the number of your state.'),
  step('4', 'done', `Leave no paper in the home unless ${PATIENT} asks for it.`),
];

export const PRIVATE_TRIGGER = 'private';
export const BY_HAND = 'by-hand';
export const CHANGED_BACK = 'changed';

const ASKS = new Set<string>(['done', 'choice', 'told', 'text']);
const isAsks = (value: unknown): value is Asks => typeof value === 'string' && ASKS.has(value);

const readSaying = (raw: unknown): Saying => {
  const saying = isObject(raw) ? raw : {};
  return { text: listOf(saying.text).map(textOf), then: textOf(saying.then), when: textOf(saying.when) };
};

const readStep = (raw: unknown): SafetyStep[] => {
  if (!isObject(raw) || !isAsks(raw.asks)) return [];
  const choices = listOf(raw.choices)
    .filter(isObject)
    .map(({ code, display }) => ({ code: textOf(code), display: textOf(display) }));
  const byAnswer = new Map(Object.entries(isObject(raw.byAnswer) ? raw.byAnswer : {}).map(([code, saying]) => [code, readSaying(saying)]));
  return [step(textOf(raw.id), raw.asks, textOf(raw.text), { choices, dependsOn: textOf(raw.dependsOn), byAnswer })];
};

/** The agency's own steps where its record has any, else the default: never an empty protocol. */
export const stepsOf = (agency: RecordLike | undefined): readonly SafetyStep[] => {
  const own = listOf(anyValue(agency, 'safetyProtocol')).flatMap(readStep);
  return own.length > 0 ? own : DEFAULT_STEPS;
};

export const filled = (text: string, patient: string, onCallPhone: string): string =>
  text.replaceAll(PATIENT, patient).replaceAll(ON_CALL, onCallPhone);

export const isPrivate = (safety: RecordLike): boolean => {
  const trigger = anyValue(safety, 'trigger');
  return isObject(trigger) && trigger.linkId === PRIVATE_TRIGGER;
};

export const stepField = (key: string): string => `steps/${key}`;

export interface StepDone {
  value: string;
  at: string;
  by: string;
}

/** Null while the step is open. With two people's different answers the first is shown; both stay. */
export const stepDone = (safety: RecordLike, key: string): StepDone | null => {
  const [head] = headsOf(safety, stepField(key));
  if (!head || !isObject(head.value) || head.value.done !== true) return null;
  return { value: textOf(head.value.value), at: textOf(head.value.at), by: head.by };
};

export const isStepDone = (safety: RecordLike, { key, asks }: SafetyStep): boolean =>
  stepDone(safety, key) !== null || (asks === 'told' && (safety.entries.told ?? []).length > 0);

/** What a step says now, given the answer of the one that it depends on; null until that is given. */
export const sayingOf = (safety: RecordLike, { dependsOn, byAnswer }: SafetyStep): Saying | null =>
  byAnswer.get(stepDone(safety, dependsOn)?.value ?? '') ?? null;

/** Whoever acknowledged it, and when: only the event counts, never that it was sent. */
export const acknowledgement = (safety: RecordLike): { by: string; at: string } | null => {
  if (textField(safety, 'state') === 'open') return null;
  const [head] = headsOf(safety, 'state');
  return head ? { by: head.by, at: head.at } : null;
};

export interface SafetyProgress {
  done: number;
  of: number;
  /** The answer that started it was changed back and nobody has said why. */
  asksWhy: boolean;
}

export const safetyProgress = (safety: RecordLike, steps: readonly SafetyStep[], stillAnswered: boolean): SafetyProgress => ({
  done: steps.filter((step) => isStepDone(safety, step)).length,
  of: steps.length,
  asksWhy: !stillAnswered && stepDone(safety, CHANGED_BACK) === null,
});

/** Opened by a tap on Safety steps, so there is no answer that could have been changed back. */
export const startedByHand = (safety: RecordLike): boolean => {
  const trigger = anyValue(safety, 'trigger');
  return !isObject(trigger) || trigger.linkId === BY_HAND;
};
