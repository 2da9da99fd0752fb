import { expect as soon, test, type Locator, type Page } from '@playwright/test';
import { startIll } from './illworld.mjs';
import type { Served } from './served.mjs';

// Every figure of Health opens its rows, and as many as it says.

// The machine may be busy with other things.
const expect = soon.configure({ timeout: 15_000 });

let world: Served;
test.beforeAll(async () => void (world = await startIll()));
test.afterAll(() => world.close());

async function health(page: Page): Promise<void> {
  await page.setExtraHTTPHeaders({ Authorization: `Bearer ${world.token}` });
  await page.goto(`${world.base}/#/health`);
  await expect(figure(page, 'application.log', 'day')).toHaveText(/^29\s/);
}

/** The button of a figure, whatever it counts. */
const figure = (page: Page, file: string, period: string) =>
  page.locator(`button[aria-label^="${file}: "][aria-label$=" in the last ${period}, show them"]`);

const shown = async (button: Locator) => Number(/\d+/.exec((await button.textContent()) ?? '')?.[0]);

/** How many rows the grid says that it has. */
const rows = async (page: Page) =>
  Number(/ of ([\d\s]+),/.exec((await page.locator('[data-row]').first().getAttribute('aria-label')) ?? '')?.[1]?.replace(/\s/g, '')); // prettier-ignore

for (const [file, period, want, desk] of [
  ['application.log', 'hour', 7, 'Server Logs'],
  ['application.log', 'day', 29, 'Server Logs'],
  ['access_log.log', 'hour', 3, 'Access Logs'],
  ['access_log.log', 'day', 5, 'Access Logs'],
  ['audit_log.log', 'hour', 2, 'Audit Logs'],
  ['audit_log.log', 'day', 4, 'Audit Logs'],
  ['gc.log', 'day', 2, 'Server Logs'],
] as const) {
  test(`${file}, ${period}: ${want} rows on ${desk}`, async ({ page }) => {
    await health(page);
    const button = figure(page, file, period);
    expect(await shown(button)).toBe(want);
    await button.click();
    await expect(page.getByRole('heading', { level: 1, name: desk })).toBeVisible();
    await expect.poll(() => rows(page)).toBe(want);
  });
}

test('the keyboard goes from the tile to its figures, and opens them', async ({ page }) => {
  await health(page);
  await page.getByRole('button', { name: /^application\.log, / }).focus();
  await page.keyboard.press('Tab');
  await expect(figure(page, 'application.log', 'hour')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(figure(page, 'application.log', 'day')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'application' })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => rows(page)).toBe(29);
});

test('anywhere else the tile opens its log', async ({ page }) => {
  await health(page);
  const name = page.getByRole('button', { name: /^application\.log, / });
  await page.locator('.tile', { has: name }).click({ position: { x: 120, y: 120 } });
  await expect(page.getByRole('tab', { name: 'application' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('textbox', { name: 'Filter' })).toHaveValue('');
});
