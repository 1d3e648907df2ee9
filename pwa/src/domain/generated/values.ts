// Written by `doorstep kinds export` from sync/kinds and sync/lifecycles. Do not edit.

import type { ConferenceState, CoverageCheckState, DeadlineState, EpisodeState, FacilityOptionsState, GoalState, InterventionState, NeedState, PlanState, ReferralState, RemarkState, SafetyState, TaskState, TeachingState, TransitionState, VisitState } from './lifecycles';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Mark {
  at: string;
  text?: string | null;
  section?: string | null;
  field?: string | null;
}

export interface Confirmation {
  record: string;
  words: string;
  at: string;
}

export interface Coding {
  system?: string | null;
  code: string;
  display?: string | null;
}

export interface PersonName {
  family?: string | null;
  given?: string[] | null;
  prefix?: string | null;
  suffix?: string | null;
  nickname?: string | null;
}

export interface Address {
  line?: string[] | null;
  city?: string | null;
  state?: string | null;
  postalCode?: string | null;
  country?: string | null;
}

export interface Phone {
  value: string;
  use?: string | null;
  rank?: number | null;
  bestTime?: string | null;
  mayLeaveMessage?: boolean | null;
}

export interface Language {
  code: string;
  display?: string | null;
  interpreter?: boolean | null;
}

export interface Identifier {
  system?: string | null;
  value: string;
  type?: string | null;
}

export interface Period {
  start?: string | null;
  end?: string | null;
}

export interface TimeSpan {
  start: string;
  end?: string | null;
}

export interface Quantity {
  value: string;
  unit?: string | null;
  code?: string | null;
}

export interface CodeStatus {
  code: 'full' | 'dnr' | 'dni' | 'dnr-dni' | 'unknown';
  display?: string | null;
  source?: string | null;
  date?: string | null;
}

export interface Party {
  name: string;
  relation?: string | null;
  phone?: string | null;
}

export interface Organisation {
  name: string;
  phone?: string | null;
  fax?: string | null;
  address?: string | null;
  postalCode?: string | null;
  directory?: string | null;
}

export interface PacketPart {
  part: string;
  title: string;
  lines: string[];
}

export interface NotHome {
  reason: string;
  at: string;
  note?: string | null;
}

export interface Signature {
  method: 'passkey' | 'passphrase';
  at: string;
  manifestSha256: string;
  credential?: string | null;
  authenticatorData?: string | null;
  clientDataJSON?: string | null;
  signature?: string | null;
  deviceSignature?: string | null;
}

export interface SafetyStep {
  done: boolean;
  value?: string | null;
  at: string;
}

export interface SafetyTrigger {
  linkId: string;
  display?: string | null;
  answer?: string | null;
}

export interface SourceAnswer {
  assessment?: string | null;
  linkId?: string | null;
  display?: string | null;
}

export interface FormRef {
  url: string;
  version?: string | null;
  sha256?: string | null;
}

export interface Stay {
  facility?: string | null;
  admitted?: string | null;
  returnedHome?: string | null;
}

export interface Medicaid {
  status: 'none' | 'pending' | 'active' | 'spend-down';
  since?: string | null;
}

export interface EligibilityCheck {
  at: string;
  how: 'portal' | 'phone' | 'card' | 'letter' | 'other';
  result: 'active' | 'not-active' | 'unclear';
  reference?: string | null;
}

export interface InsurancePlan {
  payer: string;
  plan: string;
  product?: 'hmo' | 'ppo' | 'ma' | 'mco' | 'ffs' | 'other' | null;
  group?: string | null;
}

export interface Provider {
  name: string;
  npi?: string | null;
  phone?: string | null;
  zip?: string | null;
  entry?: string | null;
}

export interface OfficeToCall {
  provider: Provider;
  source?: 'known' | 'hand' | 'directory' | null;
}

export interface NextStep {
  action: 'book' | 'fax-referral' | 'call-plan' | 'try-next';
  on?: string | null;
}

export interface InsuranceCall {
  office: string;
  provider: Provider;
  plan: InsurancePlan;
  specialty: 'primary-care' | 'cardiology' | 'pulmonology' | 'endocrinology' | 'nephrology' | 'neurology' | 'oncology' | 'orthopedics' | 'podiatry' | 'wound-care' | 'dermatology' | 'gastroenterology' | 'urology' | 'rheumatology' | 'infectious-disease' | 'psychiatry' | 'behavioral-health' | 'pain' | 'ophthalmology' | 'ent' | 'audiology' | 'dental' | 'geriatrics' | 'palliative' | 'pediatrics' | 'obstetrics' | 'vascular' | 'surgery' | 'physical-therapy' | 'occupational-therapy' | 'speech-therapy' | 'dialysis' | 'imaging' | 'laboratory' | 'equipment' | 'facility' | 'other';
  at: string;
  minutes?: number | null;
  attempt: number;
  nameGiven: boolean;
  outcome: 'answered' | 'voicemail' | 'on-hold' | 'wrong-number' | 'call-back';
  spokeWith?: string | null;
  accepts?: 'in-network' | 'out-of-network' | 'no' | 'not-sure' | null;
  newPatients?: 'yes' | 'waitlist' | 'no' | null;
  needed?: ('referral' | 'prior-authorization' | 'records' | 'age-limits')[] | null;
  ageLimits?: string | null;
  firstAvailable?: string | null;
  copay?: string | null;
  selfPay?: string | null;
  reference?: string | null;
  next?: NextStep | null;
  callBackAt?: string | null;
  goodUntil?: string | null;
}

