/** Signing a visit that changed the plan makes the next version of it, which the signature then covers. */
import { hiddenGoals } from '../../domain/plan-parts';
import type { Agreed } from '../../domain/plan-version';
import { anyValue, isObject, textOf } from '../../domain/reading';
import { planWrittenIn, versionIntents } from '../plan/agreeing';
import { planFacts } from '../plan/plan-facts';
import { nowIso } from '../parts/clock';
import type { VisitModel } from './visit-model.svelte';
import type { Writer } from './writer.svelte';

/** Whoever signed for the patient, and the coordinator. Who could not sign has not agreed by signing. */
const agreedBy = (model: VisitModel): Agreed[] => {
  const signature = anyValue(model.visit, 'patientSignature');
  const by = isObject(signature) && signature.method !== 'could-not' && isObject(signature.by) ? signature.by : {};
  const relation = ['', 'Self'].includes(textOf(by.relation)) ? 'Patient' : textOf(by.relation);
  const patient = textOf(by.name) === '' ? [] : [{ name: textOf(by.name), relation }];
  return [...patient, { name: model.store.me.name, relation: 'Coordinator' }];
};

/** True where there was nothing to make, or it is kept. */
export const agreeInVisit = async (model: VisitModel, writer: Writer): Promise<boolean> => {
  const { store, patientId, id } = model;
  if (patientId === 'library') return true;
  if (!planWrittenIn(store, patientId, id, hiddenGoals({ of: model.of }))) return true;
  const facts = planFacts(store, patientId, null, model.time);
  const made = await versionIntents(store, facts, { madeIn: 'visit', agreedBy: agreedBy(model), at: nowIso(), today: model.time.today(), sign: null });
  return made === null || writer.keep((form) => form.send(made.intents));
};
