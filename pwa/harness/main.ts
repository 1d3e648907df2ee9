/**
 * The real store over the memory vault, with a made-up chart and no server: for looking at screens.
 * `npx vite --port 5199`, then /harness/harness.html#/today. `?role=reviewer` looks as the office,
 * `?locked` at the unlock screen, `?enrol` at the first one, `?trust=not-saved` lets each write fail.
 * `?years=5` gives the first patient so many years of visits, `&every=26` one in so many weeks.
 * `?view=today/Today&props={"now":null}` mounts one view alone. The store is `store` in the console.
 * Not part of any build.
 */
import { mount, type Component } from 'svelte';
import type { AppStore, Person } from '../src/app/contract';
import { DoorstepStore } from '../src/app/store.svelte';
import type { Doors, Entered } from '../src/app/doors';
import { VaultProblem } from '../src/vault/errors';
import { randomBytes } from '../src/vault/random';
import { memoryInfo, MemoryVault } from '../tests/memory-vault';
import { HarnessOffice } from './office';
import { ANA, seed } from './seed';
import { years } from './years';
import '../src/app/styles/tokens.css';
import '../src/app/styles/base.css';

const asked = new URLSearchParams(location.search);
const role = (asked.get('role') ?? 'coordinator') as Person['role'];
const info = { ...memoryInfo, person: { id: ANA as string, name: 'Ana Ruiz', role } };
const vault = new MemoryVault(info);
const seeded = seed();
const [first] = seeded.flatMap((document) => (document.kind === 'patient' ? [document.patient] : []));
if (asked.has('years') && first) seeded.push(...years(first, ANA, Number(asked.get('years')), Number(asked.get('every') ?? '1')));
for (const document of seeded) vault.base.set(document.id, document);
if (asked.has('enrol')) vault.list = () => Promise.resolve([]);

const entered = (): Promise<Entered> => Promise.resolve({ info, signIn: Promise.resolve({ kind: 'offline' }) });
const withWords = async (): Promise<Entered & { passphrase: string }> => ({ ...(await entered()), passphrase: 'amber canoe field lantern river' });
const doors: Doors = {
  readInvite: () => Promise.resolve({ agency: { id: 'agency-1', name: 'Harbor Home Health' }, person: { id: ANA, name: 'Ana Ruiz', role }, demo: false }),
  enrol: withWords,
  enrolDemo: withWords,
  unlockWithPasskey: entered,
  unlockWithPassphrase: entered,
};

const store = new DoorstepStore({
  vault,
  random: randomBytes,
  now: () => Date.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  doors,
  proveVisit: () =>
    Promise.resolve({ method: 'passphrase', at: new Date().toISOString(), manifestSha256: '0'.repeat(64), deviceSignature: 'P' }),
  claim: () => Promise.resolve(true),
  attend: (session) => {
    const now = new Date().toISOString();
    session.tell({
      tablet: { storageProtected: true, freeBytes: 4.1e9, app: '0.1.0' },
      sync: { hindrance: { kind: 'offline' }, since: now, lastPull: now, arrival: { patients: 4, done: 4, complete: true } },
    });
    return { office: new HarnessOffice(session), syncNow: () => Promise.resolve(), refreshLibrary: () => Promise.resolve(), written: () => undefined, stayUnlocked: () => undefined, signIn: () => Promise.resolve(), end: () => undefined };
  },
  forgetShell: () => Promise.resolve(),
  leave: () => {
    location.reload();
  },
});
if (asked.get('trust') === 'not-saved') vault.commit = () => Promise.reject(new VaultProblem('full', 'as asked'));

declare global {
  var store: AppStore;
}
globalThis.store = store;

type Loaded = { default: Component<Record<string, unknown>> };
const apps = import.meta.glob<Loaded>('../src/app/App.svelte');
const visits = import.meta.glob<Loaded>('../src/views/visit/VisitScreen.svelte');
const views = import.meta.glob<Loaded>('../src/views/**/*.svelte');
const offices = import.meta.glob<Loaded>('../src/views/office/OfficeScreen.svelte');

async function firstOf(found: Record<string, () => Promise<Loaded>>): Promise<Component<Record<string, unknown>>> {
  const [load] = Object.values(found);
  if (!load) throw new Error('this screen is not written yet');
  return (await load()).default;
}

await store.arrive();
if (!asked.has('locked') && !asked.has('enrol')) await store.enter(await entered());
const view = asked.get('view');
const props = view
  ? { now: new Date(), ...(JSON.parse(asked.get('props') ?? '{}') as object), store }
  : { store, loadVisit: () => firstOf(visits), loadOffice: () => firstOf(offices), updateWaiting: false };
const one = Object.fromEntries(Object.entries(views).filter(([path]) => path === `../src/views/${view ?? ''}.svelte`));
mount(await firstOf(view ? one : apps), { target: document.getElementById('app') ?? document.body, props });
