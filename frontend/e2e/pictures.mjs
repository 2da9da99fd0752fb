// Pictures of the desks in both themes into ../pictures, over a sample that ends now:
//   node e2e/pictures.mjs
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launch } from './browser.mjs';

const binary = '../build/bin/cordwood';
const out = '../pictures';
const work = mkdtempSync(join(tmpdir(), 'cordwood-pictures-'));
const env = { ...process.env, CORDWOOD_HOME: join(work, 'home') };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What is done before each picture. */
const desks = {
  health: async () => {},
  access: async (page) => {
    await page.keyboard.press('Alt+2');
    await page.locator('[data-row]').first().waitFor();
  },
  audit: async (page) => {
    await page.keyboard.press('Alt+3');
    await page.getByRole('textbox', { name: 'Filter' }).fill('action:modify target_id:318');
    await page.keyboard.press('Enter');
    await pause(800);
    await page
      .getByRole('button', { name: /^Open record/ })
      .first()
      .click();
  },
  families: async (page) => {
    await page.keyboard.press('Alt+4');
    await page.locator('[data-row]').first().waitFor();
  },
  serverlogs: async (page) => {
    await page.getByRole('button', { name: 'application.log', exact: true }).click();
    await page.getByRole('checkbox', { name: /^error,/ }).click();
    await pause(1200);
    await page.locator('[data-row]').last().click();
    await page.keyboard.press('Enter');
  },
  rules: async (page) => {
    await page.keyboard.press('Alt+5');
    await page.getByText('All families').waitFor();
  },
};

mkdirSync(out, { recursive: true });
execFileSync(binary, ['demo', join(work, 'pbx-hq')], { env });
const server = spawn(binary, ['serve', join(work, 'pbx-hq')], { env });
let said = '';
server.stdout.on('data', (chunk) => (said += chunk));
try {
  while (!/token file \S+\n/.test(said)) await pause(100);
  const [, url, file] = /(http\S+)\ntoken file (\S+)/.exec(said);
  const browser = await chromium.launch(launch);
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme,
      extraHTTPHeaders: { Authorization: `Bearer ${readFileSync(file, 'utf8')}` },
    });
    await page.goto(new URL(url).origin);
    await page.locator('nav').waitFor();
    await pause(colorScheme === 'light' ? 12000 : 2000); // the sample is read
    for (const [name, go] of Object.entries(desks)) {
      await go(page).catch((error) => console.error(`${name}: ${error.message}`));
      await pause(1200);
      await page.screenshot({ path: join(out, `${name}-${colorScheme}.png`) });
    }
    await page.close();
  }
  await browser.close();
} finally {
  await new Promise((resolve) => {
    server.once('exit', resolve);
    server.kill();
  });
  rmSync(work, { recursive: true, force: true });
}
