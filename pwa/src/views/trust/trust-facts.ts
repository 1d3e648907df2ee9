import type { TrustPanel } from '../../app/contract';
import { settled, type RecordLike } from '../../domain/reading';
import { ageWords } from '../parts/agency-time';

/** "3 h 10 min". */
const duration = (ms: number): string => {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const hours = Math.floor(minutes / 60);
  return [hours > 0 ? `${hours} h` : '', minutes % 60 > 0 || hours === 0 ? `${minutes % 60} min` : ''].filter(Boolean).join(' ');
};

const CLOCK_TOLERANCE_MS = 90_000;

export const clockWords = (skewMs: number | null): string => {
  if (skewMs === null) return 'clock not compared yet';
  if (Math.abs(skewMs) < CLOCK_TOLERANCE_MS) return 'clock right';
  return `This tablet's clock is ${duration(skewMs)} ${skewMs > 0 ? 'fast' : 'slow'}. Times are marked; nothing is wrong with your answers.`;
};

export const spaceWords = (bytes: number | null): string => {
  if (bytes === null) return 'free space not known';
  const gb = bytes / 1e9;
  return gb >= 1 ? `${gb.toFixed(1)} GB free` : `${Math.round(bytes / 1e6)} MB free`;
};

export const storageWords = (isProtected: boolean | null): string =>
  isProtected === null ? 'Storage protection not known' : isProtected ? 'Storage protected' : 'Storage not protected';

/** By family name, as in the list; the library belongs to nobody. */
export const repairWords = (listed: string, isLibrary: boolean): string =>
  `${isLibrary ? 'The library' : `${listed.split(',')[0] ?? ''}'s chart`} was fetched again to match the server.`;

/** The first line of the panel: what stands between this tablet and the server. */
export const networkWords = (panel: TrustPanel, time: (iso: string) => string, now: Date): string => {
  if (panel.hindrance !== null) {
    const seconds = panel.retryAt === null ? 0 : Math.round((new Date(panel.retryAt).getTime() - now.getTime()) / 1000);
    return seconds > 0 ? `${panel.hindrance} Trying again in ${seconds} s.` : panel.hindrance;
  }
  if (panel.online) return panel.since === null ? 'Connected.' : `Connected since ${time(panel.since)}.`;
  return `Offline${panel.since === null ? '' : ` since ${time(panel.since)}`}. Sending starts by itself when there is a network.`;
};

export const waitingWords = (panel: TrustPanel, now: Date): string => {
  if (panel.waiting === 0) return 'Nothing to send';
  const oldest = panel.oldestWaiting === null ? '' : `, oldest ${ageWords(panel.oldestWaiting, now)}`;
  return `${panel.waiting} on this tablet${oldest}`;
};

/** A visit that nobody made has nothing for the office to receive: its third claim would be "not yet" for good. */
export const goesToTheOffice = (visit: RecordLike | undefined): boolean => !['not-home', 'cancelled'].includes(String(settled(visit, 'state')));