export interface ChosenAnswer {
  provider: Provider;
  plan: InsurancePlan;
  accepts: 'in-network' | 'out-of-network' | 'no' | 'not-sure';
  newPatients?: 'yes' | 'waitlist' | 'no' | null;
  needed?: ('referral' | 'prior-authorization' | 'records' | 'age-limits')[] | null;
  firstAvailable?: string | null;
  reference?: string | null;
  askedOn: string;
  askedBy: string;
  goodUntil: string;
  call?: string | null;
  known?: string | null;
}

export interface SettledAnswer {
  known: string;
  keep: string;
  over: string[];
  at: string;
}

export interface PatientSignature {
  by: Party;
  method: 'drawn' | 'typed' | 'could-not';
  image?: string | null;
  typed?: string | null;
  reason?: string | null;
  statement: string;
  at: string;
}

export interface Return {
  round: number;
  at: string;
  remarks: string[];
  due?: string | null;
}

export interface SeenReturn {
  round: number;
  at: string;
}

export interface ToldOfCorrection {
  round: number;
  changed: string[];
  how: 'next-visit' | 'phone' | 'mail';
  at: string;
}

export interface Approval {
  round: number;
  role: 'reviewer' | 'cosigner';
  contentSha256: string;
  signature?: Signature | null;
  at: string;
  version?: number | null;
  among?: string[] | null;
}

export interface Measured {
  value: string;
  unit?: string | null;
  at: string;
}

export interface PartConfirmed {
  part: 'diagnoses' | 'mentalStatus' | 'servicesNeeded' | 'visitFrequency' | 'prognosis' | 'rehabPotential' | 'functionalLimits' | 'activitiesPermitted' | 'nutrition' | 'medicines' | 'safetyMeasures' | 'admissionRisk' | 'dischargeEducation' | 'goalsInterventions' | 'advanceDirectives' | 'additionalItems';
  words: string;
  chart: string;
  source?: string | null;
  at: string;
}

export interface ReferralSent {
  at: string;
  how: 'phone' | 'fax' | 'mail' | 'e-mail' | 'portal' | 'by-hand';
  to: string;
  what: PacketPart[];
  consent: string;
}

export interface ReferralAnswer {
  at: string;
  how: 'phone' | 'fax' | 'mail' | 'e-mail' | 'portal' | 'by-hand';
  spokeWith?: string | null;
  said?: string | null;
  event: string;
}

export interface ReferralContact {
  at: string;
  how: 'phone' | 'fax' | 'mail' | 'e-mail' | 'portal' | 'by-hand';
  spokeWith?: string | null;
  note?: string | null;
}

export interface SharingMended {
  at: string;
  what: string;
}

export interface Agreed {
  name: string;
  relation?: string | null;
}

export interface ToldOfVersion {
  who: 'patient' | 'representative' | 'caregiver' | 'physician';
  name?: string | null;
  how: 'in-person' | 'phone' | 'message' | 'mail' | 'fax' | 'nobody';
  at: string;
  takesBack?: string | null;
  why?: string | null;
}

export interface AtTable {
  name?: string | null;
  relation?: string | null;
  contact?: string | null;
  reachBy?: string | null;
  mayAttend?: boolean | null;
  attendance?: 'present' | 'phone' | 'absent' | null;
  view?: string | null;
  disagrees?: boolean | null;
}

export interface Concern {
  words?: string | null;
  raisedBy?: string | null;
}

export interface DecisionMaker {
  name: string;
  authority?: 'patient' | 'health-care-proxy' | 'guardian' | 'next-of-kin' | 'not-known' | null;
}

export interface ConferenceOption {
  title?: string | null;
  benefits?: string | null;
  burdens?: string | null;
  cost?: string | null;
  coverage?: string | null;
}

export interface Decision {
  words?: string | null;
}

export interface PlanChange {
  what?: 'goal' | 'service' | 'setting' | null;
  words?: string | null;
  owner?: string | null;
  due?: string | null;
  made?: string | null;
}

export interface ConferenceAction {
  what?: string | null;
  owner?: string | null;
  due?: string | null;
  made?: string | null;
}

export interface ReadBack {
  name: string;
  relation?: string | null;
  at: string;
  takesBack?: string | null;
}

export interface CopySent {
  to: string;
  at: string;
  takesBack?: string | null;
}

export interface Addendum {
  text: string;
}

