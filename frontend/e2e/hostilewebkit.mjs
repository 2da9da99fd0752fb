// The hostile folder in WebKitGTK, the engine of the window:
//   xvfb-run -a node e2e/hostilewebkit.mjs
import { payloads, startWorld, tour, watcher } from './hostile.mjs';
import { oneWay } from './oneway.mjs';
import { inWebkit } from './webkit.mjs';

const world = await startWorld();
const proxy = await oneWay(world.base, watcher);
try {
  const began = Date.now();
  const { screens, checked, failures } = await inWebkit(
    world.url,
    (run) => tour(run, { table: world.table, deep: process.argv.includes('--deep') }),
    proxy.port,
  );
  const wrong = [...proxy.elsewhere.map((url) => `asked ${url}`), ...failures];
  const s = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`webkit: ${payloads.length} texts, ${screens} screens, ${checked} looks, ${s} s`);
  if (wrong.length > 0) throw new Error(`hostile texts in WebKit:\n${wrong.join('\n')}`);
} finally {
  proxy.close();
  await world.close();
}
