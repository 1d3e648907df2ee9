/**
 * Everything that the screens of one visit read, worked out from records in one place, so that the
 * section list, the blocks and the review never say different things.
 */
import type { AppStore, PersonId, RecordId, RecordView } from '../../app/contract';
import { blocksOf, type Block, type FormFacts, type VisitFacts } from '../../domain/blocks';
import { callName } from '../../domain/names';
import { knownFacts } from '../../domain/known-facts';
import { anyValue, isObject, listOf, textField, textOf, unsettledFields } from '../../domain/reading';
import {
  isPrivate,
  PRIVATE_STEPS,
  safetyProgress,
  startedByHand,
  stepsOf,
  type SafetyProgress,
  type SafetyStep,
} from '../../domain/safety';
import { settingOf } from '../../domain/settings';
import { formsOfVisit, refOf, sectionsAsked, visitAsked, type FormRef } from '../../domain/visit-forms';
import { isSection, sectionOfForm, type SectionId } from '../../domain/sections';
import { decidedNeed, isUndecided, readRules, suggestionsOf, type NeedRule, type Suggestion } from '../../domain/suggestions';
import type { ExpressionEngine } from '../../forms/expressions';
import { progressOf, type Progress } from '../../forms/progress';
import type { Form } from '../../forms/questionnaire';
import { agencyTime } from '../parts/agency-time';
import { fieldLabel } from '../parts/value-words';
import { answeredForm } from './answered-form';
import { draftKey } from './draft-key';
import { removedPhotos } from './photos/removing';
import { formCache } from './form-cache';

/** One form of the visit: its questionnaire, the assessment that answers it, and where it stands. */
export interface FormOfVisit {
  ref: FormRef;
  section: SectionId;
  title: string;
  form: Form | null;
  assessment: RecordView | undefined;
  progress: Progress | null;
  /** The newest earlier assessment of the same form. */
  before: RecordView | undefined;
}

export interface SafetyOfVisit {
  record: RecordView;
  private: boolean;
  steps: readonly SafetyStep[];
  progress: SafetyProgress;
  section: SectionId;
}

export interface DecidedSuggestion {
  suggestion: Suggestion;
  need: RecordView | undefined;
}

export type VisitModel = ReturnType<typeof visitModel>;

const OPEN_STATES = new Set(['planned', 'open', 'ended']);
const SIGNED_STATES = new Set(['signed', 'received', 'returned', 'approved']);

const urlOf = (assessment: RecordView): string => refOf(anyValue(assessment, 'form')).url;

