/** Emergency access over the wire; the twin of `server/office/emergency_routes.py`. */
import type { SessionKeeper } from '../sync/session';
import { flag, having, list, orNull, text } from '../sync/shape';
import { Refused } from './ceremonies/session-api';
import type { EmergencyLine, EmergencyReads, WhomAsked } from './office';

const opened = having({ patient: text, until: orNull(text) });
const waiting = having({
  emergencies: list(
    having({
      id: text,
      person: having({ id: text, name: text }),
      patient: having({ id: text, name: text, birthDate: text, mrn: text }),
      opened: text,
      ends: text,
      reason: text,
      own: flag,
    }),
  ),
});

export class HttpEmergency implements EmergencyReads {
  constructor(private readonly keeper: Pick<SessionKeeper, 'ask'>) {}

  /** The server opens nothing for a session that nobody has touched just now: `touch`, and ask again. */
  async open(whom: WhomAsked, touch: () => Promise<void>): Promise<{ patient: string; until: string | null } | null> {
    try {
      return await this.#open(whom).catch(async (problem: unknown) => {
        if (!(problem instanceof Refused) || problem.code !== 'verification-due') throw problem;
        await touch();
        return this.#open(whom);
      });
    } catch (problem) {
      if (problem instanceof Refused && problem.status === 404) return null;
      throw problem;
    }
  }

  /** Whom and why travel in the body: an address ends up in logs. */
  async #open(whom: WhomAsked): Promise<{ patient: string; until: string | null }> {
    return opened(await this.keeper.ask({ method: 'POST', path: '/api/emergency', body: { ...whom } }), 'emergency');
  }

  async waiting(): Promise<EmergencyLine[]> {
    return waiting(await this.keeper.ask({ method: 'GET', path: '/api/office/emergencies' }), 'emergencies').emergencies as unknown as EmergencyLine[];
  }

  async acknowledge(id: string): Promise<void> {
    await this.keeper.ask({ method: 'POST', path: `/api/office/emergencies/${id}/acknowledge`, body: {} });
  }
}
