// The engine of the Linux window, driven over W3C WebDriver by fetch. It needs a
// display: xvfb-run gives it one.
import { spawn } from 'node:child_process';
import { newestRows, openFirst, toFamilies } from './rows.mjs';

const PORT = 4477;
const BASE = `http://127.0.0.1:${PORT}`;
const BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

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

/** Opens the address and its first family, and gives the newest rows' spoken names. */
export async function webkitRows(url) {
  const driver = spawn('WebKitWebDriver', [`--port=${PORT}`], { stdio: 'ignore' });
  try {
    await until('the driver', () => send('GET', '/status'));
    const alwaysMatch = { 'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation'] } };
    const { sessionId } = await send('POST', '/session', { capabilities: { alwaysMatch } });
    const session = `/session/${sessionId}`;
    const run = (script) => send('POST', `${session}/execute/sync`, { script, args: [] });
    await send('POST', `${session}/url`, { url });
    await until('the families in WebKit', () => run(toFamilies));
    await run(openFirst);
    const rows = await until('the rows in WebKit', () => run(newestRows));
    await send('DELETE', session);
    return rows;
  } finally {
    driver.kill();
  }
}
