// What runs inside the page, in every engine: each function is sent as its text,
// so it knows nothing of this file.

/** Before the page's own scripts: counts what must never happen. */
export function watch() {
  const seen = { csp: [], dialogs: [], errors: [] };
  window.__watch = seen;
  window.addEventListener(
    'securitypolicyviolation',
    (e) => seen.csp.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`),
    true,
  );
  window.addEventListener('error', (e) => seen.errors.push(e.message));
  window.addEventListener('unhandledrejection', (e) => seen.errors.push(String(e.reason)));
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => void seen.dialogs.push(name);
}

/** What is wrong with the page as it stands, in words; and its text. */
export function look() {
  const wrong = [];
  const all = [...document.querySelectorAll('*')];
  const seen = window.__watch;
  if (!seen) return { wrong: ['the page was not watched'], text: '' };
  for (const [what, list] of Object.entries(seen)) wrong.push(...list.splice(0).map((text) => `${what}: ${text}`));
  const never = /^(IFRAME|FRAME|OBJECT|EMBED|BASE|STYLE|IMG|VIDEO|AUDIO|TEMPLATE|MATH|ANIMATE|FOREIGNOBJECT|A)$/i;
  for (const e of all) {
    if (never.test(e.tagName)) wrong.push(`an element ${e.tagName}`);
    if (e.classList.contains('cwx')) wrong.push(`an element of a text: ${e.tagName}`);
    for (const { name } of e.attributes)
      if (/^on/i.test(name) || name === 'srcdoc') wrong.push(`${e.tagName} with ${name}`);
    const from = e.src ?? (e.tagName === 'LINK' ? e.href : '');
    if (typeof from === 'string' && from !== '' && !from.startsWith(`${location.origin}/`))
      wrong.push(`${e.tagName} from ${from}`);
  }
  const count = (name) => document.getElementsByTagName(name).length;
  const titles = document.querySelectorAll('title:not(svg title)').length;
  if (count('meta') !== 3 || titles !== 1) wrong.push(`${count('meta')} meta, ${titles} title`);
  if (document.title !== 'Cordwood') wrong.push(`the title ${document.title}`);
  if (window.cwx !== undefined || {}.cwx !== undefined) wrong.push('a text was run');
  if (document.querySelector('[role="alert"] details'))
    wrong.push(`a problem: ${document.querySelector('[role="alert"]').textContent}`);
  for (const { name } of performance.getEntriesByType('resource'))
    if (!name.startsWith(`${location.origin}/`)) wrong.push(`asked ${name}`);
  return { wrong, text: document.body.textContent };
}

/** The ways through the screens; each waits until its screen is there, and gives the texts that it passed. */
export function ways() {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const one = (css) => document.querySelector(css);
  const every = (css) => [...document.querySelectorAll(css)];
  async function until(what, ask, ms = 30_000) {
    for (const end = Date.now() + ms; ; await pause(15)) {
      const found = ask();
      if (found) return found;
      if (Date.now() > end) throw new Error(`gave up waiting for ${what}`);
    }
  }
  const press = (at, key, more = {}) =>
    at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  const source = () => new URLSearchParams(location.hash.split('?')[1]).get('s') ?? '';
  const there = (css, text) =>
    until(`${text ?? ''} ${css}`, () => every(css).find((e) => !text || e.textContent.includes(text)));

  async function go(desk, params = {}) {
    const s = await until('a source', source);
    location.hash = `#/${desk}?${new URLSearchParams({ s, ...params })}`;
    await pause(0);
  }

  /** The texts of all rows of the grid in sight, however many. */
  async function rows() {
    const grid = await there('[role="grid"]');
    await there('[data-row]:not(.pending)');
    const last = Number(grid.getAttribute('aria-rowcount')) - 2;
    const found = new Map();
    press(one('[data-row]'), 'Home');
    for (let n = 0; n < 200; n++) {
      await until('the rows', () => every('[data-row].pending').length === 0);
      for (const e of every('[data-row]')) found.set(e.dataset.row, e.textContent);
      if (found.has(String(last))) return [...found.values()].join('\n');
      press(one('[data-row]:focus') ?? one('[data-row][tabindex="0"]'), 'PageDown');
      await pause(20);
    }
    throw new Error(`the grid did not come to row ${last}`);
  }

  /** Opens the first row, then each that follows, and gives what the pane of each says. */
  async function panes(css, n, wanted) {
    press(await there('[data-row]'), 'Home');
    const first = await there('[data-row="0"]:not(.pending)');
    first.focus();
    press(first, 'Enter');
    const found = [];
    for (let i = 0; i < n; i++) {
      const text = () => one(css)?.textContent ?? '';
      await until(`record ${i}`, () => text().includes(wanted[i]), 30_000).catch(() => null);
      found.push(text());
      if (i < n - 1) press(await until('the row', () => one('[data-row]:focus')), 'ArrowDown');
    }
    return found;
  }

  return {
    go,
    rows,
    panes,
    async desk(name, params, css, text) {
      await go(name, params);
      await there(css, text);
      await pause(60);
      return '';
    },
    async click(css, text) {
      (await there(css, text)).click();
      await pause(60);
      return '';
    },
    async call(method, ...args) {
      const answer = await fetch(`/call/${method}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(args.map((a) => (a === '$source' ? source() : a))),
      });
      if (!answer.ok) throw new Error(`${method}: ${await answer.text()}`);
      return answer.json();
    },
    async type(css, text) {
      const field = await there(css);
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await pause(60);
      return '';
    },
    async palette(text) {
      press(document.body, 'k', { ctrlKey: true });
      const field = await there('dialog [role="combobox"]');
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await pause(60);
      return '';
    },
    async wait(css, text) {
      await there(css, text);
      return '';
    },
  };
}
