import { mount, type Component } from 'svelte';
import App from './App.svelte';
import type { AppStore, RecordId } from './contract';
import { openStore } from './open-store';
import { release } from './release.svelte';
import './styles/tokens.css';
import './styles/base.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');

type Visit = Component<{ store: AppStore; visit: RecordId; rest: string[] }>;
type Office = Component<{ store: AppStore; rest: string[] }>;

const store = openStore();

mount(App, {
  target,
  props: {
    store,
    // Chunks of their own: the shell opens without them, the service worker has them offline all the same.
    loadVisit: async (): Promise<Visit> => (await import('../views/visit/VisitScreen.svelte')).default,
    loadOffice: async (): Promise<Office> => (await import('../views/office/OfficeScreen.svelte')).default,
  },
});

await store.arrive();
if (import.meta.env.PROD) await release.follow();
