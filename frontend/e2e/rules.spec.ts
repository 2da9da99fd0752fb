import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { expect as soon, type Page } from '@playwright/test';
import { test } from './sample';

// The Rule Setting desk and the sample's running server.

// The machine may be busy with other things.
const expect = soon.configure({ timeout: 15_000 });

/** Opens the desk; the answer is what the page complains of. */
async function open(page: Page): Promise<string[]> {
  const said: string[] = [];
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && said.push(m.text()));
  page.on('pageerror', (e) => said.push(e.message));
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Desks' }).getByText('Rules', { exact: true }).click();
  return said;
}

const dialog = (page: Page) => page.getByRole('dialog');

test('the running server rotates a live file when it is asked', async ({ page, sample }) => {
  const said = await open(page);
  const first = readFileSync(join(sample.folder, 'application.log'), 'utf8').split('\n', 1)[0];
  await page.getByRole('row', { name: /application\.log/ }).getByRole('button', { name: 'Rotate application.log now…' }).click(); // prettier-ignore
  await expect(dialog(page).getByText('No line is lost')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Rotate now' }).click();
  const done = dialog(page).getByText(/^application\.log was rotated into application-[\d-]+\.log\.gz\.$/);
  await expect(done).toBeVisible();
  const copy = /into (.*)\.$/.exec((await done.textContent()) ?? '')?.[1] ?? '';
  expect(gunzipSync(readFileSync(join(sample.folder, copy))).toString().startsWith(`${first}\n`)).toBe(true); // prettier-ignore
  expect(existsSync(join(sample.folder, 'cordwood-rules.rotate.json'))).toBe(false);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);

  // By the keyboard alone, and on the audit desk.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('rotate email');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByText(/^email\.log was rotated into email-[\d-]+\.log\.gz\.$/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  expect(said).toEqual([]);
});

test('a live file stays; the copy that its server makes of it is held, and taken back', async ({ page, sample }) => {
  const said = await open(page);
  await page.keyboard.press('Alt+4');
  await page.getByRole('checkbox', { name: 'Choose schedule_jobs.log', exact: true }).click();
  const unlock = page.getByRole('toolbar', { name: 'Chosen files' }).getByRole('button', { name: 'Unlock' });
  if (await unlock.isVisible()) {
    await unlock.click();
    await dialog(page).getByRole('button', { name: 'Unlock' }).click();
  }
  await page.getByRole('button', { name: 'Delete…' }).click();
  const files = dialog(page).getByRole('listitem');
  const left = files.filter({ hasText: 'left out' });
  await expect(left).toContainText('schedule_jobs.log');
  const before = await files.count();
  await left.getByRole('button', { name: 'Rotate now, then hold the copy' }).click();
  const copy = dialog(page)
    .getByText(/^schedule_jobs-[\d-]+\.log\.gz$/)
    .first();
  await expect(left).toHaveCount(0);
  await expect(files).toHaveCount(before);
  await expect(copy).toBeVisible();
  await dialog(page)
    .getByRole('button', { name: `Hold ${before} files` })
    .click();
  await expect(dialog(page)).toHaveCount(0);
  const copies = () => readdirSync(sample.folder).filter((f) => f.startsWith('schedule_jobs-')).length;
  expect(copies()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(copies).toBe(before);
  expect(said).toEqual([]);
});

test('rules that were saved are listed, and brought back as edits that are shown first', async ({ page, sample }) => {
  const said = await open(page);
  const rules = () =>
    JSON.parse(readFileSync(join(sample.folder, 'cordwood-rules.json'), 'utf8')) as {
      rev: number;
      families: Record<string, { copies?: number }>;
    };
  const before = rules();
  expect(before.families['crm_data']?.copies).toBeUndefined();
  const copies = page.getByRole('spinbutton', { name: 'Copies of crm_data.log' });
  await page.getByRole('button', { name: /^Copies of crm_data\.log: / }).click();
  await copies.fill('17');
  await copies.press('Enter');
  await page.getByRole('button', { name: /^Review and apply/ }).click();
  await dialog(page).getByRole('button', { name: 'Apply 1 change' }).click();
  await expect(dialog(page)).toHaveCount(0);
  expect(rules().families['crm_data']?.copies).toBe(17);

  await page.getByRole('tab', { name: 'Versions' }).click();
  await expect(
    page
      .getByRole('row')
      .filter({ hasText: `${before.rev + 1}` })
      .getByText('in force'),
  ).toBeVisible();
  await expect(page.getByText('CRM copies 30 → 17')).toBeVisible();
  await page.getByRole('button', { name: `Restore the rules of revision ${before.rev}…` }).click();
  await expect(page.getByText('1 change not applied')).toBeVisible();
  await expect(page.getByText('CRM copies 17 → inherited')).toBeVisible();
  const [table] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  expect(table.suggestedFilename()).toMatch(/_rules_[\d-]+\.csv$/);
  expect(readFileSync(await table.path(), 'utf8')).toMatch(/^\uFEFFwhen,family,file,[^\n]+\n\d{4}-/);
  expect(rules().rev).toBe(before.rev + 1); // only shown
  await page.getByRole('button', { name: /^Review and apply/ }).click();
  await dialog(page).getByRole('button', { name: 'Apply 1 change' }).click();
  await expect(dialog(page)).toHaveCount(0);
  expect(rules().rev).toBe(before.rev + 2);
  expect(rules().families['crm_data']?.copies).toBeUndefined();
  expect(said).toEqual([]);
});

test('what the running server cleans is listed, and what it holds can be restored', async ({ page, sample }) => {
  const said = await open(page);
  const copies = () => readdirSync(sample.folder).filter((f) => /^schedule_jobs-.*\.log\.gz$/.test(f));
  const before = copies();
  const name = 'schedule_jobs.log';
  const field = page.getByRole('spinbutton', { name: `Copies of ${name}` });
  await field.fill(String(before.length - 2));
  await field.press('Enter');
  const on = page.getByRole('switch', { name: `Automatic cleaning of ${name}` });
  await on.click(); // off, of its own
  await on.click();
  await page.getByRole('combobox', { name: `What cleaning does to ${name}` }).selectOption('hold');
  await page.getByRole('button', { name: /^Review and apply/ }).click();
  await dialog(page).getByRole('button', { name: 'Apply 2 changes' }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(() => copies().length).toBe(before.length - 2);

  await page.getByRole('tab', { name: 'Cleaned files' }).click();
  const oldest = before.sort()[0] ?? '';
  const restore = page.getByRole('button', { name: `Restore ${oldest}` });
  await expect(page.getByRole('row').filter({ hasText: oldest })).toContainText('serverlog');
  await expect(page.getByRole('button', { name: /^Restore schedule_jobs-/ })).toHaveCount(2);
  await restore.click();
  await expect(restore).toHaveCount(0);
  expect(copies()).toContain(oldest);
  expect(said).toEqual([]);
});
