/**
 * FHIRPath on the device. The library is large, so it is a chunk of its own that is fetched (from the
 * app's cache) when a form is first opened, and never stands in the way of a first paint.
 */
import { buildResponse } from './response';
import type { Answers } from './answers';
import type { Form } from './questionnaire';

type Evaluate = (resource: unknown, expression: string, environment: Record<string, unknown>) => unknown[];

/** Evaluates expressions of one form over one set of answers. Null: the expression is broken. */
export type Expressions = (expression: string) => unknown[] | null;

export interface ExpressionEngine {
  over(form: Form, answers: Answers, asked: ReadonlySet<string>): Expressions;
}

const MAX_LENGTH = 10_000;

const attempt = (evaluate: Evaluate, resource: unknown, expression: string, environment: Record<string, unknown>): unknown[] | null => {
  if (expression.length > MAX_LENGTH) return null;
  try {
    return evaluate(resource, expression, environment);
  } catch {
    // A form comes from outside. The screen says "This score can't be worked out", answers are safe.
    return null;
  }
};

const engineOf = (evaluate: Evaluate): ExpressionEngine => ({
  over(form, answers, asked) {
    const resource = buildResponse(form, answers, asked);
    const environment: Record<string, unknown> = { questionnaire: form.resource, resource };
    // In the form's order: a variable may use those before it.
    for (const { name, expression } of form.variables) {
      environment[name] = attempt(evaluate, resource, expression, environment) ?? [];
    }
    return (expression) => attempt(evaluate, resource, expression, environment);
  },
});

let engine: Promise<ExpressionEngine> | null = null;

export const loadExpressions = (): Promise<ExpressionEngine> => {
  engine ??= import('fhirpath').then(({ default: fhirpath }) =>
    engineOf((resource, expression, environment) => {
      const result: unknown = fhirpath.evaluate(resource, expression, environment);
      if (!Array.isArray(result)) throw new TypeError('an expression of a form may not wait for anything');
      return result;
    }),
  );
  return engine;
};
