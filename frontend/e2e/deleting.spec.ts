import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect as soon, test, type Page } from '@playwright/test';
import { copies, startDeleting, type Deleting } from './deletingworld.mjs';

// What Delete does to real files: held and taken back, restored, purged, deleted for good.

// The machine may be busy with other things.
const expect = soon.configure({ timeout: 15_000 });

let world: Deleting;
test.beforeEach(async () => void (world = await startDeleting()));
test.afterEach(() => world.close());

async function open(page: Page): Promise<string[]> {
  const said: string[] = [];
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && said.push(m.text()));
  page.on('pageerror', (e) => said.push(e.message));
  await page.setExtraHTTPHeaders({ Authorization: `Bearer ${world.token}` });
  await page.goto(`${world.base}/`);
  await page.locator('nav').waitFor();
  await page.keyboard.press('Alt+4');
  await page.getByRole('button', { name: 'Copies of application.log' }).click();
  await expect(copy(page, 0)).toBeVisible();
  return said;
}

const copy = (page: Page, n: number) => page.getByRole('checkbox', { name: `Choose ${copies[n]}`, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const onDisk = (n: number) => existsSync(join(world.dir, copies[n] ?? ''));
/** Files below the folder of held ones, without its notes. */
const held = () =>
  existsSync(join(world.dir, '.cordwood-held'))
    ? readdirSync(join(world.dir, '.cordwood-held'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.log.gz')) // prettier-ignore
    : [];

/** Chooses copies, unlocks where it is locked, and opens the dialog. */
async function choose(page: Page, ...which: number[]): Promise<void> {
  for (const n of which) await copy(page, n).click();
  const unlock = page.getByRole('toolbar', { name: 'Chosen files' }).getByRole('button', { name: 'Unlock' });
  const verb = page.getByRole('button', { name: 'Delete…' });
  await expect(verb).toBeVisible();
  if (await verb.isDisabled()) {
    await unlock.click();
    await dialog(page).getByRole('button', { name: 'Unlock' }).click();
  }
  await verb.click();
  await expect(dialog(page).getByRole('listitem').first()).toBeVisible();
}

async function hold(page: Page, ...which: number[]): Promise<void> {
  await choose(page, ...which);
  await dialog(page).getByRole('button', { name: which.length === 1 ? 'Hold 1 file' : `Hold ${which.length} files` }).click(); // prettier-ignore
  await expect(dialog(page)).toHaveCount(0);
  for (const n of which) await expect(copy(page, n)).toHaveCount(0);
}

test('a held file leaves the list, and the toast brings it back', async ({ page }) => {
  const said = await open(page);
  await hold(page, 1);
  expect([onDisk(1), held().length]).toEqual([false, 1]);
  await page.getByText(/^1 file held/).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(copy(page, 1)).toBeVisible();
  expect([onDisk(1), held().length]).toEqual([true, 0]);
  expect(said).toEqual([]);
});

test('held files are restored, or purged after their number was typed', async ({ page }) => {
  const said = await open(page);
  await hold(page, 0);
  await page.getByRole('tab', { name: /^Held files/ }).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Nothing is held.')).toBeVisible();
  expect([onDisk(0), held().length]).toEqual([true, 0]);

  await page.getByRole('tab', { name: 'Families' }).click();
  await hold(page, 0, 2);
  await page.getByRole('tab', { name: /^Held files/ }).click();
  await page.getByRole('button', { name: 'Purge now…' }).first().click();
  const purge = dialog(page).getByRole('button', { name: 'Purge 2 files' });
  await expect(purge).toBeDisabled();
  await dialog(page).getByLabel('Type 2 to allow').fill('2');
  await purge.click();
  await expect(page.getByText('Nothing is held.')).toBeVisible();
  expect([onDisk(0), onDisk(2), held().length]).toEqual([false, false, 0]);
  expect(said).toEqual([]);
});

test('for good needs the number of files typed; the live file stays', async ({ page }) => {
  const said = await open(page);
  await page.getByRole('checkbox', { name: 'Choose application.log', exact: true }).last().click(); // the first is the family's
  await choose(page, 3, 4);
  await expect(dialog(page).getByText(/^left out: /)).toHaveCount(1);
  await dialog(page).getByRole('radio', { name: 'Delete for good now' }).click();
  const verb = dialog(page).getByRole('button', { name: 'Delete 2 files for good' });
  const typed = dialog(page).getByLabel('Type 2 to allow');
  await typed.fill('3');
  await expect(verb).toBeDisabled();
  await typed.fill('2');
  await verb.click();
  await expect(dialog(page)).toHaveCount(0);
  await page.getByText(/^2 files deleted for good/).waitFor();
  for (const n of [3, 4]) await expect(copy(page, n)).toHaveCount(0);
  expect([onDisk(3), onDisk(4), held().length]).toEqual([false, false, 0]);
  expect(existsSync(join(world.dir, 'application.log'))).toBe(true);
  expect(said).toEqual([]);
});

test('while a plan is made the dialog says so, and Cancel leaves everything as it was', async ({ page }) => {
  await open(page);
  await page.route('**/call/ServerLogs.PlanDelete', () => {}); // a share that hangs
  await copy(page, 0).click();
  await page.getByRole('toolbar', { name: 'Chosen files' }).getByRole('button', { name: 'Unlock' }).click();
  await dialog(page).getByRole('button', { name: 'Unlock' }).click();
  await page.clock.install();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await expect(dialog(page).getByText(/^Looking at 1 file/)).toBeVisible();
  await page.clock.runFor(16_000);
  await expect(dialog(page).getByText(/^The log folder has not answered for 15 s/)).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(copy(page, 0)).toBeVisible();
  expect(onDisk(0)).toBe(true);
});
