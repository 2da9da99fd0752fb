// The engine of the Linux window, driven over W3C WebDriver by fetch. It needs a
// display: xvfb-run gives it one.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { newestRows, openFirst, toFamilies } from './rows.mjs';

const BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, ask) {
  for (let i = 0; i < 400; i++) {
    const found = await ask().catch(() => null);
    if (found) return found;
    await pause(150);
  }
  throw new Error(`gave up waiting for ${what}`);
}

/** A port that was free a moment ago: two runs on one machine do not meet. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Opens the address and hands a function that runs the body of an async function
 * in the page. Through a proxy on proxyPort, the address as well, when it is given.
 */
export async function inWebkit(url, use, proxyPort = 0) {
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore' });
  const gone = new Promise((resolve) => driver.once('exit', resolve));
  async function send(method, path, body) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
    return value;
  }
  try {
    await until('the driver', () => send('GET', '/status'));
    const through = `127.0.0.1:${proxyPort}`;
    const alwaysMatch = {
      'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation'] },
      ...(proxyPort > 0 ? { proxy: { proxyType: 'manual', httpProxy: through, sslProxy: through } } : {}),
    };
    const { sessionId } = await send('POST', '/session', { capabilities: { alwaysMatch } });
    const session = `/session/${sessionId}`;
    try {
      await send('POST', `${session}/timeouts`, { script: 120_000 });
      await send('POST', `${session}/url`, { url });
      return await use(async (body) => {
        const script = `const done = arguments[arguments.length - 1];
          (async () => {${body}})().then((v) => done({ v }), (e) => done({ e: String(e?.message ?? e) }));`;
        const { v, e } = await send('POST', `${session}/execute/async`, { script, args: [] });
        if (e !== undefined) throw new Error(e);
        return v;
      });
    } finally {
      await send('DELETE', session).catch(() => null);
    }
  } finally {
    driver.kill();
    await gone;
  }
}

/** Opens the address and its first family, and gives the newest rows' spoken names. */
export function webkitRows(url) {
  return inWebkit(url, async (run) => {
    await until('the families in WebKit', () => run(toFamilies));
    await run(openFirst);
    return until('the rows in WebKit', () => run(newestRows));
  });
}
