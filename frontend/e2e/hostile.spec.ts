import { expect, test } from '@playwright/test';
import { payloads, startWorld, tour, watcher, type World } from './hostile.mjs';

// Hostile texts, names and records stand on every screen as what they are: text.

let world: World;
// Each tour has its own: what it does at the end is in the trail, which the next would see first.
test.beforeEach(async () => {
  world = await startWorld();
});
test.afterEach(() => world.close());

// Every record and every dialog is opened once; both themes draw them with the same code.
for (const { colorScheme, deep, short } of [
  { colorScheme: 'light', deep: true, short: false },
  { colorScheme: 'dark', deep: false, short: true },
] as const) {
  test(`hostile texts are shown as text on every screen, ${colorScheme}`, async ({ browser }) => {
    test.setTimeout(300_000); // half a minute where nothing else is at work
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 1440, height: 900 },
      extraHTTPHeaders: { Authorization: `Bearer ${world.token}` },
    });
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('dialog', (d) => {
      wrong.push(`a dialog: ${d.message()}`);
      void d.dismiss();
    });
    page.on('popup', (p) => wrong.push(`a window: ${p.url()}`));
    page.on('request', (r) => {
      if (new URL(r.url()).origin !== world.base && !r.url().endsWith('/canary.gif')) wrong.push(`asked ${r.url()}`);
    });
    page.on('console', (m) => {
      if (/Content Security Policy|Trusted/i.test(m.text()) && !m.text().includes('/canary.gif')) wrong.push(m.text());
    });
    await page.addInitScript(watcher);
    await page.goto(world.base);
    const began = Date.now();
    const toured = await tour((body) => page.evaluate(`(async () => {${body}})()`), {
      table: world.table,
      deep,
      short,
    });
    const s = ((Date.now() - began) / 1000).toFixed(1);
    console.log(
      `chromium, ${colorScheme}: ${payloads.length} texts, ${toured.screens} screens, ${toured.checked} looks, ${s} s`,
    );
    expect([...wrong, ...toured.failures]).toEqual([]);
    await context.close();
  });
}
