/**
 * Settings of care, from the packs in the library: which packs a patient has, and what they come to together.
 * Packs only add up: the union of their items, where the later one's words stand; a rule of time is off only where
 * every pack switches it off, and of two limits the shorter holds. `server/settings/combine.py` is the twin of what
 * the server needs of it; `tests/vectors/settings.json` holds both to it.
 */
import HOME_HEALTH from '../../../server/settings/packs/home-health.json';
import { BY_DEFAULT, type Limits } from './deadline-rules';
import { KINDS, type KindName } from './generated/kinds';
import { anyValue, isObject, listOf, textOf, type RecordLike } from './reading';

export const BUILT_IN = 'home-health';

export interface Item {
  code: string;
  words: string;
  /** Marked as somebody's own words, behind which no published rule stands. */
  proposal: boolean;
  /** "42 CFR 482.43 (84 FR 51836, 2019-09-30)"; empty for a proposal, and where nobody said where it comes from. */
  source: string;
  /** Whether the text of the published rule itself was read. */
  checked: boolean;
}

export const DUE_FROM = ['admitted', 'expectedDischarge', 'leftAt', 'arrivedAt'] as const;
export type DueFrom = (typeof DUE_FROM)[number];

export interface ChecklistItem extends Item {
  /** The role that usually does it, in words; empty where the pack names none. */
  who: string;
  due: { from: DueFrom; days: number } | null;
}

export interface OfferedForm extends Item {
  visitTypes: readonly string[];
  from: number | null;
  until: number | null;
}

export interface DeadlineItem extends Item {
  off: boolean;
  /** Of a limit; null where a rule is switched off. */
  value: number | null;
}

export interface Pack {
  code: string;
  version: string;
  title: string;
  about: string;
  forms: readonly OfferedForm[];
  checklist: readonly ChecklistItem[];
  /** What is asked before a patient is accepted; empty where the pack leaves it to home health's. */
  acceptance: readonly Item[];
  /** Where a move can come from and go to; empty where the pack offers all. */
  fromSettings: readonly Item[];
  toSettings: readonly Item[];
  deadlines: readonly DeadlineItem[];
  levels: readonly Item[];
  purposes: readonly Item[];
  topics: readonly Item[];
  roles: readonly Item[];
  /** `code` is the key: `kind.field` or `kind.field.code`. */
  wording: readonly Item[];
  /** Its English words in Spanish, as families read them. */
  spanish: ReadonlyMap<string, string>;
}

export const PARTS = ['forms', 'checklist', 'acceptance', 'fromSettings', 'toSettings', 'deadlines', 'levels', 'purposes', 'topics', 'roles', 'wording'] as const;
export type Part = (typeof PARTS)[number];

const whole = (value: unknown): number | null => (typeof value === 'number' && Number.isInteger(value) ? value : null);
const english = (title: unknown): string => (isObject(title) ? textOf(title.en) : '');

const itemOf = (raw: Record<string, unknown>, code: string, words: string): Item => {
  const basis = isObject(raw.basis) ? raw.basis : {};
  const rule = textOf(basis.rule);
  const published = [textOf(basis.source), textOf(basis.date)].filter(Boolean).join(', ');
  return { code, words, proposal: basis.proposal === true, source: rule === '' || published === '' ? rule : `${rule} (${published})`, checked: basis.checked === true };
};

const spanishOf = (item: Record<string, unknown>): [string, string][] => {
  const { en, es } = isObject(item.title) ? item.title : {};
  return textOf(en) === '' || textOf(es) === '' ? [] : [[textOf(en), textOf(es)]];
};
const read = <T>(raw: unknown, one: (item: Record<string, unknown>) => T): T[] => listOf(raw).filter(isObject).map(one);
const named = (item: Record<string, unknown>): Item => itemOf(item, textOf(item.code), english(item.title));
const isDueFrom = (text: string): text is DueFrom => (DUE_FROM as readonly string[]).includes(text);

