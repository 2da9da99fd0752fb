// The engine of the Linux window, driven over W3C WebDriver by fetch:
//   xvfb-run -a node e2e/webkit.mjs URL
// loads the address, waits for rows, and prints the first rows' spoken names as JSON.
import { spawn } from 'node:child_process';

const PORT = 4477;
const BASE = `http://127.0.0.1:${PORT}`;
const BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

const url = process.argv[2];
if (!url) throw new Error('usage: webkit.mjs URL');

async function send(method, path, body) {
  const answer = await fetch(BASE + path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
  return value;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, ask) {
  for (let i = 0; i < 100; i++) {
    const found = await ask().catch(() => null);
    if (found) return found;
    await pause(150);
  }
  throw new Error(`gave up waiting for ${what}`);
}

const driver = spawn('WebKitWebDriver', [`--port=${PORT}`], { stdio: 'ignore' });
try {
  await until('the driver', () => send('GET', '/status'));
  const alwaysMatch = { 'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation'] } };
  const { sessionId } = await send('POST', '/session', { capabilities: { alwaysMatch } });
  const session = `/session/${sessionId}`;
  const run = (script) => send('POST', `${session}/execute/sync`, { script, args: [] });
  await send('POST', `${session}/url`, { url });
  await until('the window', () => run('return document.querySelector("nav, main") !== null'));
  // A source is open: go to Server Logs and open the first family.
  await run('location.hash = location.hash.replace(/^#\\/\\w*/, "#/serverlogs")');
  await until('the families', () => run('return document.querySelectorAll("[data-row]").length > 0'));
  await run('document.querySelector("[data-row] .name").click()');
  const rows = await until('the log', () =>
    run(`const rows = [...document.querySelectorAll('[data-row]')].map((row) => row.getAttribute('aria-label'));
         return location.hash.includes('v=') && rows.length > 5 && rows.some((text) => /, \\d\\d:\\d\\d:/.test(text)) ? rows.slice(0, 5) : null`),
  );
  console.log(JSON.stringify(rows, null, 2));
  await send('DELETE', session);
} finally {
  driver.kill();
}