export interface PhotoConsent {
  by: Party;
  at: string;
}

export interface AcceptedBy {
  by: string;
  at: string;
}

export interface PolicyPoint {
  code?: string | null;
  question?: string | null;
  answer?: 'yes' | 'no' | 'unsure' | null;
  note?: string | null;
}

export interface TransitionDecision {
  decision: 'accept' | 'decline';
  reason: string;
  policy?: string | null;
  at: string;
}

export interface ChecklistItem {
  code?: string | null;
  item?: string | null;
  status?: 'done' | 'not-needed' | null;
  evidence?: string | null;
  reason?: string | null;
  doneAt?: string | null;
  owner?: string | null;
  due?: string | null;
}

export interface MovedMedicine {
  medication?: string | null;
  medicine?: string | null;
  before?: string | null;
  decision?: 'continue' | 'changed' | 'new' | 'stop' | null;
  after?: string | null;
  reconciledBy?: string | null;
  reconciledAt?: string | null;
}

export interface FollowUp {
  who?: string | null;
  when?: string | null;
  where?: string | null;
  ride?: 'booked' | 'to-book' | 'not-needed' | null;
}

export interface PendingTest {
  test?: string | null;
  expected?: string | null;
  whoFollows?: string | null;
  result?: string | null;
}

export interface Equipment {
  what?: string | null;
  vendor?: string | null;
  ordered?: string | null;
  delivered?: string | null;
}

export interface MovedService {
  type?: string | null;
  provider?: string | null;
  firstVisit?: string | null;
}

export interface Sending {
  what?: 'discharge-summary' | 'transfer-summary' | 'medicine-list' | 'plan-of-care' | 'records' | null;
  to?: string | null;
  how?: 'fax' | 'secure-message' | 'portal' | 'by-hand' | 'mail' | 'phone' | null;
  sentAt?: string | null;
  sha256?: string | null;
  receivedAt?: string | null;
  receivedBy?: string | null;
}

export interface TransitionContact {
  point: '48-72-h' | '7-d' | '14-d' | '30-d' | 'other';
  at: string;
  how?: 'phone' | 'visit' | 'video' | null;
  who?: string | null;
  result: 'well' | 'help' | 'readmitted' | 'emergency' | 'died' | 'not-reached';
  words?: string | null;
}

export interface ChoiceStatement {
  by: string;
  choice?: string | null;
  free: boolean;
  at: string;
}

export interface Anchor {
  record: string;
  field: string;
  section: string;
  label: string;
}

export interface ShownPlace {
  facility: string;
  ccn?: string | null;
  name: string;
  lines: string[];
  estimate?: string[] | null;
  financialInterest?: boolean | null;
}

export interface ShownList {
  at: string;
  language?: 'en' | 'es' | null;
  order: string;
  filters: string;
  dataDate?: string | null;
  source?: string | null;
  assumptions?: string[] | null;
  how: 'screen' | 'paper';
  places: ShownPlace[];
}

export interface PlaceView {
  facility?: string | null;
  name?: string | null;
  words?: string | null;
}

export interface ChosenPlace {
  facility: string;
  name: string;
}

export interface PlaceChoice {
  places: ChosenPlace[];
  by: Party;
  at: string;
  statement: string;
  signature?: string | null;
  typed?: string | null;
}

export interface Placement {
  facility?: string | null;
  name: string;
  acceptedBy?: string | null;
  bedHoldUntil?: string | null;
  transport?: string | null;
  reportTo?: string | null;
  at: string;
}

export interface Told {
  who: string;
  how?: string | null;
  at: string;
  note?: string | null;
}

export interface MaterialGiven {
  material: string;
  title: string;
  language: string;
  version: string;
  sha256: string;
  how: 'shown' | 'printed';
  at: string;
}

export interface MessageSeen {
  at: string;
}

export interface LeftOpen {
  record?: string | null;
  what?: string | null;
  fate?: 'ended' | 'handed-over' | 'done' | null;
  reason?: string | null;
  to?: string | null;
  owner?: string | null;
  rule?: string | null;
  anchor?: string | null;
}

export interface Evidence {
  record: string;
  fact: string;
  value: string;
}

export interface Snooze {
  until: string;
  reason: string;
}

export interface DeadlineStep {
  to: 'coordinator' | 'reviewer' | 'supervisor';
  at: string;
  due: string;
  people: string[];
}

export interface PayerAnswer {
  payer?: string | null;
  plan?: string | null;
  accepts?: boolean | null;
  asOf?: string | null;
  source?: string | null;
  reference?: string | null;
}

export interface OpenBeds {
  value: 'yes' | 'soon' | 'no';
  count?: number | null;
  asOf: string;
  source?: string | null;
}

export interface PrivateRate {
  perDay: string;
  asOf: string;
  source?: string | null;
}

export interface PlaceNote {
  on?: string | null;
  text?: string | null;
}

export interface KnownOffice {
  name?: string | null;
  npi?: string | null;
  phone?: string | null;
  zip?: string | null;
}