/** A pack as it stands in a record; what an app of today does not know of it is left out. Null where it is none. */
export const readPack = (raw: unknown): Pack | null => {
  if (!isObject(raw) || textOf(raw.id) === '') return null;
  const roles = read(raw.roles, named);
  const due = (value: unknown): ChecklistItem['due'] => {
    if (!isObject(value)) return null;
    const [from, days] = [textOf(value.from), whole(value.days)];
    return isDueFrom(from) && days !== null ? { from, days } : null;
  };
  return {
    code: textOf(raw.id),
    version: textOf(raw.version),
    title: english(raw.title) || textOf(raw.id),
    about: english(raw.about),
    forms: read(raw.forms, (item) => {
      const ages = isObject(item.ages) ? item.ages : {};
      return { ...itemOf(item, textOf(item.form), textOf(item.form)), visitTypes: listOf(item.visitTypes).map(textOf), from: whole(ages.from), until: whole(ages.until) };
    }),
    checklist: read(raw.checklist, (item) => ({ ...named(item), who: roles.find(({ code }) => code === textOf(item.who))?.words ?? '', due: due(item.due) })),
    acceptance: read(raw.acceptance, named),
    fromSettings: read(raw.fromSettings, named),
    toSettings: read(raw.toSettings, named),
    deadlines: read(raw.deadlines, (item) => {
      const code = textOf(item.rule) || textOf(item.limit);
      return { ...itemOf(item, code, code), off: item.off === true, value: whole(item.value) };
    }),
    levels: read(raw.levels, named),
    purposes: read(raw.purposes, named),
    topics: read(raw.topics, named),
    roles,
    wording: read(raw.wording, (item) => itemOf(item, textOf(item.key), english(item.title))),
    spanish: new Map([raw, ...PARTS.flatMap((part) => listOf(raw[part])).filter(isObject)].flatMap(spanishOf)),
  };
};

const homeHealth = (): Pack => {
  const pack = readPack(HOME_HEALTH);
  if (pack === null) throw new Error('The pack of home health that the app carries is none.');
  return pack;
};

/** What an agency without a choice has: the app as it always was. */
export const HOME_HEALTH_PACK: Pack = homeHealth();

export interface Shelf {
  all: (kind: 'setting_pack' | 'agency') => readonly RecordLike[];
}

const readOnce = new WeakMap<RecordLike, Pack | null>();

const packOf = (record: RecordLike): Pack | null => {
  const known = readOnce.get(record);
  if (known !== undefined) return known;
  const pack = readPack(anyValue(record, 'pack'));
  readOnce.set(record, pack);
  return pack;
};

/** Every pack that this device knows, home health always among them. */
export const knownPacks = (shelf: Shelf): ReadonlyMap<string, Pack> => {
  const found = shelf.all('setting_pack').map(packOf).filter((pack) => pack !== null);
  return new Map([[BUILT_IN, HOME_HEALTH_PACK] as const, ...found.map((pack) => [pack.code, pack] as const)]);
};

const codes = (record: RecordLike | undefined, field: string): string[] => listOf(anyValue(record, field)).map(textOf).filter(Boolean);

/** The agency's packs that are on, in its order. */
export const packsOn = (agency: RecordLike | undefined): string[] => {
  const on = codes(agency, 'settings');
  return on.length > 0 ? on : [BUILT_IN];
};

/** What a patient has for whom nobody chose: those that the agency has for everybody, else home health. */
export const packsByDefault = (agency: RecordLike | undefined): string[] => {
  const common = codes(agency, 'defaultSettings');
  return common.length > 0 ? common : [BUILT_IN];
};

export const ownPacks = (patient: RecordLike | undefined): string[] => [...new Set(codes(patient, 'settings'))];

/** A patient's packs, in the agency's order; those that are on no more for new patients stay hers, behind the others. */
export const packsOf = (agency: RecordLike | undefined, patient: RecordLike | undefined, known: ReadonlyMap<string, Pack>): Pack[] => {
  const own = ownPacks(patient);
  const order = packsOn(agency);
  const place = (code: string): number => (order.includes(code) ? order.indexOf(code) : order.length);
  const wanted = (own.length > 0 ? own : packsByDefault(agency)).filter((code) => known.has(code)).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const found = wanted.flatMap((code) => known.get(code) ?? []);
  return found.length > 0 ? found : [known.get(BUILT_IN) ?? HOME_HEALTH_PACK];
};

/** What is asked everywhere at the end of a list: whatever has no code of its own. */
const OTHER = 'other';

/** The union by code: each at the place of the first who names it, in the words of the last. */
const union = <T extends Item>(lists: readonly (readonly T[])[]): T[] => {
  const found = new Map<string, T>();
  for (const item of lists.flat()) found.set(item.code, item);
  const all = [...found.values()];
  return [...all.filter(({ code }) => code !== OTHER), ...all.filter(({ code }) => code === OTHER)];
};

export interface Setting {
  packs: readonly Pack[];
  checklist: readonly ChecklistItem[];
  acceptance: readonly Item[];
  /** Empty where all are offered. */
  fromSettings: readonly Item[];
  toSettings: readonly Item[];
  levels: readonly Item[];
  purposes: readonly Item[];
  topics: readonly Item[];
  roles: readonly Item[];
  wording: ReadonlyMap<string, string>;
  /** What it offers, in Spanish: English words to Spanish ones. */
  spanish: ReadonlyMap<string, string>;
  /** Rules of time that do not hold here. */
  off: ReadonlySet<string>;
  limits: Partial<Limits>;
}

