/** Where on the body a photo was taken: a region, and a side where there are two. */
const SYSTEM = 'https://doorstep.invalid/body-site';

export interface BodySite {
  code: string;
  words: string;
  paired: boolean;
}

export const BODY_SITES: readonly BodySite[] = [
  { code: 'head', words: 'Head or face', paired: false },
  { code: 'chest', words: 'Chest', paired: false },
  { code: 'belly', words: 'Belly', paired: false },
  { code: 'back', words: 'Back', paired: false },
  { code: 'lower-back', words: 'Lower back', paired: false },
  { code: 'buttock', words: 'Buttock', paired: true },
  { code: 'hip', words: 'Hip', paired: true },
  { code: 'arm', words: 'Arm', paired: true },
  { code: 'hand', words: 'Hand', paired: true },
  { code: 'leg', words: 'Leg', paired: true },
  { code: 'foot', words: 'Foot', paired: true },
  { code: 'heel', words: 'Heel', paired: true },
  { code: 'none', words: 'Not of the body', paired: false },
];

export const SIDES = [
  { code: 'left', words: 'Left' },
  { code: 'right', words: 'Right' },
] as const;

export const needsSide = (site: string): boolean => BODY_SITES.find(({ code }) => code === site)?.paired === true;

/** "Left heel" as a coding; null while something of it is missing. */
export function siteCoding(site: string, side: string): { system: string; code: string; display: string } | null {
  const found = BODY_SITES.find(({ code }) => code === site);
  if (!found) return null;
  if (!found.paired) return { system: SYSTEM, code: found.code, display: found.words };
  const on = SIDES.find(({ code }) => code === side);
  return on ? { system: SYSTEM, code: `${on.code}-${found.code}`, display: `${on.words} ${found.words.toLocaleLowerCase()}` } : null;
}
