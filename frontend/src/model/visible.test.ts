import { expect, test } from 'vitest';
import { visibleLines, visibleText } from './visible';

test('what controls or hides is written out, all else stays', () => {
  const f = (text: string, want: string) => expect(visibleText(text)).toBe(want);
  f('', '');
  f('plain, 中文, émoji 🙂\ttab', 'plain, 中文, émoji 🙂\ttab');
  f('\u001b[31mred', '␛[31mred');
  f('a\u0000b\rc\u007f', 'a␀b␍c␡');
  f('\u009b31m', '⟨U+009B⟩31m');
  f('invoice\u202egpj.exe', 'invoice⟨U+202E⟩gpj.exe');
  f('\u2066\u2069\u200e\u061c', '⟨U+2066⟩⟨U+2069⟩⟨U+200E⟩⟨U+061C⟩');
  f('ad\u200bmin\ufeff', 'ad⟨U+200B⟩min⟨U+FEFF⟩');
  f('x\u{e0041}\u{e007f}', 'x⟨U+E0041⟩⟨U+E007F⟩');
  f('one\u2028two', 'one⟨U+2028⟩two');
  f('<script>&lt;', '<script>&lt;');
});

test('written out twice is the same', () => {
  const once = visibleText('\u001b\u202e\u{e0041}');
  expect(visibleText(once)).toBe(once);
});

test('lines stay lines, with either end', () => {
  expect(visibleLines('a\u0007\r\nb\rc\n')).toBe('a␇\nb␍c\n');
});