export interface KnownPlan {
  payer: string;
  plan: string;
  product?: 'hmo' | 'ppo' | 'ma' | 'mco' | 'ffs' | 'other' | null;
}

export interface KnownAnswer {
  id: string;
  specialty: 'primary-care' | 'cardiology' | 'pulmonology' | 'endocrinology' | 'nephrology' | 'neurology' | 'oncology' | 'orthopedics' | 'podiatry' | 'wound-care' | 'dermatology' | 'gastroenterology' | 'urology' | 'rheumatology' | 'infectious-disease' | 'psychiatry' | 'behavioral-health' | 'pain' | 'ophthalmology' | 'ent' | 'audiology' | 'dental' | 'geriatrics' | 'palliative' | 'pediatrics' | 'obstetrics' | 'vascular' | 'surgery' | 'physical-therapy' | 'occupational-therapy' | 'speech-therapy' | 'dialysis' | 'imaging' | 'laboratory' | 'equipment' | 'facility' | 'other';
  accepts: 'in-network' | 'out-of-network' | 'no' | 'not-sure';
  newPatients?: 'yes' | 'waitlist' | 'no' | null;
  needed?: ('referral' | 'prior-authorization' | 'records' | 'age-limits')[] | null;
  firstAvailable?: string | null;
  reference?: string | null;
  askedAt: string;
  askedOn: string;
  askedBy: string;
  by: string;
  goodUntil: string;
}

export interface LastCall {
  id: string;
  at: string;
  on: string;
  askedBy: string;
  by: string;
  outcome: 'answered' | 'voicemail' | 'on-hold' | 'wrong-number' | 'call-back';
}

export interface KnownDecision {
  id: string;
  keep: string;
  over: string[];
}

export interface PlaceAnswer {
  id: string;
  referral: string;
  answer: 'accept' | 'reject';
  reason?: 'no-capacity' | 'not-eligible' | 'out-of-area' | 'missing-papers' | 'referred-elsewhere' | 'other' | null;
  on: string;
  days?: number | null;
}

export interface MaterialPart {
  heading: string;
  lines: string[];
}

export type Absent = 'asked-declined' | 'asked-unknown' | 'not-asked' | 'unable' | 'later';
/** One typed value: `valueCoding`, `valueString`, `valueInteger`, ... */
export type TypedValue = { [type: `value${string}`]: Json };
export type Answer = { answer: TypedValue[] } | { absent: Absent; note?: string };

export interface PatientValues {
  name?: PersonName | null;
  birthDate?: string | null;
  sex?: 'female' | 'male' | 'other' | 'unknown' | null;
  mrn?: string | null;
  address?: Address | null;
  phones?: Phone[];
  language?: Language | null;
  codeStatus?: CodeStatus | null;
  identifiers?: Identifier[];
  deceased?: string | null;
  referralReceived?: string | null;
  returnedHome?: string | null;
  orderedStart?: string | null;
  startOfCare?: string | null;
  discharged?: string | null;
  closedReason?: 'goals-met' | 'moved-care' | 'moved-away' | 'declined' | 'lost' | 'not-eligible' | 'died' | 'other' | null;
  handedTo?: string | null;
  handOver?: string | null;
  satisfaction?: number | null;
  contactEvery?: number | null;
  settings?: string[];
  stays?: Stay[];
  photoConsent?: boolean | null;
  about?: string | null;
}

export interface ContactValues {
  name?: PersonName | null;
  relation?: string | null;
  role?: string | null;
  phones?: Phone[];
  email?: string | null;
  preferred?: 'phone' | 'text' | 'email' | 'mail' | 'in-person' | null;
  address?: Address | null;
  legalRepresentative?: string | null;
  consent?: string | null;
  helpsWith?: string | null;
  willing?: 'yes' | 'some' | 'no' | null;
  able?: 'yes' | 'after-teaching' | 'no' | null;
  hours?: string | null;
  backup?: string | null;
}

export interface CoverageValues {
  payer?: string | null;
  plan?: string | null;
  product?: 'hmo' | 'ppo' | 'ma' | 'mco' | 'ffs' | 'other' | null;
  group?: string | null;
  memberId?: string | null;
  type?: Coding | null;
  period?: Period | null;
  order?: number | null;
  status?: string | null;
  medicaid?: Medicaid | null;
  eligibility?: EligibilityCheck[];
}

