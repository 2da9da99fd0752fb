import { existsSync, readFileSync } from 'node:fs';
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
  const done = dialog(page).getByText(/^application\.log was rotated into application-[\d-]+\.log\.$/);
  await expect(done).toBeVisible();
  const copy = /into (.*)\.$/.exec((await done.textContent()) ?? '')?.[1] ?? '';
  await expect.poll(() => existsSync(join(sample.folder, `${copy}.gz`))).toBe(true);
  expect(
    gunzipSync(readFileSync(join(sample.folder, `${copy}.gz`)))
      .toString()
      .startsWith(`${first}\n`),
  ).toBe(true);
  expect(existsSync(join(sample.folder, 'cordwood-rules.rotate.json'))).toBe(false);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);

  // By the keyboard alone, and on the audit desk.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('rotate email');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByText(/^email\.log was rotated into email-[\d-]+\.log\.$/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  expect(said).toEqual([]);
});
