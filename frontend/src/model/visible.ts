// Control characters, bidi marks and ANSI codes are shown, never interpreted.

/** C0 and C1 controls (tab stays), bidi marks and overrides, zero-width characters. */
const hidden = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g; // eslint-disable-line no-control-regex

/**
 * The text with what hides in it replaced, each by one character, so that marks
 * (in UTF-16 units) keep their places.
 */
export function visibleText(text: string): string {
  return text.replace(hidden, (c) => {
    const code = c.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : '�';
  });
}

/** The same for texts of several lines, which stay lines. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => visibleText(line.replace(/\r$/, '')))
    .join('\n');
}
