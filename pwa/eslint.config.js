import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { typedText } from './build/typed-text.js';

const root = import.meta.dirname;

/** Which room may not import which (house rule: views -> store <- sync, all may use domain). */
const CLOSED_TO = {
  domain: ['app', 'views', 'vault', 'sync', 'forms', 'sw'],
  forms: ['app', 'vault', 'sync', 'sw'],
  views: ['vault', 'sync', 'sw'],
  vault: ['views', 'sync', 'forms', 'sw'],
  sync: ['views', 'forms', 'sw'],
  sw: ['app', 'views', 'vault', 'sync', 'forms', 'domain'],
};

const rooms = Object.entries(CLOSED_TO).map(([room, closed]) => ({
  files: [`src/${room}/**/*.ts`, `src/${room}/**/*.svelte`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: closed.map((name) => ({
          group: [`../${name}/*`, `../../${name}/*`, `../../../${name}/*`, `../${name}/**`, `../../${name}/**`],
          message: `${room} does not know ${name}: see README, "The map".`,
        })),
      },
    ],
  },
}));

const storage = [
  { name: 'localStorage', message: 'No patient data outside the vault.' },
  { name: 'sessionStorage', message: 'No patient data outside the vault.' },
];
const vaultOnly = [
  { name: 'indexedDB', message: 'Only src/vault touches IndexedDB.' },
  { name: 'crypto', message: 'Only src/vault touches WebCrypto.' },
];

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/domain/generated/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    plugins: { doorstep: { rules: { 'typed-text': typedText } } },
    languageOptions: {
      globals: { ...globals.browser, ...globals.worker },
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.worker.json', './tsconfig.sw.json'],
        tsconfigRootDir: root,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'no-restricted-globals': ['error', ...storage, ...vaultOnly],
      'no-console': 'error',
      eqeqeq: 'error',
      // Numbers in messages are shown as they are; the rule would only add String() calls.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  ...rooms,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
      'doorstep/typed-text': 'error',
      // Hash routes have no base path to resolve.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['src/vault/**/*.ts', 'src/sw/**/*.ts', 'tests/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...storage] },
  },
  {
    files: ['**/*.js'],
    ...ts.configs.disableTypeChecked,
    languageOptions: { ...ts.configs.disableTypeChecked.languageOptions, globals: globals.node },
  },
);
