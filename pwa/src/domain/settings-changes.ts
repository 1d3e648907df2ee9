/** What another choice of packs changes for a patient: what is asked in addition, what no more, what in other words. */
import { PARTS, type Item, type Part, type Setting } from './settings';

export interface PartChange {
  part: Part;
  added: string[];
  gone: string[];
  /** Before and after. */
  reworded: [string, string][];
}

/** How an item of a part is told; the words of codes are the screen's. */
export type Tell = (part: Part, item: Item) => string;

const listOfPart = (setting: Setting, part: Part, tell: Tell): Map<string, string> => {
  if (part === 'forms') return new Map(setting.packs.flatMap(({ forms }) => forms.map((item) => [tell('forms', item), tell('forms', item)] as const)));
  if (part === 'wording') return new Map([...setting.wording].map(([code, words]) => [code, tell('wording', { code, words, proposal: true, source: '', checked: false })]));
  if (part === 'deadlines') {
    const said = setting.packs.flatMap(({ deadlines }) => deadlines);
    const holds = said.filter(({ code, value }) => (value === null ? setting.off.has(code) : setting.limits[code as keyof Setting['limits']] === value));
    return new Map(holds.map((item) => [item.code, tell('deadlines', item)]));
  }
  return new Map(setting[part].map((item) => [item.code, tell(part, item)]));
};

export const changesBetween = (before: Setting, after: Setting, tell: Tell): PartChange[] =>
  PARTS.map((part): PartChange => {
    const [was, is] = [listOfPart(before, part, tell), listOfPart(after, part, tell)];
    return {
      part,
      added: [...is].filter(([code]) => !was.has(code)).map(([, words]) => words),
      gone: [...was].filter(([code]) => !is.has(code)).map(([, words]) => words),
      reworded: [...is].flatMap(([code, words]): [string, string][] => {
        const old = was.get(code);
        return old === undefined || old === words ? [] : [[old, words]];
      }),
    };
  }).filter(({ added, gone, reworded }) => added.length + gone.length + reworded.length > 0);
