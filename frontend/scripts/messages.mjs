// Compiles messages/*.json (ICU MessageFormat) of the source folder, src unless told, to
// messages/compiled: one module a language, and the type of every key with its arguments.
// Fails, and so does the build, when a language lacks a key, has one too many, or differs
// in its arguments; when the code names a key that is not there; and when a sentence that
// Go says (Sentence in backend/wire.ts) has no words. Sentences are their own keys and
// their own English; said.*.json has them in the other languages.
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import { parse } from '@messageformat/parser';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const src = pathToFileURL(`${process.argv[2] ?? fileURLToPath(new URL('../src', import.meta.url))}/`);
const dir = new URL('messages/', src);
const languages = ['en', 'zh-CN'];

/** Arguments of a message: name -> TypeScript type. */
function args(tokens, out = {}) {
  for (const token of tokens) {
    if (token.type === 'plural' || token.type === 'selectordinal') out[token.arg] = 'number';
    else if (token.type === 'select') out[token.arg] = 'string';
    else if (token.type === 'argument') out[token.arg] ??= 'string | number';
    for (const c of token.cases ?? []) args(c.tokens, out);
  }
  return out;
}

const json = (name) => JSON.parse(readFileSync(new URL(name, dir), 'utf8'));
const wire = readFileSync(new URL('backend/wire.ts', src), 'utf8');
const [union] = /export type Sentence =(?:\s*\| '(?:[^'\\\n]|\\.)*')+/.exec(wire);
const sentences = [...union.matchAll(/'((?:[^'\\\n]|\\.)+)'/g)].map(([, s]) => s.replace(/\\(.)/g, '$1'));
const said = (lang) => (lang === 'en' ? Object.fromEntries(sentences.map((s) => [s, s])) : json(`said.${lang}.json`));
const own = json('en.json');
const read = (lang) => ({ ...json(`${lang}.json`), ...said(lang) });
const signature = (text) => JSON.stringify(Object.entries(args(parse(text))).sort());
const english = read('en');
const wrong = sentences.filter((s) => s in own).map((s) => `en: "${s}" is a sentence of Go`);

// A key stands in t('…') or t(so ? '…' : '…'), or in any text with a dot that begins as keys
// of ours do, but a command's id; `range.${choice}` stands for every key that begins so.
const spaces = new Set(Object.keys(own).map((key) => key.split('.')[0]));
for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(svelte|ts)$/.test(file) || /^(messages|backend)[\\/]|\.test\.ts$/.test(file)) continue;
  const code = readFileSync(new URL(file.replaceAll('\\', '/'), src), 'utf8');
  const asked = code.matchAll(/\bt\((?:[^'(),]*(?:'[^']*'\s*)?\?)?\s*'([^']+)'(?:\s*:\s*'([^']+)')?/g);
  const named = [...asked].flatMap(([, one, other]) => (other ? [one, other] : [one]));
  for (const [, key] of code.matchAll(/(?<!\bid: )'([a-z][\w-]*(?:\.[\w-]+)+)'/g))
    if (spaces.has(key.split('.')[0])) named.push(key);
  for (const key of new Set(named)) if (!Object.hasOwn(own, key)) wrong.push(`${file}: "${key}" is in no language`);
  for (const [, begin] of code.matchAll(/\b(?:t|maybe)\(\s*`([\w.-]+\.)\$\{/g))
    if (!Object.keys(own).some((key) => key.startsWith(begin))) wrong.push(`${file}: no key begins with "${begin}"`);
}

mkdirSync(new URL('compiled/', dir), { recursive: true });
for (const lang of languages) {
  const messages = read(lang);
  for (const key of Object.keys(english)) {
    if (!(key in messages)) wrong.push(`${lang}: "${key}" is missing`);
    else if (signature(messages[key]) !== signature(english[key]))
      wrong.push(`${lang}: "${key}" takes other arguments than en`);
  }
  for (const key of Object.keys(messages)) if (!(key in english)) wrong.push(`${lang}: "${key}" is not in en`);
  // Our runtime writes numbers the house's way and needs no locale data.
  const source = compileModule(new MessageFormat(lang), messages)
    .replace(/from "@messageformat\/runtime(\/lib\/cardinals)?"/g, (_, cardinals) =>
      cardinals ? 'from "../plurals"' : 'from "../runtime"',
    )
    .replace('export default', 'export const messages =');
  writeFileSync(new URL(`compiled/${lang}.js`, dir), source);
  writeFileSync(
    new URL(`compiled/${lang}.d.ts`, dir),
    'import type { Compiled } from "./keys";\nexport declare const messages: Compiled;\n',
  );
}
if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}

const types = Object.entries(english).map(([key, text]) => {
  const list = Object.entries(args(parse(text))).map(([name, type]) => `${name}: ${type}`);
  return `  ${JSON.stringify(key)}: ${list.length === 0 ? 'null' : `{ ${list.join('; ')} }`};`;
});
writeFileSync(
  new URL('compiled/keys.ts', dir),
  `export interface Messages {\n${types.join('\n')}\n}\nexport type Compiled = { [K in keyof Messages]: (args: Messages[K] | object) => string };\n`,
);
