/** What the review tells before signing: worth checking, alerts, and what this visit changes. */
import type { RecordView } from '../../app/contract';
import { dateObjections, isWrittenIn } from '../../domain/date-sense';
import { photoTitle } from '../../domain/photos';
import { anyValue, isObject, listOf, textField, textOf } from '../../domain/reading';
import type { SectionId } from '../../domain/sections';
import { needTitle, ranked } from '../../domain/suggestions';
import { scoreText } from '../../forms/progress';
import { MISTAKEN } from './known-ways';
import { marksOf } from './marks';
import type { VisitModel } from './visit-model.svelte';

export interface Line {
  id: string;
  words: string;
  section: SectionId;
  field: string;
}

export interface Alert extends Line {
  done: boolean;
}

const madeHere = (model: VisitModel, records: RecordView[]): number => records.filter((record) => record.created.visit === model.id).length;

const changedHere = (model: VisitModel, records: RecordView[]): number =>
  records.filter(
    (record) => record.created.visit !== model.id && Object.values(record.fields).some(({ heads }) => heads.some(({ visit }) => visit === model.id)),
  ).length;

export const worthChecking = (model: VisitModel): Line[] => {
  const aside = listOf(model.store.local(`visit/${model.id}/marks-aside`)).map(textOf);
  const unused = marksOf(model.visit).filter(({ id, field }) => field === '' && !aside.includes(id)).length;
  const lines: Line[] = ranked(model.needs)
    .filter((need) => !model.goals.some((goal) => anyValue(goal, 'need') === need.id))
    .map((need) => ({ id: `goal-${need.id}`, words: `${needTitle(need, model.rules)}: no goal yet`, section: 'plan', field: `plan-${need.id}` }));
  const undated = model.actions.filter((action) => action.created.visit === model.id && textField(action, 'due') === '');
  for (const action of undated) {
    lines.push({ id: `due-${action.id}`, words: `Action without a date: ${textField(action, 'what')}`, section: 'plan', field: `action-${action.id}` });
  }
  const dated = [
    ...model.goals.map((goal) => ({ record: goal, section: 'plan' as const, field: `goal-${goal.id}`, whose: `Goal "${textField(goal, 'words')}"` })),
    ...model.actions.map((action) => ({ record: action, section: 'plan' as const, field: `action-${action.id}`, whose: `Action "${textField(action, 'what')}"` })),
    ...(model.visit ? [{ record: model.visit, section: 'review' as const, field: 'next-contact', whose: 'Next contact' }] : []),
  ];
  for (const { record, whose, ...place } of dated) {
    const found = dateObjections(record, model.time.date).filter((one) => isWrittenIn(record, one.field, model.id) || record.id === model.id);
    lines.push(...found.map(({ words }) => ({ id: `date-${record.id}`, words: `${whose}: ${words}`, ...place })));
  }
  if (unused > 0) {
    lines.push({ id: 'marks', words: unused === 1 ? '1 mark not used' : `${unused} marks not used`, section: 'note', field: 'note-text' });
  }
  return lines;
};

export const clinicalAlerts = (model: VisitModel): Alert[] => {
  const scores = model.forms.flatMap(({ section, progress }) =>
    (progress?.scores ?? [])
      .filter(({ band, private: hidden, code }) => band?.flag === true && !hidden && code !== '55758-7')
      .map((score): Alert => ({ id: `score-${score.code}`, words: scoreText(score), section, field: progress?.questions[0]?.linkId ?? '', done: true })),
  );
  const safety = model.safety
    .filter((each) => !each.private)
    .map(({ record, progress, section }): Alert => {
      const trigger = anyValue(record, 'trigger');
      const answer = isObject(trigger) ? textOf(trigger.answer) : '';
      const told = (record.entries.told ?? []).flatMap(({ value }) =>
        isObject(value) ? [`Told ${textOf(value.who)} ${model.time.time(textOf(value.at))}`] : [],
      );
      return {
        id: `safety-${record.id}`,
        words: [answer ? `PHQ-9 item 9, ${answer}` : 'Safety steps', ...told].join('. '),
        section,
        field: `safety-${record.id}`,
        done: progress.done >= progress.of && !progress.asksWhy,
      };
    });
  const due = model.safetyDue.map(({ trigger, section }): Alert => {
    const words = `PHQ-9 item 9, ${trigger.display}. No safety steps yet`;
    return { id: `safety-due-${section}`, words, section, field: trigger.linkId, done: false };
  });
  return [...safety, ...due, ...scores];
};

/** What was added in this visit and taken back again changes nothing. */
const standing = (records: RecordView[]): RecordView[] =>
  records.filter((record) => textField(record, 'status') !== MISTAKEN && textField(record, 'clinicalStatus') !== MISTAKEN);

/** "Needs +2 · Goals +2 · Actions +3 · Patient ~1", and the same read out in words. */
export const changesOf = (model: VisitModel): { short: string; full: string } => {
  const counts = [
    { noun: 'Needs', one: 'need', records: model.needs.filter((need) => textField(need, 'state') === 'confirmed') },
    { noun: 'Goals', one: 'goal', records: model.goals },
    { noun: 'Actions', one: 'action', records: model.actions },
    { noun: 'Medicines', one: 'medicine', records: standing(model.of('medication')) },
    { noun: 'Allergies', one: 'allergy', records: standing(model.of('allergy')) },
    { noun: 'Photos', one: 'photo', records: model.photos },
    { noun: 'Patient', one: 'patient', records: model.patient ? [model.patient] : [] },
  ].map(({ records, ...words }) => ({ ...words, added: madeHere(model, records), changed: changedHere(model, records) }));
  const short = counts.flatMap(({ noun, added, changed }) => [...(added ? [`${noun} +${added}`] : []), ...(changed ? [`${noun} ~${changed}`] : [])]);
  const full = counts.flatMap(({ noun, one, added, changed }) => [
    ...(added ? [`${added} ${added === 1 ? one : noun.toLowerCase()} added`] : []),
    ...(changed ? [`${changed} ${changed === 1 ? one : noun.toLowerCase()} changed`] : []),
  ]);
  return { short: short.join(' · ') || 'Nothing beside its own answers', full: full.join(', ') || 'Nothing beside its own answers' };
};

/** For "The office has all 61 answers, 2 photos and 2 signatures". */
export const contentCounts = (model: VisitModel): { answers: number; photos: number; signatures: number } => ({
  photos: model.photos.length,
  answers: model.forms.reduce((sum, { progress }) => sum + (progress?.answers.size ?? 0), 0),
  signatures: [anyValue(model.visit, 'signature'), anyValue(model.visit, 'patientSignature')].filter(
    (signature) => isObject(signature) && signature.method !== 'could-not',
  ).length,
});

/** What the person had before her when she signed; its hash goes into the manifest. */
export const shownAtSigning = (model: VisitModel) => ({
  checking: worthChecking(model).map(({ words }) => words),
  alerts: clinicalAlerts(model).map(({ words }) => words),
  changes: changesOf(model).full,
  scores: model.forms.flatMap(({ progress }) => (progress?.scores ?? []).filter(({ value, private: hidden }) => value !== null && !hidden).map(scoreText)),
  note: textField(model.note, 'text'),
  photos: model.photos.map(photoTitle),
  nextContact: textField(model.visit, 'nextContact'),
  leftInHome: listOf(anyValue(model.visit, 'leftInHome')).map(textOf),
  seenBoth: [...model.seenBoth],
});
