// Lint, and the import rules of the house, each with its reason.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const desks = ['health', 'access', 'audit', 'serverlogs', 'rules', 'sources', 'settings'];

const onlyOurDoor = {
  selector: "MemberExpression[object.name='window'][property.name=/^(go|runtime)$/]",
  message: 'Only backend/wails.ts touches the window: everything else asks the Backend.',
};
const noMarkup = {
  selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
  message: 'Text from logs reaches the page through text nodes only.',
};
const noRegExp = {
  selector: "NewExpression[callee.name='RegExp'], CallExpression[callee.name='RegExp']",
  message: "A user's pattern runs in Go, in linear time; never as a JavaScript RegExp.",
};

/** What a room may not import. */
function never(files, group, message, rest = []) {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }, ...rest] }] } };
}

const pure = [
  '**/*.svelte',
  '**/state/**',
  '**/shell/**',
  '**/features/**',
  '**/backend/http*',
  '**/backend/wails*',
  'svelte*',
];

const screens = ['features', 'shell', 'desk', 'grid', 'shared', 'state', 'commands'].map((room) => `**/${room}/**`);

export default ts.config(
  {
    ignores: [
      'dist',
      'node_modules',
      'src/messages/compiled',
      'src/backend/wire.ts',
      'test-results',
      'playwright-report',
    ],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-undef': 'off', // TypeScript knows
      'no-restricted-syntax': ['error', onlyOurDoor, noMarkup, noRegExp],
      'no-eval': 'error',
      'no-irregular-whitespace': 'off', // thin spaces are what tests expect
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/prefer-svelte-reactivity': 'off', // a plain Map is meant where nothing watches it
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'svelte/no-navigation-without-resolve': 'off', // no SvelteKit
      'svelte/require-each-key': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  { files: ['src/backend/wails.ts'], rules: { 'no-restricted-syntax': ['error', noMarkup, noRegExp] } },
  never(
    ['src/shared/**'],
    ['../*', '!../shared/*'],
    'shared knows no domain word: it imports nothing of ours and takes its texts as properties.',
  ),
  never(['src/model/**'], pure, 'model is pure TypeScript: it can be tested without a page.'),
  never(
    ['src/grid/**'],
    ['**/features/**', '**/shell/**', '**/state/**', '**/desk/**'],
    'The grid knows rows, not desks.',
  ),
  never(['src/desk/**'], ['**/features/**', '**/shell/**'], 'Parts of desks know no desk.'),
  never(
    ['src/state/**', 'src/commands/**'],
    ['**/features/**', '**/shell/**', '**/desk/**'],
    'State is below the desks.',
  ),
  never(['src/backend/**'], [...screens, '**/messages/**'], 'The door to Go knows no screen and says no words.'),
  never(
    ['src/messages/**'],
    [...screens, '**/backend/**'],
    'Words know no screen: they take what they say as arguments.',
  ),
  ...desks.map((desk) =>
    never(
      [`src/features/${desk}/**`],
      desks.filter((other) => other !== desk).map((other) => `**/${other}/**`),
      'One desk never imports another: what both need moves down to desk/, model/ or shared/.',
    ),
  ),
  { files: ['**/*.test.ts', 'e2e/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
