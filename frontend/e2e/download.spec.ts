import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect as soon, test } from '@playwright/test';
import { copies, startDeleting, type Deleting } from './deletingworld.mjs';

// A download in the browser is the file as it is stored, and the page says that it is there.

// The machine may be busy with other things.
const expect = soon.configure({ timeout: 15_000 });

let world: Deleting;
test.beforeAll(async () => void (world = await startDeleting()));
test.afterAll(() => world.close());

test('a file and several as one zip', async ({ page }) => {
  await page.goto(world.url);
  await page.locator('nav').waitFor();
  await page.keyboard.press('Alt+4');
  await page.getByRole('button', { name: 'Copies of application.log' }).click();
  const get = async () => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const [first = '', second = ''] = copies;
  await page.getByRole('checkbox', { name: `Choose ${first}` }).click();
  const one = await get();
  expect(one.name).toBe(first);
  expect(one.bytes.equals(readFileSync(join(world.dir, first)))).toBe(true);
  await expect(page.getByText(`${first} is in the browser’s downloads`)).toBeVisible();

  await page.getByRole('checkbox', { name: `Choose ${second}` }).click();
  const zip = await get();
  expect(zip.name).toMatch(/^logs_logs_\d{8}-\d{6}\.zip$/);
  expect(zip.bytes.subarray(0, 2).toString()).toBe('PK');
  for (const name of [first, second]) expect(zip.bytes.includes(name)).toBe(true);
  await expect(page.getByText(/\.zip is in the browser’s downloads/)).toBeVisible();
  await expect(page.getByRole('progressbar', { name: /zip/ })).toHaveCount(0);
});
