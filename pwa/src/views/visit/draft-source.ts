/** What a note may be drafted from. Private questions and their follow-up are not in it. */
import { showDate } from '../../domain/dates';
import type { DraftSource } from '../../domain/note-draft';
import { anyValue, isObject, listOf, settled, textField, textOf } from '../../domain/reading';
import { stepDone } from '../../domain/safety';
import { needTitle, ranked } from '../../domain/suggestions';
import { settledAnswer } from '../../forms/answers';
import { scoreText } from '../../forms/progress';
import { NOT_NOW } from './deciding';
import type { FormOfVisit, VisitModel } from './visit-model.svelte';

const formSource = ({ ref, title, progress }: FormOfVisit, model: VisitModel): DraftSource['forms'][number] => {
  const questions = (progress?.questions ?? []).filter((item) => !item.private);
  // A reason that is the score itself is said by the score.
  const reasons = model.suggestions.flatMap(({ suggestion }) => suggestion.reasons);
  const scores = (progress?.scores ?? []).filter((score) => score.value !== null && !score.private);
  return {
    id: ref.url.split('/').at(-1) ?? ref.url,
    title,
    asked: questions.length,
    answered: questions.filter(({ linkId }) => (progress && settledAnswer(progress.answers, linkId)?.parts.length) ?? 0).length,
    // The first two questions have a score of their own, which the whole one contains.
    scores: scores.filter((score) => !scores.some((other) => other !== score && other.of > score.of)).map(scoreText),
    notable: reasons.filter(({ linkId }) => questions.some((item) => item.linkId === linkId)).map(({ display }) => display),
  };
};

const safetyLines = (model: VisitModel): string[] =>
  model.safety
    .filter((each) => !each.private)
    .flatMap(({ record }) => {
      const trigger = anyValue(record, 'trigger');
      const answer = isObject(trigger) ? textOf(trigger.answer) : '';
      const told = (record.entries.told ?? []).flatMap(({ value }) =>
        isObject(value) ? [`${textOf(value.who)} was told at ${model.time.time(textOf(value.at))}`] : [],
      );
      const agreed = stepDone(record, '5')?.value;
      return [answer ? `PHQ-9 item 9: ${answer}` : 'Safety steps were taken', ...told, ...(agreed ? [`Agreed until the next contact: ${agreed}`] : [])];
    });

export const draftSource = (model: VisitModel): DraftSource => {
  const place = anyValue(model.visit, 'place');
  const here = model.needs.filter((need) => need.created.visit === model.id);
  return {
    name: model.name,
    whoAnswered: listOf(anyValue(model.visit, 'whoAnswered')).map((who) => (who === 'Patient' ? model.name : textOf(who).toLocaleLowerCase())),
    place: isObject(place) ? textOf(place.display) : '',
    forms: model.forms.map((form) => formSource(form, model)),
    confirmed: ranked(here).map((need) => ({ title: needTitle(need, model.rules), because: textField(need, 'reason') })),
    declined: here
      .filter((need) => textField(need, 'state') === 'declined')
      .map((need) => ({
        title: needTitle(need, model.rules),
        wants: (NOT_NOW.find(([wants]) => wants === textField(need, 'wants'))?.[1] ?? 'Not a problem').toLocaleLowerCase(),
      })),
    goals: model.goals
      .filter((goal) => goal.created.visit === model.id)
      .map((goal) => ({ words: textField(goal, 'words'), target: textOf(settled(goal, 'target')), due: showDate(textOf(settled(goal, 'due'))) })),
    actions: model.actions
      .filter((action) => action.created.visit === model.id)
      .map((action) => ({ what: textField(action, 'what'), owner: textField(action, 'owner'), due: showDate(textField(action, 'due')) })),
    safetyDone: safetyLines(model),
  };
};
