import { showBorn } from '../../domain/dates';

/** The two identifiers that stand beside a name in the office's lists. A number that nobody recorded is left out. */
export const whoseWords = (patient: { birthDate: string; mrn: string }): string =>
  [showBorn(patient.birthDate), patient.mrn && `MRN ${patient.mrn}`].filter(Boolean).join(' · ');
