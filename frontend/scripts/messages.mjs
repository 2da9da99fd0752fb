// Compiles src/messages/*.json (ICU MessageFormat) to src/messages/compiled:
// one module a language, and the type of every key with its arguments. Fails
// when a language lacks a key, has one too many, or differs in its arguments.
// The sentences that Go says (Sentence in src/backend/wire.ts) are their own keys
// and their own English; said.*.json has them in the other languages.
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import { parse } from '@messageformat/parser';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const dir = new URL('../src/messages/', import.meta.url);
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
const sentences = Object.keys(json('said.zh-CN.json'));
const said = (lang) => (lang === 'en' ? Object.fromEntries(sentences.map((s) => [s, s])) : json(`said.${lang}.json`));
const read = (lang) => ({ ...json(`${lang}.json`), ...said(lang) });
const signature = (text) => JSON.stringify(Object.entries(args(parse(text))).sort());
const english = read('en');
const wrong = sentences.filter((s) => s in json('en.json')).map((s) => `en: "${s}" is a sentence of Go`);

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
