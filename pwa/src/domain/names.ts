import { isObject, listOf, textOf } from './reading';

interface NameParts {
  family: string;
  given: string[];
  suffix: string;
  nickname: string;
}

const partsOf = (name: unknown): NameParts => {
  const value = isObject(name) ? name : {};
  return {
    family: textOf(value.family),
    given: listOf(value.given).map(textOf).filter(Boolean),
    suffix: textOf(value.suffix),
    nickname: textOf(value.nickname),
  };
};

/** "DELGADO, Luz": the form of lists and headers, sortable and hard to confuse. */
export const listName = (name: unknown): string => {
  const { family, given, suffix } = partsOf(name);
  const last = [family.toLocaleUpperCase(), suffix].filter(Boolean).join(' ');
  return [last, given.join(' ')].filter(Boolean).join(', ') || 'Name not known';
};

/** "Luz Delgado": the form of statements that somebody signs. */
export const fullName = (name: unknown): string => {
  const { family, given, suffix } = partsOf(name);
  return [...given, family, suffix].filter(Boolean).join(' ') || 'Name not known';
};

/** "Luz": how questions on the screen call the patient. */
export const callName = (name: unknown): string => {
  const { family, given } = partsOf(name);
  return given[0] ?? (family || 'the patient');
};

export const nickname = (name: unknown): string => partsOf(name).nickname;

/** "LD", for a person chip without a photo. */
export const initialsOf = (name: unknown): string => {
  const { family, given } = partsOf(name);
  return [given[0] ?? '', family].map((part) => part.charAt(0).toLocaleUpperCase()).join('');
};

/** "L. Delgado" from a person's display name "Luz Delgado". */
export const shortPerson = (display: string): string => {
  const words = display.trim().split(/\s+/u);
  const last = words.at(-1) ?? '';
  return words.length > 1 ? `${(words[0] ?? '').charAt(0)}. ${last}` : last;
};

const CODE = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** "7F3K": tells open tabs apart without a name. From the random tail of the record's id. */
export const shortCode = (id: string): string => {
  let bits = Number.parseInt(id.replaceAll('-', '').slice(-5), 16);
  let code = '';
  for (let place = 0; place < 4; place += 1) {
    code = CODE.charAt(bits % 32) + code;
    bits = Math.floor(bits / 32);
  }
  return code;
};