export interface CoverageCheckValues {
  state?: CoverageCheckState | null;
  coverage?: string | null;
  plan?: InsurancePlan | null;
  specialty?: 'primary-care' | 'cardiology' | 'pulmonology' | 'endocrinology' | 'nephrology' | 'neurology' | 'oncology' | 'orthopedics' | 'podiatry' | 'wound-care' | 'dermatology' | 'gastroenterology' | 'urology' | 'rheumatology' | 'infectious-disease' | 'psychiatry' | 'behavioral-health' | 'pain' | 'ophthalmology' | 'ent' | 'audiology' | 'dental' | 'geriatrics' | 'palliative' | 'pediatrics' | 'obstetrics' | 'vascular' | 'surgery' | 'physical-therapy' | 'occupational-therapy' | 'speech-therapy' | 'dialysis' | 'imaging' | 'laboratory' | 'equipment' | 'facility' | 'other' | null;
  service?: string | null;
  zip?: string | null;
  near?: string | null;
  nameGiven?: boolean | null;
  offices?: OfficeToCall[];
  calls?: InsuranceCall[];
  chosen?: ChosenAnswer | null;
  next?: NextStep | null;
  settled?: SettledAnswer[];
}

export interface ConditionValues {
  code?: Coding | null;
  clinicalStatus?: string | null;
  verificationStatus?: string | null;
  onset?: string | null;
  abatement?: string | null;
  category?: string | null;
  note?: string | null;
}

export interface AllergyValues {
  substance?: Coding | null;
  reaction?: string | null;
  criticality?: string | null;
  clinicalStatus?: string | null;
}

export interface MedicationValues {
  medicine?: Coding | null;
  dose?: string | null;
  status?: string | null;
  started?: string | null;
  asTaken?: string | null;
}

export interface VisitValues {
  state?: VisitState | null;
  scheduledFor?: TimeSpan | null;
  type?: Coding | null;
  coordinator?: string | null;
  startedAt?: string | null;
  endedAt?: string | null;
  identifiersChecked?: ('full-name' | 'date-of-birth' | 'address' | 'known-face')[] | null;
  whoAnswered?: string[];
  place?: Coding | null;
  interpreter?: string | null;
  notHome?: NotHome | null;
  nextContact?: string | null;
  leftInHome?: string[] | null;
  forms?: FormRef[] | null;
  manifest?: string | null;
  signature?: Signature | null;
  patientSignature?: PatientSignature | null;
  marks?: Mark[];
  confirmations?: Confirmation[];
  returns?: Return[];
  seenReturns?: SeenReturn[];
  toldOfCorrections?: ToldOfCorrection[];
  approvals?: Approval[];
}

export interface AssessmentValues {
  visit?: string | null;
  form?: FormRef | null;
  title?: string | null;
  startedAt?: string | null;
  confirmedPrivate?: string | null;
  [address: `answers/${string}`]: Answer | null | undefined;
}

export interface NeedValues {
  domain?: Coding | null;
  state?: NeedState | null;
  reason?: string | null;
  from?: SourceAnswer[] | null;
  wants?: 'now' | 'later' | 'has-help' | 'does-not-want' | 'other' | null;
  rank?: number | null;
  code?: Coding | null;
  urgent?: boolean | null;
  outcome?: 'met' | 'partly-met' | 'not-met-no-capacity' | 'not-met-not-eligible' | 'not-met-could-not-contact' | 'not-met-patient-declined' | 'need-gone' | null;
  owner?: string | null;
  handedTo?: string | null;
}

export interface GoalValues {
  words?: string | null;
  measure?: string | null;
  baseline?: string | null;
  target?: string | null;
  due?: string | null;
  state?: GoalState | null;
  progress?: 'in-progress' | 'improving' | 'worsening' | 'no-change' | 'achieved' | 'sustaining' | 'not-achieved' | 'no-progress' | 'not-attainable' | null;
  measures?: Measured[];
  barrier?: string | null;
  nextStep?: string | null;
  nextDue?: string | null;
  need?: string | null;
  plan?: string | null;
  expressedBy?: string | null;
  setBy?: string | null;
}

export interface InterventionValues {
  what?: string | null;
  kind?: 'referral' | 'teaching' | 'service' | 'task' | null;
  owner?: string | null;
  due?: string | null;
  state?: InterventionState | null;
  goal?: string | null;
  plan?: string | null;
  because?: string | null;
}

export interface PlanValues {
  title?: string | null;
  state?: PlanState | null;
  period?: Period | null;
  reviewed?: string | null;
  parts?: Coding[];
  activities?: string[];
  diagnoses?: string | null;
  mentalStatus?: string | null;
  servicesNeeded?: string | null;
  visitFrequency?: string | null;
  prognosis?: string | null;
  rehabPotential?: string | null;
  functionalLimits?: string | null;
  activitiesPermitted?: string | null;
  nutrition?: string | null;
  medicines?: string | null;
  safetyMeasures?: string | null;
  admissionRisk?: string | null;
  dischargeEducation?: string | null;
  goalsInterventions?: string | null;
  advanceDirectives?: string | null;
  additionalItems?: string | null;
  partsConfirmed?: PartConfirmed[];
}

