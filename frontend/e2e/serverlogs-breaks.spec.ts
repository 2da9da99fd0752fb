import { gzipSync } from 'node:zlib';
import { expect as soon, test } from '@playwright/test';
import { startFolder, type FolderWorld } from './folderworld.mjs';
import { line } from './growing.mjs';
import { openLog } from './logs';

// A damaged copy is read up to the break, which is shown where it is.

const expect = soon.configure({ timeout: 15_000 });

const lines = (from: number, n: number) => Array.from({ length: n }, (_, i) => line(from + i)).join('');
const cut = (text: string) => {
  const whole = gzipSync(text);
  return whole.subarray(0, whole.length / 2);
};

let world: FolderWorld;
test.beforeAll(async () => {
  world = await startFolder({
    'application-2026-09-01.log.gz': gzipSync(lines(0, 50)),
    'application-2026-09-02.log.gz': cut(lines(50, 5000)),
    'application.log': lines(5050, 30),
    'email-2026-09-01.log.gz': cut(lines(0, 4000)),
  });
});
test.afterAll(() => world.close());

const broken = /^application-2026-09-02\.log\.gz was read up to line [\d\s]+: gzip damaged at byte \d+/;

test('between the copies, under a filter and in its place, and in what the answer covers', async ({ page }) => {
  await openLog(page, world, 'application.log');
  const rows = page.locator('[data-row]');
  const row = page.getByRole('row', { name: broken });
  await expect(rows.last()).toContainText('entry number 5079');
  await expect(row).toHaveCount(1);
  await expect(page.getByText(/^Covers .*, but for what is behind 1 break$/)).toBeVisible();
  // It stands above the first entry of the next file.
  const next = page.locator('.block', { has: row });
  await expect(next.locator('[data-row]')).toContainText('entry number 5050 ');
  await page.getByRole('textbox', { name: 'Filter' }).fill('"entry number 5079"');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);
  await expect(row).toHaveCount(1);
});

test('at the end of the log, where nothing follows', async ({ page }) => {
  await openLog(page, world, 'email.log');
  const row = page.getByRole('row', { name: /^email-2026-09-01\.log\.gz was read up to line/ });
  await expect(row).toHaveCount(1);
  const last = page.locator('.block').last();
  await expect(last.getByRole('row')).toHaveCount(2);
  await expect(last.getByRole('row').last()).toContainText('was read up to line');
});
