/** A believable caseload: one person with everything on the chart, two with little, one with nothing. */
import ahc from '../../server/forms/questionnaires/ahc-hrsn-core.json';
import phq from '../../server/forms/questionnaires/phq-9.json';
import needs from '../../server/forms/needs.json';
import english from '../../server/teaching/texts-en.json';
import spanish from '../../server/teaching/texts-es.json';
import type { Json, PatientId, PersonId, RecordId } from '../src/app/contract';
import type { ServerDocument } from '../src/sync/document';
import { differ, id, record, type Wanted } from './documents';
import safetyProtocol from './safety-protocol.json';

export const ANA = '0190a000-0000-7000-8000-000000000001' as PersonId;
const CHEN = '0190a000-0000-7000-8000-000000000002' as PersonId;
const ORTIZ = '0190a000-0000-7000-8000-000000000003' as PersonId;

const DAY = 86_400_000;
const LOINC = 'http://loinc.org';

/** A time of day, so many days from today. */
function at(days: number, hour: number, minute = 0): string {
  const moment = new Date(Date.now() + days * DAY);
  moment.setHours(hour, minute, 0, 0);
  return moment.toISOString();
}

const day = (days: number): string => at(days, 12).slice(0, 10);
const office = { by: CHEN, at: at(-30, 9) };
const field = { by: ANA, at: at(-16, 10, 40) };
const coding = (system: string, code: string, display: string): Json => ({ system, code, display });

const texts = (listed: Record<string, Json>[], language: string): Record<string, Json>[] =>
  listed.map((text) => ({ ...text, language, version: '1.0', sha256: 'c'.repeat(64) }));

function library(): ServerDocument[] {
  const shared = { patient: 'library' as PatientId, ...office };
  const form = (questionnaire: Json, url: string, version: string, title: string, sha256: string): ServerDocument =>
    record({ ...shared, kind: 'form', values: { url, version, title, sha256, questionnaire, visitTypes: [], roles: ['coordinator'] } });
  return [
    record({
      ...shared,
      kind: 'agency',
      values: {
        name: 'Harbor Home Health',
        officePhone: '(555) 010-0100',
        onCallPhone: '(555) 010-0199',
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        setting: 'home-health',
        safetyProtocol: safetyProtocol,
      },
    }),
    record({ ...shared, id: ANA as string as RecordId, kind: 'person', values: { name: 'Ana Ruiz', role: 'coordinator', initials: 'AR' } }),
    record({ ...shared, id: CHEN as string as RecordId, kind: 'person', values: { name: 'Mei Chen', role: 'reviewer', initials: 'MC' } }),
    record({ ...shared, id: ORTIZ as string as RecordId, kind: 'person', values: { name: 'Rosa Ortiz', role: 'coordinator', initials: 'RO' } }),
    form(phq, phq.url, phq.version, phq.title, 'a'.repeat(64)),
    form(ahc, ahc.url, ahc.version, ahc.title, 'b'.repeat(64)),
    record({ ...shared, kind: 'needs_table', values: { rules: needs } }),
    ...[...texts(english, 'en'), ...texts(spanish, 'es')].map((values) => record({ ...shared, kind: 'material', values })),
  ];
}

interface Basics {
  family: string;
  given: string;
  nickname?: string;
  birthDate: string;
  sex: string;
  mrn: string;
  street: string;
  city: string;
  phone: string;
  language?: Json;
  codeStatus?: Json;
}

function patient(basics: Basics): { id: PatientId; documents: ServerDocument[] } {
  const own = id('patient');
  const { family, given, nickname = '', street, city, phone } = basics;
  const values: Record<string, Json> = {
    name: { family, given: [given], ...(nickname ? { nickname } : {}) },
    birthDate: basics.birthDate,
    sex: basics.sex,
    mrn: basics.mrn,
    address: { line: [street], city, state: 'MA', postalCode: '02149', country: 'US' },
    phones: [{ value: phone, use: 'home', rank: 1, bestTime: 'mornings', mayLeaveMessage: true }],
    language: basics.language ?? { code: 'en', display: 'English', interpreter: false },
    ...(basics.codeStatus ? { codeStatus: basics.codeStatus } : {}),
  };
  return { id: own, documents: [record({ ...office, id: own, kind: 'patient', patient: own, values })] };
}

type Rest = Omit<Wanted, 'patient'>;

