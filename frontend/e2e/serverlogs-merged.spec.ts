import { gzipSync } from 'node:zlib';
import { expect as soon, test } from '@playwright/test';
import { startFolder, type FolderWorld } from './folderworld.mjs';
import { line } from './growing.mjs';
import { openLog, total, watch } from './logs';

// Several families together: the newest entries are there while older copies are still
// read, which come in above, and what is looked at does not move.

const expect = soon.configure({ timeout: 60_000 });
test.setTimeout(120_000);

const COPIES = 5;
const LINES = 80_000;
const NEWEST = 3_000;
const ALL = 2 * (COPIES * LINES + NEWEST);

const till = (i: number) => line(i);
/** Half a second behind each entry of the till. */
const gate = (i: number) => line(i).replace(',000', ',500').replace('till', 'gate');
const lines = (write: (i: number) => string, from: number, n: number) =>
  Array.from({ length: n }, (_, i) => write(from + i)).join('');

let world: FolderWorld;
test.beforeAll(async () => {
  const files: Record<string, string | Buffer> = {};
  for (const [name, write] of [
    ['till', till],
    ['gate', gate],
  ] as const) {
    // prettier-ignore
    for (let i = 0; i < COPIES; i++)
      files[`${name}-2026-09-0${i + 1}.log.gz`] = gzipSync(lines(write, i * LINES, LINES), { level: 1 });
    files[`${name}.log`] = lines(write, COPIES * LINES, NEWEST);
  }
  world = await startFolder(files);
});
test.afterAll(() => world.close());

const numbers = (texts: string[]) =>
  texts.map((text) => {
    const [, number, family] = /entry number (\d+) of the (till|gate)/.exec(text) ?? [];
    return 2 * Number(number) + (family === 'gate' ? 1 : 0);
  });

test('the newest rows of all come first, and older ones above them move nothing', async ({ page }) => {
  await openLog(page, world, 'till.log');
  const rows = page.locator('[data-row]');
  await expect(rows.last()).toContainText(`entry number ${COPIES * LINES + NEWEST - 1} of the till`);

  const fast = world.slow(60);
  await page.evaluate(() => (location.hash = `#/serverlogs?${new URLSearchParams({ v: 'till+gate', q: 'number' })}`));
  await expect(rows.last()).toContainText(`entry number ${COPIES * LINES + NEWEST - 1} of the gate`);
  const first = await total(page);
  expect(first).toBeLessThan(ALL);
  await rows.last().hover();
  await page.mouse.wheel(0, -2000);
  await expect(page.locator('.row.pending')).toHaveCount(0);
  const looked = (await rows.nth(8).textContent()) ?? '';
  const text = /entry number \d+ of the \w+/.exec(looked)?.[0] ?? '';
  expect(text).not.toBe('');
  const tops = await watch(page, text);
  expect(await total(page)).toBeLessThan(ALL);
  await expect.poll(() => total(page)).toBeGreaterThan(first);
  fast();
  await expect.poll(() => total(page)).toBe(ALL);
  expect(await tops()).toHaveLength(1);

  // The row of the focus is kept far outside when it is scrolled away.
  const texts = await rows.evaluateAll((all) =>
    all.filter((row) => row.getBoundingClientRect().top > 0).map((row) => row.textContent ?? ''),
  );
  const seen = numbers(texts);
  expect(seen.length).toBeGreaterThan(10);
  expect(seen).toEqual(seen.map((_, i) => (seen[0] ?? 0) + i));
});
