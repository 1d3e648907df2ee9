import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { shellManifest } from './build/shell-manifest';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The service worker is one file: what it shared with the page would come without its check. */
const NOT_THE_SERVICE_WORKER = /^(?!.*[\\/]src[\\/]sw[\\/])/;

export default defineConfig({
  root: here('.'),
  plugins: [svelte(), shellManifest(here('./public'))],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: here('./dist'),
    emptyOutDir: true,
    // A data: URL would need a wider CSP; every asset stays a file of our own origin.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // A tablet is sent every file before its first visit, each a request of its own: one file of styles, and one of
    // all that the first screen needs. What later screens share stays as Rolldown cuts it: put together by hand, parts
    // that import each other ran before what they need.
    cssCodeSplit: false,
    rolldownOptions: {
      input: { index: here('./index.html'), sw: here('./src/sw/sw.ts') },
      output: {
        codeSplitting: {
          groups: [{ name: 'start', tags: ['$initial'], test: NOT_THE_SERVICE_WORKER }],
        },
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // A passphrase costs 600,000 rounds, by design: five of them take their time on a machine that does other things too.
    testTimeout: 30_000,
  },
});
