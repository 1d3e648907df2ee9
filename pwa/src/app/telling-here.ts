/** Telling a person on this very device while the app is closed: what the browser allows, and what the server knows. */
import type { SessionKeeper } from '../sync/session';
import { having, orNull, text } from '../sync/shape';
import type { Told, ToldHere } from './office';

/** Nobody is told here: the person said no, or the browser asks nobody any more. */
export class NotAllowed extends Error {
  constructor() {
    super('notices are not allowed here');
    this.name = 'NotAllowed';
  }
}

const answer = having({ key: text, address: orNull(text) });
type Answer = ReturnType<typeof answer>;

const supported = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

export class TellingHere implements ToldHere {
  constructor(private readonly keeper: Pick<SessionKeeper, 'ask'>) {}

  async state(): Promise<Told> {
    const registration = supported() ? await navigator.serviceWorker.getRegistration() : undefined;
    if (registration === undefined) return 'unsupported';
    if (Notification.permission === 'denied') return 'denied';
    const { address } = await this.#how();
    if (address === null) return 'off';
    const here = await registration.pushManager.getSubscription();
    return Notification.permission === 'granted' && here?.endpoint === address ? 'on' : 'lapsed';
  }

  /** Asks the person first, while her tap still counts as one. Rejects with NotAllowed. */
  async on(): Promise<void> {
    if ((await Notification.requestPermission()) !== 'granted') throw new NotAllowed();
    const { key } = await this.#how();
    const registration = await navigator.serviceWorker.ready;
    const old = await registration.pushManager.getSubscription();
    // For another key of the server's it would stay silent.
    if (old !== null && !sameKey(old.options.applicationServerKey, key)) await old.unsubscribe();
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { p256dh = '', auth = '' } = made.toJSON().keys ?? {};
    await this.keeper.ask({ method: 'POST', path: '/api/push', body: { address: made.endpoint, p256dh, auth } });
  }

  /** The browser's own subscription stays: a colleague who shares this tablet may be told by it. */
  async off(): Promise<void> {
    await this.keeper.ask({ method: 'POST', path: '/api/push/end', body: {} });
  }

  async #how(): Promise<Answer> {
    return answer(await this.keeper.ask({ method: 'GET', path: '/api/push' }), 'push');
  }
}

function sameKey(bytes: ArrayBuffer | null, key: string): boolean {
  const plain = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === key;
}
