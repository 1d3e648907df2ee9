/**
 * One tab of this browser holds the vault. Two would each believe their memory of it; the store's
 * compare-and-swap would catch them, but a person would see half her work in each.
 */
const LOCK = 'doorstep-vault';
const CHANNEL = 'doorstep';
/** The only message between tabs: lock. Nothing else is ever said there. */
const LOCK_MESSAGE = 'lock';
const TAKE_OVER_WAIT_MS = 3000;

export interface VaultTab {
  /** Resolves when another tab took over: lock at once. */
  readonly lost: Promise<void>;
  release(): void;
}

interface Held {
  tab: VaultTab | null;
}

function request(options: LockOptions): Promise<Held> {
  return new Promise((resolve, reject) => {
    let end: () => void = () => undefined;
    const held = new Promise<void>((release) => {
      end = release;
    });
    let lose: () => void = () => undefined;
    const lost = new Promise<void>((resolveLost) => {
      lose = resolveLost;
    });
    let granted = false;
    navigator.locks
      .request(LOCK, options, (lock) => {
        if (lock === null) {
          resolve({ tab: null });
          return undefined;
        }
        granted = true;
        resolve({ tab: { lost, release: end } });
        return held;
      })
      .catch((error: unknown) => {
        // After it was granted, the only rejection is that another tab has stolen it.
        if (granted) lose();
        else reject(error instanceof Error ? error : new Error(String(error)));
      });
  });
}

/** Null when another tab holds the vault: offer `takeOver`. */
export async function claimVaultTab(): Promise<VaultTab | null> {
  return (await request({ ifAvailable: true })).tab;
}

/** Asks the other tab to lock, which saves its drafts; takes the vault anyway when it does not answer. */
export async function takeOver(): Promise<VaultTab> {
  tellOtherTabs();
  try {
    return required(await request({ signal: AbortSignal.timeout(TAKE_OVER_WAIT_MS) }));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return required(await request({ steal: true }));
  }
}

function required({ tab }: Held): VaultTab {
  if (tab === null) throw new Error('the platform refused the lock');
  return tab;
}

export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(LOCK_MESSAGE);
  channel.close();
}

/** Listen only while unlocked; answers how to stop. */
export function onOtherTabLocked(lock: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', (event) => {
    if (event.data === LOCK_MESSAGE) lock();
  });
  return () => {
    channel.close();
  };
}