export interface ReferralValues {
  request?: string | null;
  partOf?: string | null;
  need?: string | null;
  goal?: string | null;
  intervention?: string | null;
  options?: string | null;
  service?: string | null;
  target?: Organisation | null;
  priority?: 'routine' | 'urgent' | null;
  words?: string | null;
  state?: ReferralState | null;
  owner?: string | null;
  handedTo?: string | null;
  sent?: ReferralSent[];
  answers?: ReferralAnswer[];
  reminders?: ReferralContact[];
  mended?: SharingMended[];
  enrolment?: 'enrolled' | 'not-enrolled' | 'not-enrolled-on-waitlist' | null;
  capacity?: 'no-capacity' | 'capacity' | 'waitlist' | 'additional-assessment-required' | null;
}

export interface ConsentValues {
  to?: Organisation | null;
  agreed?: boolean | null;
  scope?: 'service' | 'substance-use' | null;
  by?: Party | null;
  at?: string | null;
  until?: string | null;
  words?: string | null;
}

export interface PlanVersionValues {
  plan?: string | null;
  number?: number | null;
  replaces?: string[] | null;
  snapshot?: string | null;
  sha256?: string | null;
  madeIn?: 'visit' | 'conference' | 'chart' | null;
  conference?: string | null;
  agreedBy?: Agreed[] | null;
  agreedAt?: string | null;
  signature?: Signature | null;
  told?: ToldOfVersion[];
}

export interface ConferenceValues {
  state?: ConferenceState | null;
  plannedFor?: string | null;
  place?: string | null;
  purpose?: string | null;
  agreement?: 'agrees' | 'with-limits' | 'cannot-say' | 'declines' | null;
  mayAttend?: string | null;
  capacity?: 'decides' | 'with-help' | 'represented' | null;
  people?: AtTable[];
  shown?: ('assessments' | 'options' | 'costs' | 'plan')[];
  concerns?: Concern[];
  interpreter?: string | null;
  decisionMaker?: DecisionMaker | null;
  understanding?: string | null;
  update?: string | null;
  matters?: string | null;
  options?: ConferenceOption[];
  decisions?: Decision[];
  noDecision?: boolean | null;
  nextDate?: string | null;
  planChanges?: PlanChange[];
  actions?: ConferenceAction[];
  agreed?: ReadBack[];
  copies?: CopySent[];
  startedAt?: string | null;
  endedAt?: string | null;
  minutes?: number | null;
}

export interface NoteValues {
  text?: string | null;
  visit?: string | null;
  read?: string[];
  marks?: Mark[];
  addenda?: Addendum[];
}

export interface AttachmentValues {
  visit?: string | null;
  sha256?: string | null;
  size?: number | null;
  type?: 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf' | null;
  takenAt?: string | null;
  consent?: PhotoConsent | null;
  caption?: string | null;
  bodySite?: Coding | null;
  measured?: Measured | null;
}

export interface TransitionValues {
  state?: TransitionState | null;
  way?: 'to-us' | 'from-us' | 'between' | null;
  unplanned?: boolean | null;
  learned?: string | null;
  referralReceived?: string | null;
  fromSetting?: 'home' | 'home-health' | 'hospital' | 'emergency' | 'psychiatric' | 'outpatient' | 'adult-day' | 'personal-care' | 'assisted-living' | 'snf' | 'irf' | 'ltch' | 'nursing-home' | 'hospice' | 'medical-respite' | null;
  fromFacility?: string | null;
  fromWard?: string | null;
  fromContact?: Party | null;
  admitted?: string | null;
  expectedDischarge?: string | null;
  toSetting?: 'home' | 'home-health' | 'hospital' | 'emergency' | 'psychiatric' | 'outpatient' | 'adult-day' | 'personal-care' | 'assisted-living' | 'snf' | 'irf' | 'ltch' | 'nursing-home' | 'hospice' | 'medical-respite' | null;
  toProvider?: string | null;
  toDirectory?: string | null;
  acceptedBy?: AcceptedBy | null;
  acceptance?: PolicyPoint[];
  decisions?: TransitionDecision[];
  endReason?: string | null;
  goals?: string | null;
  checklist?: ChecklistItem[];
  medicines?: MovedMedicine[];
  followUps?: FollowUp[];
  pendingTests?: PendingTest[];
  equipment?: Equipment[];
  services?: MovedService[];
  warningSigns?: string | null;
  whoToCall?: Party | null;
  caregiver?: string | null;
  caregiverTaught?: string | null;
  teachBack?: 'said' | 'showed' | 'hint' | 'not-yet' | 'unable' | 'declined' | null;
  openNeeds?: string[];
  sent?: Sending[];
  leftAt?: string | null;
  arrivedAt?: string | null;
  contacts?: TransitionContact[];
  outcome?: 'home' | 'readmitted' | 'emergency' | 'died' | 'lost' | null;
  nextStep?: string | null;
  owner?: string | null;
  nextDue?: string | null;
  facilityOptions?: string | null;
  listGiven?: string | null;
  listMethod?: 'paper' | 'screen' | 'read-out' | 'interpreter' | 'not-required' | null;
  choice?: ChoiceStatement | null;
  financialInterest?: boolean | null;
  financialInterestWords?: string | null;
}

