// A forward proxy with one way: everything to the server under test, whose first
// page gets a script before all others; whatever else is asked for is refused
// and told. An engine without init scripts is watched by it.
import { createServer, request } from 'node:http';

const WATCH = '/watch.js';

/** Proxies to base; script runs first in each page. Tells what was asked elsewhere. */
export async function oneWay(base, script) {
  const { host } = new URL(base);
  const elsewhere = [];
  const proxy = createServer((asked, answer) => {
    const url = new URL(asked.url, base);
    if (url.host !== host) {
      elsewhere.push(String(url));
      answer.writeHead(403).end();
    } else if (url.pathname === WATCH) {
      answer.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    } else pass(asked, answer, url);
  });
  proxy.on('connect', (asked, socket) => {
    elsewhere.push(asked.url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: proxy.address().port,
    elsewhere,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}

function pass(asked, answer, url) {
  const headers = { ...asked.headers, 'accept-encoding': 'identity' };
  delete headers['proxy-connection'];
  const on = request(url, { method: asked.method, headers }, (got) => {
    if (url.pathname !== '/' || !String(got.headers['content-type']).startsWith('text/html')) {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
      return;
    }
    let page = '';
    got.setEncoding('utf8').on('data', (chunk) => (page += chunk));
    got.on('end', () => {
      const rest = { ...got.headers };
      delete rest['content-length'];
      answer.writeHead(got.statusCode, rest).end(page.replace('<head>', `<head><script src="${WATCH}"></script>`));
    });
  });
  on.on('error', () => answer.destroy());
  answer.on('close', () => on.destroy());
  asked.pipe(on);
}
