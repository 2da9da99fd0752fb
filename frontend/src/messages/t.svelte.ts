import { messages as en } from './compiled/en';
import type { Compiled, Messages } from './compiled/keys';
import { messages as zhCN } from './compiled/zh-CN';
import { visibleText } from '../model/visible';

// Every text of the window. Write it in en.json and zh-CN.json; the build fails
// when one lacks a key, or the code names one that is not there.

export type Key = keyof Messages;
/** Keys of texts without arguments. */
export type PlainKey = { [K in Key]: Messages[K] extends null ? K : never }[Key];
export type Language = 'en' | 'zh-CN';

const languages: Record<Language, Compiled> = { en, 'zh-CN': zhCN };

class Current {
  language = $state<Language>('en');
}

const current = new Current();

export function language(): Language {
  return current.language;
}

export function setLanguage(language: Language): void {
  current.language = language;
  document.documentElement.lang = language;
}

/** The closest of our languages to what the system asks for. */
export function systemLanguage(wanted: readonly string[] = navigator.languages): Language {
  for (const tag of wanted) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh-CN';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}

type Args<K extends Key> = Messages[K] extends null ? [] : [args: Messages[K]];

/** A text in the current language; follows a change of it. */
export function t<K extends Key>(key: K, ...args: Args<K>): string {
  return languages[current.language][key](seen(args[0] ?? {}));
}

/** A sentence that Go says, and what stands in its places. */
interface Said {
  code: Key | '';
  args: readonly string[];
  text: string;
}

/**
 * A sentence of Go; one without words fails the build. What another version wrote
 * into a file may have none: it is said as it was written.
 */
export function say({ code, args, text }: Said): string {
  return code === '' ? '' : (maybe(code, args) ?? visibleText(text));
}

/** Parts that are read one behind the other. */
export function sayAll(parts: readonly Said[]): string {
  return parts.map(say).join('');
}

/** For keys made from data, like `problem.${kind}`: the text, or null when there is none. */
export function maybe(key: string, args: object = {}): string | null {
  const texts = languages[current.language];
  return Object.hasOwn(texts, key) ? texts[key as Key](seen(args)) : null;
}

/** Arguments may be names and texts of others: nothing in them is left unseen. */
function seen(args: object): object {
  return Object.fromEntries(
    Object.entries(args).map(([name, v]) => [name, typeof v === 'string' ? visibleText(v) : v]),
  );
}