export interface RemarkValues {
  visit?: string | null;
  round?: number | null;
  anchor?: Anchor | null;
  severity?: 'must-fix' | 'check' | 'info' | null;
  words?: string | null;
  proposal?: Json | null;
  state?: RemarkState | null;
}

export interface TaskValues {
  what?: string | null;
  owner?: string | null;
  due?: string | null;
  urgent?: boolean | null;
  state?: TaskState | null;
  about?: string | null;
  handover?: string | null;
  result?: string | null;
}

export interface FacilityOptionsValues {
  levelOfCare?: 'snf' | 'ltc' | 'irf' | 'ltch' | 'home-health' | 'hospice' | 'assisted-living' | 'adult-day' | 'medical-respite' | 'personal-care' | 'outpatient-rehab' | 'private-duty-nursing' | 'pediatric-day' | 'pediatric-rehab' | 'psychiatric-inpatient' | 'residential-treatment' | 'crisis-residence' | 'partial-hospital' | 'intensive-outpatient' | 'supported-housing' | null;
  mustHaves?: ('trach-vent' | 'dialysis' | 'bariatric' | 'wound-vac' | 'iv' | 'memory-care' | 'isolation' | 'smoking' | 'pets' | 'language')[];
  near?: string | null;
  within?: number | null;
  wishes?: string | null;
  coverage?: string | null;
  pays?: 'medicare' | 'medicare-advantage' | 'medicaid' | 'medicaid-pending' | 'spend-down' | 'private' | 'other' | null;
  qualifyingStay?: 'yes' | 'no' | 'unknown' | null;
  daysUsed?: number | null;
  days?: number | null;
  authorization?: 'not-needed' | 'asked' | 'granted' | 'denied' | null;
  canPay?: string | null;
  neededBy?: string | null;
  shown?: ShownList[];
  views?: PlaceView[];
  choice?: PlaceChoice | null;
  placement?: Placement | null;
  state?: FacilityOptionsState | null;
}

export interface SafetyValues {
  visit?: string | null;
  assessment?: string | null;
  trigger?: SafetyTrigger | null;
  state?: SafetyState | null;
  told?: Told[];
  [address: `steps/${string}`]: SafetyStep | null | undefined;
}

export interface TeachingValues {
  topic?: 'facility-options' | 'services-coverage' | 'medicines' | 'warning-signs' | 'equipment' | 'falls-home-safety' | 'diet' | 'wound-care' | 'rights' | 'advance-directive' | 'going-home' | 'infection' | 'activity' | 'growth-feeding' | 'breathing' | 'safe-sleep' | 'immunizations' | 'school' | 'safety-plan' | 'coping' | 'sleep' | 'substance-use' | 'safe-storage' | 'long-term-condition' | 'prevention' | 'tobacco' | 'home-readings' | 'other' | null;
  about?: string | null;
  learner?: 'patient' | 'caregiver' | 'both' | 'other' | null;
  learnerName?: string | null;
  barriers?: ('none' | 'vision' | 'hearing' | 'language' | 'cognition' | 'low-health-literacy' | 'pain-fatigue' | 'emotional' | 'cultural' | 'not-ready')[] | null;
  methods?: ('talk' | 'demonstration' | 'printed' | 'picture' | 'video' | 'interpreter')[];
  given?: MaterialGiven[];
  question?: string | null;
  result?: 'said-back' | 'showed' | 'hint' | 'not-yet' | 'unable' | 'declined' | null;
  retaught?: number | null;
  again?: string | null;
  followUp?: string | null;
  words?: string | null;
  visit?: string | null;
  state?: TeachingState | null;
}

export interface MessageValues {
  words?: string | null;
  urgent?: boolean | null;
  about?: string | null;
  answers?: string | null;
  visit?: string | null;
  seen?: MessageSeen[];
}

export interface ContactLogValues {
  with?: 'patient' | 'caregiver' | 'clinician' | 'service' | 'payer' | 'other' | null;
  contact?: string | null;
  name?: string | null;
  how?: 'phone' | 'video' | 'in-person' | 'text' | 'mail' | null;
  at?: string | null;
  minutes?: number | null;
  outcome?: 'reached' | 'voicemail' | 'no-answer' | null;
  words?: string | null;
  visit?: string | null;
}

export interface EventValues {
  what?: 'hospital' | 'emergency' | 'fall' | 'death' | null;
  on?: string | null;
  place?: string | null;
  words?: string | null;
  stay?: string | null;
  visit?: string | null;
}

export interface EpisodeValues {
  state?: EpisodeState | null;
  openedOn?: string | null;
  transition?: string | null;
  referredBy?: string | null;
  closedOn?: string | null;
  reason?: 'goals-met' | 'moved-care' | 'moved-away' | 'declined' | 'lost' | 'not-eligible' | 'died' | 'other' | null;
  handedTo?: string | null;
  handOver?: string | null;
  satisfaction?: number | null;
  outcome?: 'home' | 'readmitted' | 'emergency' | 'died' | 'lost' | null;
  left?: LeftOpen[];
}

