/** Settings of care as the server lists them: ours, and what was chosen since the page was opened. */
import { Unreachable } from '../src/app/ceremonies/session-api';
import type { CareSettings, CareSettingsReads, PackChecked } from '../src/app/care-settings';
import ACUTE from '../../server/settings/packs/acute.json';
import CHILDREN from '../../server/settings/packs/children.json';
import HOME_HEALTH from '../../server/settings/packs/home-health.json';

const OURS = [HOME_HEALTH, ACUTE, CHILDREN];

export class HarnessCareSettings implements CareSettingsReads {
  #on = ['home-health'];
  #common = ['home-health'];

  read(): Promise<CareSettings> {
    const packs = OURS.map((pack) => ({ code: pack.id, builtIn: true, latest: null, pack }));
    return Promise.resolve({ packs, on: this.#on, common: this.#common });
  }

  choose(on: string[], common: string[]): Promise<CareSettings> {
    this.#on = on;
    this.#common = common;
    return this.read();
  }

  /** The server alone checks a pack. */
  check(): Promise<PackChecked> {
    return Promise.reject(new Unreachable());
  }
}