function visit(of: PatientId, start: string, code: string, display: string): ServerDocument {
  const end = new Date(Date.parse(start) + DAY / 24).toISOString();
  const type = coding('https://doorstep.invalid/visit-type', code, display);
  return record({ ...office, kind: 'visit', patient: of, values: { state: 'planned', scheduledFor: { start, end }, type, coordinator: ANA } });
}

function luz(): ServerDocument[] {
  const { id: own, documents } = patient({
    family: 'Delgado',
    given: 'Luz',
    nickname: 'Lucha',
    birthDate: '1938-06-09',
    sex: 'female',
    mrn: '100204471',
    street: '14 Elm St 2B',
    city: 'Everett',
    phone: '(555) 010-2244',
    language: { code: 'es', display: 'Spanish', interpreter: true },
    codeStatus: { code: 'dnr', display: 'DNR', source: 'MOLST form seen', date: day(-40) },
  });
  const add = (rest: Rest): ReturnType<typeof record> => {
    const made = record({ ...rest, patient: own });
    documents.push(made);
    return made;
  };
  const snomed = 'http://snomed.info/sct';
  const rxnorm = 'http://www.nlm.nih.gov/research/umls/rxnorm';
  add({ ...office, kind: 'contact', values: { name: { family: 'Delgado', given: ['Marisol'] }, relation: 'Daughter', role: 'caregiver', phones: [{ value: '(555) 010-2250', use: 'mobile' }], legalRepresentative: 'Health care proxy', consent: 'yes' } });
  add({ ...office, kind: 'coverage', values: { payer: 'Medicare', plan: 'Part A and B', memberId: '1EG4-TE5-MK73', order: 1, status: 'active', type: coding('', 'medicare', 'Medicare'), period: { start: '2003-06-01' } } });
  add({ ...office, kind: 'condition', values: { code: coding(snomed, '84114007', 'Heart failure'), clinicalStatus: 'active', verificationStatus: 'confirmed', onset: '2019' } });
  add({ ...office, kind: 'condition', values: { code: coding(snomed, '44054006', 'Type 2 diabetes'), clinicalStatus: 'active', verificationStatus: 'confirmed', onset: '2008-04' } });
  add({ ...office, kind: 'allergy', values: { substance: coding(rxnorm, '7980', 'Penicillin'), reaction: 'Hives', criticality: 'high', clinicalStatus: 'active' } });
  add({ ...office, kind: 'allergy', values: { substance: coding(snomed, '91935009', 'Peanuts'), reaction: 'Swelling', criticality: 'high', clinicalStatus: 'active' } });
  const furosemide = add({ ...office, kind: 'medication', values: { medicine: coding(rxnorm, '4603', 'Furosemide'), dose: '20 mg daily', status: 'active', started: '2025-01' } });
  add({ ...office, kind: 'medication', values: { medicine: coding(rxnorm, '29046', 'Lisinopril'), dose: '10 mg daily', status: 'active', started: '2021' } });
  add({ ...office, kind: 'medication', values: { medicine: coding(rxnorm, '6809', 'Metformin'), dose: '500 mg twice a day', status: 'active', started: '2010' } });
  const earlier = id('visit');
  add({ ...field, id: earlier, kind: 'visit', values: { state: 'approved', scheduledFor: { start: at(-16, 10, 30), end: at(-16, 11, 30) }, type: coding('https://doorstep.invalid/visit-type', 'start-of-care', 'Start of care'), coordinator: ANA, startedAt: at(-16, 10, 31), endedAt: at(-16, 11, 36) } });
  const answers = Object.fromEntries(
    ['44250-9', '44255-8', '44259-0', '44254-1', '44251-7', '44258-2', '44252-5', '44253-3', '44260-8'].map((linkId, place) => [
      `answers/${linkId}`,
      { answer: [{ valueCoding: place < 6 ? coding(LOINC, 'LA6569-3', 'Several days') : coding(LOINC, 'LA6568-5', 'Not at all') }] },
    ]),
  );
  add({ ...field, kind: 'assessment', visit: earlier, values: { visit: earlier, form: { url: phq.url, version: phq.version, sha256: 'a'.repeat(64) }, title: phq.title, startedAt: field.at, ...answers }, derived: { scores: { '44261-6': { value: 6, range: [0, 27], band: 'Mild', answered: 9, of: 9 } } } });
  add({ ...field, kind: 'note', visit: earlier, values: { visit: earlier, text: 'Alert, in good spirits. Weighs herself most mornings. Daughter sets up the pill box on Sundays.', read: [] }, entries: { addenda: [{ text: 'Daughter called: scale is broken, a new one is on the way.' }] } });
  const need = add({ ...field, kind: 'need', visit: earlier, values: { domain: coding('', 'transportation-insecurity', 'Getting around'), state: 'confirmed', reason: '"Yes" to missed appointments', wants: 'now', rank: 1, code: coding('http://hl7.org/fhir/sid/icd-10-cm', 'Z59.82', 'Transportation insecurity') } });
  const plan = add({ ...office, kind: 'plan', values: { title: 'Plan of care', state: 'active', period: { start: day(-30) }, activities: ['Weigh daily', 'Low-salt diet'] } });
  const goal = add({ ...office, kind: 'goal', values: { words: 'Walk to the mailbox', measure: 'Times a week', baseline: '0', target: '1 time a week', due: day(30), state: 'active', progress: 'improving', need: need.id, expressedBy: 'patient', plan: plan.id } });
  add({ ...office, kind: 'goal', values: { words: 'Keep the swelling in my feet down', measure: 'Weight, lb', baseline: '148', target: '143', due: day(14), state: 'active', need: null, plan: plan.id } });
  add({ ...office, kind: 'intervention', values: { what: 'Walk with the physical therapist', kind: 'service', owner: 'Physical therapy', due: day(10), state: 'active', goal: goal.id, because: 'Wants to reach the mailbox', plan: plan.id } });
  const long = 'Marisol called: the new scale came, but nobody at home can read its display. Can somebody show Luz how to switch it to large type when you are next there, and check the pill box as well?';
  add({ ...office, kind: 'message', values: { words: long, urgent: true, about: goal.id } });
  add({ ...field, kind: 'message', values: { words: 'Seen, I will bring it up on Thursday.', urgent: false } });
  add({ ...office, kind: 'contact_log', values: { with: 'caregiver', name: 'Marisol Delgado', how: 'phone', at: at(-2, 9, 15), minutes: 12, outcome: 'reached', words: 'Scale arrived.' } });
  add({ ...office, kind: 'contact_log', values: { with: 'patient', how: 'phone', at: at(-1, 9, 15), outcome: 'voicemail' } });
  documents.push(differ(goal, 'target', '2 times a week', { by: ANA, at: at(-1, 10, 58) }));
  documents.push(differ(furosemide, 'dose', '40 mg daily', { by: ORTIZ, at: at(-1, 15, 10) }));
  documents.push(visit(own, at(0, 10, 30), 'follow-up', 'Follow-up'));
  return documents;
}

