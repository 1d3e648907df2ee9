/**
 * On iPad and iPhone the installed app has its own storage, apart from Safari's, and Safari may clear a
 * site that was not opened for 7 days: so there the first step is to install, before the link is used.
 */
export interface Platform {
  userAgent: string;
  maxTouchPoints: number;
  standalone: boolean;
}

export const mustInstallFirst = ({ userAgent, maxTouchPoints, standalone }: Platform): boolean => {
  const handheld = /iPhone|iPad/u.test(userAgent);
  // Since iPadOS 13 an iPad calls itself a Mac; no Mac has a touch screen.
  const disguised = userAgent.includes('Macintosh') && maxTouchPoints > 1;
  return (handheld || disguised) && !standalone;
};

export const thisPlatform = (): Platform => ({
  userAgent: navigator.userAgent,
  maxTouchPoints: navigator.maxTouchPoints,
  standalone: matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true,
});

/** Codes are typed by hand from paper: space, dash and case do not matter. */
export const readCode = (typed: string): string => typed.trim().replaceAll(/[\s]/gu, '');
