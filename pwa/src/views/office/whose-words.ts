import { showBorn, showDate } from '../../domain/dates';

const diedWords = (died: string): string => (/^\d/u.test(died) ? `Died ${showDate(died)}` : `Died: ${died}`);

/**
 * The two identifiers that stand beside a name in the office's lists, and that somebody died. A number that nobody
 * recorded is left out.
 */
export const whoseWords = ({ birthDate, mrn, died = '' }: { birthDate: string; mrn: string; died?: string }): string =>
  [showBorn(birthDate), mrn && `MRN ${mrn}`, died && diedWords(died)].filter(Boolean).join(' · ');
