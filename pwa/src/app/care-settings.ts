/** Settings of care, as an administrator looks after them; the twin of `server/settings/schemas.py`. */
import type { SessionKeeper } from '../sync/session';
import { any, flag, having, list, oneOf, orNull, text } from '../sync/shape';

export interface PackLine {
  code: string;
  builtIn: boolean;
  /** The version that comes with the program, where tablets carry another one. */
  latest: string | null;
  pack: unknown;
}

export interface CareSettings {
  packs: PackLine[];
  /** In the order in which later ones win. */
  on: string[];
  /** Those of them that every patient has for whom nobody chose. */
  common: string[];
}

export interface PackFinding {
  level: 'error' | 'warning';
  /** A JSON pointer; empty for the whole. */
  where: string;
  words: string;
}

export interface PackChecked {
  findings: PackFinding[];
  usable: boolean;
  kept: boolean;
  pack: unknown;
}

export interface CareSettingsReads {
  read(): Promise<CareSettings>;
  choose(on: string[], common: string[]): Promise<CareSettings>;
  check(words: string, keep: boolean): Promise<PackChecked>;
}

const settings = having({
  packs: list(having({ code: text, builtIn: flag, latest: orNull(text), pack: any })),
  on: list(text),
  common: list(text),
});
const checked = having({
  findings: list(having({ level: oneOf('error', 'warning'), where: text, words: text })),
  usable: flag,
  kept: flag,
  pack: any,
});

export class HttpCareSettings implements CareSettingsReads {
  constructor(private readonly keeper: Pick<SessionKeeper, 'ask'>) {}

  async read(): Promise<CareSettings> {
    return settings(await this.keeper.ask({ method: 'GET', path: '/api/office/settings' }), 'settings');
  }

  async choose(on: string[], common: string[]): Promise<CareSettings> {
    return settings(await this.keeper.ask({ method: 'POST', path: '/api/office/settings', body: { on, common } }), 'settings');
  }

  async check(words: string, keep: boolean): Promise<PackChecked> {
    return checked(await this.keeper.ask({ method: 'POST', path: '/api/office/settings/pack', body: { text: words, keep } }), 'pack');
  }
}