function others(): ServerDocument[] {
  const ruth = patient({ family: 'Okafor', given: 'Ruth', birthDate: '1941-02-03', sex: 'female', mrn: '100208812', street: '8 Cedar Ct', city: 'Malden', phone: '(555) 010-3311', codeStatus: { code: 'full', display: 'Full code', source: 'Patient', date: day(-12) } });
  const theo = patient({ family: 'Hall', given: 'Theo', birthDate: '1950-12-30', sex: 'male', mrn: '100209937', street: '210 Bay Rd', city: 'Revere', phone: '(555) 010-7780' });
  const long = patient({ family: 'Featherstonehaugh-Wolfeschlegelsteinhausen', given: 'Maximiliana Theodora', birthDate: '1944-02-29', sex: 'female', mrn: '100210001', street: '1 Long Lane', city: 'Chelsea', phone: '(555) 010-0001' });
  return [
    ...ruth.documents,
    visit(ruth.id, at(0, 9), 'follow-up', 'Follow-up'),
    record({ ...office, kind: 'allergy', patient: ruth.id, values: { substance: coding('', 'latex', 'Latex'), reaction: 'Rash', criticality: 'low', clinicalStatus: 'active' } }),
    ...theo.documents,
    visit(theo.id, at(0, 13), 'start-of-care', 'Start of care'),
    visit(theo.id, at(1, 9), 'follow-up', 'Follow-up'),
    ...long.documents,
    visit(long.id, at(0, 15), 'follow-up', 'Follow-up'),
  ];
}

export const seed = (): ServerDocument[] => [...library(), ...luz(), ...others()];