/** What is offered of places: a pack that names none offers all, and so do several of which one names none. */
const offeredBy = (lists: readonly (readonly Item[])[]): Item[] => (lists.some(({ length }) => length === 0) ? [] : union(lists));

/** What several packs come to together; at least one is given. */
export const combine = (packs: readonly Pack[]): Setting => {
  const rules = packs.map(({ deadlines }) => new Set(deadlines.filter(({ off }) => off).map(({ code }) => code)));
  const limits: Partial<Limits> = {};
  for (const { code, value } of packs.flatMap(({ deadlines }) => deadlines)) {
    if (value === null || !(code in BY_DEFAULT)) continue;
    const name = code as keyof Limits;
    limits[name] = Math.min(...packs.map((pack) => pack.deadlines.find((one) => one.code === name)?.value ?? BY_DEFAULT[name]));
  }
  return {
    packs,
    checklist: union(packs.map(({ checklist }) => checklist)),
    acceptance: union(packs.map(({ acceptance }) => (acceptance.length > 0 ? acceptance : HOME_HEALTH_PACK.acceptance))),
    fromSettings: offeredBy(packs.map(({ fromSettings }) => fromSettings)),
    toSettings: offeredBy(packs.map(({ toSettings }) => toSettings)),
    levels: union(packs.map(({ levels }) => levels)),
    purposes: union(packs.map(({ purposes }) => purposes)),
    topics: union(packs.map(({ topics }) => topics)),
    roles: union(packs.map(({ roles }) => roles)),
    wording: new Map(packs.flatMap(({ wording }) => wording.map(({ code, words }) => [code, words] as const))),
    spanish: new Map(packs.flatMap(({ spanish }) => [...spanish])),
    off: new Set([...(rules[0] ?? [])].filter((rule) => rules.every((set) => set.has(rule)))),
    limits,
  };
};

const together = new Map<string, { packs: readonly Pack[]; setting: Setting }>();

/** What holds for a patient; for nobody in particular what the agency has for everybody. */
export const settingOf = (shelf: Shelf, patient: RecordLike | undefined): Setting => {
  const packs = packsOf(shelf.all('agency')[0], patient, knownPacks(shelf));
  const key = packs.map(({ code }) => code).join(' ');
  const kept = together.get(key);
  if (kept?.packs.length === packs.length && kept.packs.every((pack, index) => pack === packs[index])) return kept.setting;
  const setting = combine(packs);
  together.set(key, { packs, setting });
  return setting;
};

const lastOf = (url: string): string => url.split('/').at(-1) ?? url;

/** Full years on a day; null where the day of birth is not known whole. */
export const ageOn = (birthDate: string, day: string): number | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(birthDate) || day === '') return null;
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5, 10) < birthDate.slice(5) ? years - 1 : years;
};

/** Whether some pack offers a form at this visit. An age that nobody knows leaves nothing out. */
export const offersForm = ({ packs }: Pick<Setting, 'packs'>, url: string, visitType: string, age: number | null): boolean =>
  packs.some(({ forms }) =>
    forms.some(({ code, visitTypes, from, until }) => {
      if (code !== lastOf(url)) return false;
      if (visitTypes.length > 0 && !visitTypes.includes(visitType)) return false;
      return age === null || ((from === null || from <= age) && (until === null || age <= until));
    }),
  );

/** The words of a field, as this setting says it. */
export const labelIn = ({ wording }: Pick<Setting, 'wording'>, kind: KindName, field: string): string =>
  wording.get(`${kind}.${field}`) ?? KINDS[kind].fields[field]?.label ?? field;

/** The choices of a field in this setting's words; all that a record can hold. */
export const choicesIn = ({ wording }: Pick<Setting, 'wording'>, kind: KindName, field: string): { value: string; label: string }[] =>
  Object.entries(KINDS[kind].fields[field]?.choices ?? {}).map(([value, words]) => ({ value, label: wording.get(`${kind}.${field}.${value}`) ?? words }));

/** What a setting offers to choose, and what was chosen although it does not: that shows in its words as well. */
export const offeredIn = (items: readonly Item[], kind: KindName, field: string, chosen: string): { value: string; label: string }[] => {
  const offered = items.map(({ code, words }) => ({ value: code, label: words }));
  if (chosen === '' || offered.some(({ value }) => value === chosen)) return offered;
  return [...offered, { value: chosen, label: KINDS[kind].fields[field]?.choices?.[chosen] ?? chosen }];
};

/** Whether the patient's packs are her own choice, or what the agency has for everybody. */
export const isOwnChoice = (patient: RecordLike | undefined): boolean => ownPacks(patient).length > 0;

/** "Home health and Children's". */
export const settingWords = ({ packs }: Pick<Setting, 'packs'>): string => packs.map(({ title }) => title).join(' and ');
