import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { typedText } from './build/typed-text.js';

const root = import.meta.dirname;

/** Which room may not import which (house rule: views -> store <- sync, all may use domain). */
const ROOMS = [
  { target: './src/domain', from: ['./src/app', './src/views', './src/vault', './src/sync', './src/forms', './src/sw'] },
  { target: './src/forms', from: ['./src/app', './src/vault', './src/sync', './src/sw'], except: ['./contract.ts'] },
  { target: './src/views', from: ['./src/vault', './src/sync', './src/sw'] },
  { target: './src/vault', from: ['./src/views', './src/sync', './src/forms', './src/sw'] },
  { target: './src/sync', from: ['./src/views', './src/forms', './src/sw'] },
  { target: './src/sw', from: ['./src/app', './src/views', './src/vault', './src/sync', './src/forms', './src/domain'] },
];

const zones = ROOMS.flatMap(({ target, from, except }) =>
  from.map((room) => ({
    target,
    from: room,
    ...(except && room === './src/app' ? { except } : {}),
    message: 'Imports run one way here: see README, "Rooms".',
  })),
);

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
    plugins: { 'import-x': importX, doorstep: { rules: { 'typed-text': typedText } } },
    languageOptions: {
      globals: { ...globals.browser, ...globals.worker },
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.worker.json', './tsconfig.sw.json'],
        tsconfigRootDir: root,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: root, zones }],
      'no-restricted-globals': ['error', ...storage, ...vaultOnly],
      'no-console': 'error',
      eqeqeq: 'error',
      // Numbers in messages are shown as they are; the rule would only add String() calls.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
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
