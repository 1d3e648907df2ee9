/** The FHIR QuestionnaireResponse of an assessment: what expressions read and what leaves the app. */
import { settledAnswer, type Answers, type Part } from './answers';
import type { Form, FormItem } from './questionnaire';

export interface ResponseItem {
  linkId: string;
  text?: string;
  answer?: Record<string, unknown>[];
  item?: ResponseItem[];
}

export interface QuestionnaireResponse {
  resourceType: 'QuestionnaireResponse';
  questionnaire: string;
  status: 'in-progress' | 'completed';
  item: ResponseItem[];
}

const VALUE_KEY = { text: 'valueString', number: 'valueDecimal', boolean: 'valueBoolean', date: 'valueDate', choice: 'valueString' } as const;

const answerJson = (item: FormItem, part: Part): Record<string, unknown> =>
  'coding' in part ? { valueCoding: part.coding } : { [VALUE_KEY[item.answer]]: part.value };

const responseItem = (item: FormItem, answers: Answers, asked: ReadonlySet<string>): ResponseItem[] => {
  if (!asked.has(item.linkId) || item.kind === 'display' || item.kind === 'score') return [];
  const children = item.children.flatMap((child) => responseItem(child, answers, asked));
  const parts = settledAnswer(answers, item.linkId)?.parts ?? [];
  if (item.kind === 'group' ? children.length === 0 : parts.length === 0) return [];
  return [
    {
      linkId: item.linkId,
      text: item.text,
      ...(parts.length > 0 ? { answer: parts.map((part) => answerJson(item, part)) } : {}),
      ...(children.length > 0 ? { item: children } : {}),
    },
  ];
};

/** Only what is asked and answered; a skipped question has no item, its reason stays in the record. */
export const buildResponse = (
  form: Form,
  answers: Answers,
  asked: ReadonlySet<string>,
  status: QuestionnaireResponse['status'] = 'in-progress',
): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: form.version ? `${form.url}|${form.version}` : form.url,
  status,
  item: form.items.flatMap((item) => responseItem(item, answers, asked)),
});
