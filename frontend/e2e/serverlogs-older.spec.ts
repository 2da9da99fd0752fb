import { gzipSync } from 'node:zlib';
import { expect as soon, test, type Page } from '@playwright/test';
import { startFolder, type FolderWorld } from './folderworld.mjs';
import { line } from './growing.mjs';
import { openLog, total, watch } from './logs';

// Of a family that is opened for the first time the newest file is read first. What is looked at
// stays where it stands while the older ones come in above it.

const expect = soon.configure({ timeout: 30_000 });
test.setTimeout(120_000);

const COPIES = 8;
const LINES = 50_000;

let world: FolderWorld;
test.beforeAll(async () => void (world = await startFolder({ 'database.log': line(0) })));
test.afterAll(() => world.close());

/** Puts a family of compressed copies and a live file where the server reads, the newest last. */
function putFamily(name: string): void {
  for (let i = 0; i <= COPIES; i++) {
    const text = Array.from({ length: i < COPIES ? LINES : 3000 }, (_, k) => line(i * LINES + k)).join('');
    if (i < COPIES) world.put(`${name}-2026-10-0${i + 1}.log.gz`, gzipSync(text, { level: 1 }));
    else world.put(`${name}.log`, text);
  }
}

/** Texts of the entries in sight, once all of these are there; rows that are kept out of sight never fill. */
async function inSight(page: Page): Promise<string[]> {
  let texts: string[] = [];
  await expect
    .poll(async () => {
      texts = await page.evaluate(() => {
        const seen = [...document.querySelectorAll('[data-row]')].filter((row) => {
          const { top, bottom } = row.getBoundingClientRect();
          return top >= 100 && bottom <= innerHeight - 60;
        });
        return seen.map((row) => /entry number \d+ /.exec(row.textContent ?? '')?.[0] ?? '');
      });
      return texts.length > 5 && texts.every((text) => text !== '');
    })
    .toBe(true);
  return texts;
}

for (const [how, name] of [
  ['by the wheel', 'application'],
  ['by the keyboard', 'email'],
] as const) {
  test(`a reader who has scrolled ${how} sees nothing move while older files come in`, async ({ page }) => {
    await openLog(page, world, 'database.log');
    await expect(page.locator('[data-row]')).toHaveCount(1);
    const quick = world.slow(300);
    putFamily(name);
    await page.getByRole('tab', { name: 'Families' }).click();
    await page.getByRole('button', { name: `${name}.log`, exact: true }).click();
    await inSight(page);
    let before = await total(page);
    expect(before).toBeLessThan(COPIES * LINES);
    let met = 0;
    for (let turn = 0; turn < 4; turn++) {
      if (how === 'by the wheel') {
        await page.locator('[role=rowgroup]').last().hover();
        await page.mouse.wheel(0, -2000);
      } else {
        await page.locator('[data-row]').last().focus();
        for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp');
      }
      const texts = await inSight(page);
      const tops = await watch(page, texts[Math.floor(texts.length / 2)] ?? '');
      if (turn === 3) quick();
      await expect.poll(async () => (await total(page)) > before || before >= COPIES * LINES).toBe(true);
      const now = await total(page);
      if (now > before) met++;
      before = now;
      expect(await tops(), `turn ${turn}`).toHaveLength(1);
    }
    expect(met, 'times that older entries came while it was watched').toBeGreaterThan(1);
    await expect.poll(() => total(page)).toBe(COPIES * LINES + 3000);
    await inSight(page);
  });
}