export const visitModel = (
  store: AppStore,
  id: () => RecordId,
  engine: () => ExpressionEngine | null,
  section: () => string,
) => {
  const visit = $derived(store.record(id()));
  const patientId = $derived(visit?.patient ?? 'library');
  const patient = $derived(patientId === 'library' ? undefined : store.record(patientId));
  const name = $derived(callName(anyValue(patient, 'name')));
  /** The language of what is turned to the patient: Spanish where it is hers, else English. */
  const language = $derived.by((): 'en' | 'es' => {
    const value = anyValue(patient, 'language');
    return isObject(value) && textOf(value.code).startsWith('es') ? 'es' : 'en';
  });
  const state = $derived(textField(visit, 'state'));
  const type = $derived.by(() => {
    const value = anyValue(visit, 'type');
    return isObject(value) ? textOf(value.code) : '';
  });
  const agency = $derived(store.all('agency')[0]);
  const time = $derived(agencyTime(store.agency.timezone));

  const library = $derived(store.all('form'));
  const asked = $derived(visitAsked(visit, patient, settingOf(store, patient)));
  /** Once started, a visit stays on the versions that it was started with. */
  const refs = $derived(formsOfVisit(asked, library));
  const sections = $derived(sectionsAsked(asked, refs));

  const assessments = $derived(patientId === 'library' ? [] : store.of(patientId, 'assessment'));

  const readOnce = formCache();
  const formOf = (ref: FormRef): Form | null => {
    const record = library.find((form) => textField(form, 'url') === ref.url && (!ref.version || textField(form, 'version') === ref.version));
    return record ? readOnce(record) : null;
  };

  const forms = $derived(
    refs.flatMap((ref): FormOfVisit[] => {
      const section = sectionOfForm(ref.url);
      if (section === undefined) return [];
      const form = formOf(ref);
      const same = assessments.filter((assessment) => urlOf(assessment) === ref.url);
      const assessment = same.find((each) => textField(each, 'visit') === id());
      const before = same.filter((each) => textField(each, 'visit') !== id()).at(-1);
      const progress = form && progressOf(form, assessment, engine());
      return [{ ref, section, title: form?.title ?? 'Form', form, assessment, progress, before }];
    }),
  );

  const needs = $derived(patientId === 'library' ? [] : store.of(patientId, 'need'));
  const goals = $derived(
    patientId === 'library' ? [] : store.of(patientId, 'goal').filter((goal) => textField(goal, 'state') !== 'cancelled'),
  );
  const actions = $derived(
    patientId === 'library' ? [] : store.of(patientId, 'intervention').filter((action) => textField(action, 'state') !== 'stopped'),
  );
  const note = $derived(
    patientId === 'library' ? undefined : store.of(patientId, 'note').find((each) => textField(each, 'visit') === id()),
  );
  const removed = $derived(removedPhotos(store, id()));
  const photos = $derived(
    patientId === 'library' ? [] : store.of(patientId, 'attachment').filter((photo) => textField(photo, 'visit') === id() && !removed.includes(photo.id)),
  );

  const rules = $derived<NeedRule[]>(store.all('needs_table').flatMap(readRules));
  const suggestions = $derived(
    suggestionsOf(
      rules,
      forms.flatMap((form) => (form.progress && form.assessment ? [answeredForm(form.progress, form.assessment)] : [])),
    ).map((suggestion): DecidedSuggestion => ({ suggestion, need: decidedNeed(suggestion, needs, id()) })),
  );

  const agencySteps = $derived(stepsOf(agency));
  const safety = $derived(
    (patientId === 'library' ? [] : store.of(patientId, 'safety'))
      .filter((record) => textField(record, 'visit') === id())
      .map((record): SafetyOfVisit => {
        const hidden = isPrivate(record);
        const steps = hidden ? PRIVATE_STEPS : agencySteps;
        const origin = forms.find(({ assessment }) => assessment !== undefined && assessment.id === textField(record, 'assessment'));
        // Until the expressions are loaded nothing can be said about a change back.
        const still = hidden || startedByHand(record) || engine() === null || (origin?.progress?.safety ?? null) !== null;
        return { record, private: hidden, steps, progress: safetyProgress(record, steps, still), section: origin?.section ?? 'review' };
      }),
  );

  /** An answer asks for the safety path and no record of it exists yet. */
  const safetyDue = $derived(
    forms.flatMap(({ assessment, progress, section }) =>
      assessment && progress?.safety && !safety.some(({ record }) => textField(record, 'assessment') === assessment.id && !isPrivate(record))
        ? [{ assessment: assessment.id, trigger: progress.safety, section }]
        : [],
    ),
  );
  const followUp = $derived(forms.find(({ progress }) => progress?.followUp === true));
  const privateSafety = $derived(safety.find((each) => each.private));

  const localList = (key: string): string[] => listOf(store.local(key)).map(textOf).filter(Boolean);
  const seenBoth = $derived(localList(`visit/${id()}/seen-both`));
  const drafts = $derived(
    listOf(store.local(`visit/${id()}/drafts`))
      .filter(isObject)
      .map((draft) => ({ id: textOf(draft.id), text: textOf(draft.text) })),
  );

  const different = $derived(
    [
      ...(patient ? [{ record: patient, section: 'health' as const, noun: 'Patient' }] : []),
      ...forms.flatMap(({ assessment, section, title }) => (assessment ? [{ record: assessment, section, noun: title }] : [])),
      ...goals.map((record) => ({ record, section: 'plan' as const, noun: 'Goal' })),
      ...actions.map((record) => ({ record, section: 'plan' as const, noun: 'Action' })),
      ...needs.map((record) => ({ record, section: 'needs' as const, noun: 'Need' })),
      ...photos.map((record) => ({ record, section: 'note' as const, noun: 'Photo' })),
      ...(note ? [{ record: note, section: 'note' as const, noun: 'Note' }] : []),
      ...(visit ? [{ record: visit, section: 'start' as const, noun: 'Visit' }] : []),
    ].flatMap(({ record, section, noun }) => {
      const unsettled = unsettledFields(record);
      // One line for one instrument: its answers are one group.
      const fields = record.kind === 'assessment' && unsettled.length > 0 ? ['answers'] : unsettled;
      return fields.map((field) => ({
        key: `${record.id}/${field}`,
        words: record.kind === 'assessment' ? noun : `${noun} ${fieldLabel(record.kind, field).toLocaleLowerCase()}`,
        section,
        field: `${record.kind}-${record.id}`,
        seen: seenBoth.includes(`${record.id}/${field}`),
      }));
    }),
  );

  const known = $derived(
    visit && patientId !== 'library' ? knownFacts(visit, patient, (kind) => store.of(patientId, kind)) : [],
  );

  const formFacts = $derived(
    forms.map(
      ({ title, section, form, progress }): FormFacts => ({
        title,
        section,
        missing: form === null || form.unread.length > 0,
        open: (progress?.open ?? []).map((item) => ({ linkId: item.linkId, private: item.private })),
      }),
    ),
  );

  const facts = $derived<VisitFacts | null>(
    visit
      ? {
          visit,
          forms: formFacts,
          followUpDue: followUp !== undefined && privateSafety === undefined,
          undecided: suggestions
            .filter(({ need }) => isUndecided(need))
            .map(({ suggestion }) => ({ id: suggestion.rule.id, title: suggestion.rule.title })),
          safety: safety.map((each) => ({
            id: each.record.id,
            private: each.private,
            done: each.progress.done,
            of: each.progress.of,
            asksWhy: each.progress.asksWhy,
            section: each.section,
          })),
          safetyDue: safetyDue.map(({ trigger, section }) => ({ section, field: trigger.linkId })),
          different,
          known,
          note,
          unread: drafts.map((draft) => draft.id),
          typed: section() !== 'note' && typeof store.local(draftKey(id(), 'note')) === 'string',
        }
      : null,
  );
  const blocks = $derived<Block[]>(facts ? blocksOf(facts) : []);

  /** "You", a colleague's name, or that it came with an import. */
  const author = (by: string): string => (by === store.me.id ? 'You' : (store.person(by as PersonId)?.name ?? 'Brought in'));

  return {
    store,
    get id() { return id(); },
    get visit() { return visit; },
    get patientId() { return patientId; },
    get patient() { return patient; },
    get name() { return name; },
    get language() { return language; },
    get agency() { return agency; },
    /** Instants as the agency's clock shows them, as everywhere else. */
    get time() { return time; },
    get state() { return state; },
    get type() { return type; },
    get sections() { return sections; },
    get refs() { return refs; },
    get forms() { return forms; },
    get needs() { return needs; },
    get goals() { return goals; },
    get actions() { return actions; },
    get note() { return note; },
    get photos() { return photos; },
    get rules() { return rules; },
    get suggestions() { return suggestions; },
    get safety() { return safety; },
    get safetyDue() { return safetyDue; },
    get followUp() { return followUp; },
    get privateSafety() { return privateSafety; },
    get drafts() { return drafts; },
    get seenBoth() { return seenBoth; },
    get known() { return known; },
    get different() { return different; },
    get blocks() { return blocks; },
    get isOpen() { return OPEN_STATES.has(state); },
    /** Sent back to this person: she answers what was asked. */
    get isReturned() { return state === 'returned' && visit !== undefined && textField(visit, 'coordinator') === store.me.id; },
    get isSigned() { return SIGNED_STATES.has(state); },
    /** Records of this patient of one kind. */
    of: (kind: string): RecordView[] => (patientId === 'library' ? [] : store.of(patientId, kind)),
    formIn: (section: string): FormOfVisit | undefined => (isSection(section) ? forms.find((each) => each.section === section) : undefined),
    author,
    /** The same within a sentence: "Added by you". */
    authorInside: (by: string): string => (by === store.me.id ? 'you' : author(by)),
  };
};