export interface DeadlineValues {
  rule?: string | null;
  subject?: string | null;
  anchor?: string | null;
  source?: string | null;
  evidence?: Evidence | null;
  opens?: string | null;
  due?: string | null;
  metAt?: string | null;
  state?: DeadlineState | null;
  owner?: string | null;
  snooze?: Snooze | null;
  steps?: DeadlineStep[];
}

export interface ChartReadValues {
  patient?: string | null;
  screen?: string | null;
  at?: string | null;
}

export interface AgencyValues {
  name?: string | null;
  officePhone?: string | null;
  onCallPhone?: string | null;
  safetyProtocol?: Json | null;
  review?: Json | null;
  timezone?: string | null;
  holidays?: string[] | null;
  deadlineLimits?: Json | null;
  acceptancePolicy?: Json | null;
  transitionChecklist?: Json | null;
  setting?: string | null;
  settings?: string[] | null;
  defaultSettings?: string[] | null;
  recovery?: Json | null;
}

export interface PersonValues {
  name?: string | null;
  role?: 'administrator' | 'coordinator' | 'reviewer' | null;
  initials?: string | null;
  left?: string | null;
}

export interface FormValues {
  url?: string | null;
  version?: string | null;
  title?: string | null;
  sha256?: string | null;
  questionnaire?: Json | null;
  visitTypes?: string[] | null;
  roles?: string[] | null;
}

export interface NeedsTableValues {
  rules?: Json | null;
}

export interface DirectoryValues {
  part?: 'facilities' | 'services' | 'zips' | 'sources' | null;
  table?: Json | null;
}

export interface FacilityOverlayValues {
  facility?: string | null;
  payers?: PayerAnswer[];
  medicaidPending?: boolean | null;
  openBeds?: OpenBeds | null;
  privateRate?: PrivateRate | null;
  capabilities?: ('trach-vent' | 'dialysis' | 'bariatric' | 'wound-vac' | 'iv' | 'memory-care' | 'isolation' | 'smoking' | 'pets')[];
  notes?: PlaceNote[];
  admissionContact?: string | null;
  financialInterest?: boolean | null;
}

export interface CoverageAnswerValues {
  office?: KnownOffice | null;
  plan?: KnownPlan | null;
  answers?: KnownAnswer[] | null;
  attempts?: LastCall[] | null;
  decisions?: KnownDecision[] | null;
}

export interface PlaceAnswersValues {
  entry?: string | null;
  answers?: PlaceAnswer[] | null;
}

export interface MaterialValues {
  name?: string | null;
  topic?: 'facility-options' | 'services-coverage' | 'medicines' | 'warning-signs' | 'equipment' | 'falls-home-safety' | 'diet' | 'wound-care' | 'rights' | 'advance-directive' | 'going-home' | 'infection' | 'activity' | 'growth-feeding' | 'breathing' | 'safe-sleep' | 'immunizations' | 'school' | 'safety-plan' | 'coping' | 'sleep' | 'substance-use' | 'safe-storage' | 'long-term-condition' | 'prevention' | 'tobacco' | 'home-readings' | 'other' | null;
  title?: string | null;
  language?: 'en' | 'es' | null;
  version?: string | null;
  sha256?: string | null;
  ask?: string | null;
  parts?: MaterialPart[] | null;
}

export interface SettingPackValues {
  code?: string | null;
  version?: string | null;
  builtIn?: boolean | null;
  sha256?: string | null;
  pack?: Json | null;
}

/** Plain values of each kind, as a screen reads them when no field is in conflict. */
export interface Values {
  patient: PatientValues;
  contact: ContactValues;
  coverage: CoverageValues;
  'coverage-check': CoverageCheckValues;
  condition: ConditionValues;
  allergy: AllergyValues;
  medication: MedicationValues;
  visit: VisitValues;
  assessment: AssessmentValues;
  need: NeedValues;
  goal: GoalValues;
  intervention: InterventionValues;
  plan: PlanValues;
  referral: ReferralValues;
  consent: ConsentValues;
  plan_version: PlanVersionValues;
  conference: ConferenceValues;
  note: NoteValues;
  attachment: AttachmentValues;
  transition: TransitionValues;
  remark: RemarkValues;
  task: TaskValues;
  facility_options: FacilityOptionsValues;
  safety: SafetyValues;
  teaching: TeachingValues;
  message: MessageValues;
  contact_log: ContactLogValues;
  event: EventValues;
  episode: EpisodeValues;
  deadline: DeadlineValues;
  chart_read: ChartReadValues;
  agency: AgencyValues;
  person: PersonValues;
  form: FormValues;
  needs_table: NeedsTableValues;
  directory: DirectoryValues;
  facility_overlay: FacilityOverlayValues;
  'coverage-answer': CoverageAnswerValues;
  'place-answers': PlaceAnswersValues;
  material: MaterialValues;
  setting_pack: SettingPackValues;
}
