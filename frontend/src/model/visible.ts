// Control characters, bidi marks and ANSI codes are shown, never interpreted.

/**
 * C0 and C1 controls (tab stays), bidi marks and overrides, zero-width and other
 * characters that are not seen, line separators, tags.
 */
const hidden =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u034f/gu; // eslint-disable-line no-control-regex

/** The text with a sign for each control (`␛`) and its number for what is not seen (`⟨U+202E⟩`). */
export function visibleText(text: string): string {
  return text.replace(hidden, sign);
}

function sign(c: string): string {
  const code = c.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** The same for texts of several lines, which stay lines. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => visibleText(line.replace(/\r$/, '')))
    .join('\n');
}
