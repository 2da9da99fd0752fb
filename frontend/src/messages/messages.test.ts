import { parse } from '@messageformat/parser';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import en from './en.json';
import said from './said.zh-CN.json';
import { maybe, say, setLanguage, systemLanguage, t } from './t.svelte';
import zhCN from './zh-CN.json';

afterEach(() => setLanguage('en'));

describe('messages', () => {
  it('take numbers the way of the house', () => {
    expect(t('delete.gone', { n: 1, size: '2 MiB' })).toBe('1 file deleted for good, 2 MiB');
    expect(t('delete.gone', { n: 1284, size: '2 GiB' })).toBe('1\u2009284 files deleted for good, 2 GiB');
  });

  it('follow the language', () => {
    setLanguage('zh-CN');
    expect(t('desk.serverlogs')).toBe('服务器日志');
    expect(document.documentElement.lang).toBe('zh-CN');
  });

  it('answer null for a key made from data that has no words', () => {
    expect(maybe('problem.denied')).toBe('The system refused access.');
    expect(maybe('problem.toString')).toBeNull();
    expect(maybe('toString')).toBeNull();
  });

  it.each(Object.entries({ en, 'zh-CN': zhCN }))('%s parses and has no empty text', (_, texts) => {
    for (const [key, text] of Object.entries(texts)) {
      expect(text.trim(), key).not.toBe('');
      expect(() => parse(text), key).not.toThrow();
    }
  });

  it('keep to the voice of the house: no please, no oops, no exclamation mark', () => {
    for (const [key, text] of Object.entries(en)) expect(text, key).not.toMatch(/please|oops|successfully|!/i);
  });

  it('say what Go says, with its arguments', () => {
    const why = { code: '{0} over {1}', args: ['5', '30'], text: '5 over 30' } as const;
    expect(say(why)).toBe('5 over 30');
    setLanguage('zh-CN');
    expect(say(why)).toBe('5 个，超出保留的 30 个');
    expect(say({ code: '', args: [], text: '' })).toBe('');
  });

  it('have Chinese words for each sentence of Go', () => {
    const untold = Object.entries(said).filter(([text, zh]) => text !== '{0}' && !/\p{Script=Han}/u.test(zh));
    expect(untold).toEqual([]);
  });

  it('are all used', () => {
    const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((f) => /\.(svelte|ts)$/.test(f) && !f.includes('messages/') && !f.endsWith('.test.ts'))
      .map((f) => readFileSync(`src/${f}`, 'utf8'))
      .join('\n');
    // `range.${choice}` stands for every key that begins so.
    const families = [...source.matchAll(/`([\w.-]+\.)\$\{/g)].map((m) => m[1] ?? '');
    const unused = Object.keys(en).filter(
      (key) => !source.includes(`'${key}'`) && !families.some((f) => key.startsWith(f)),
    );
    expect(unused).toEqual([]);
  });
});

it('chooses the closest language of ours', () => {
  const f = (wanted: string[], want: string) => expect(systemLanguage(wanted)).toBe(want);
  f(['zh-TW', 'en'], 'zh-CN');
  f(['de-DE', 'zh'], 'zh-CN');
  f(['en-GB', 'zh'], 'en');
  f(['fr'], 'en');
});
