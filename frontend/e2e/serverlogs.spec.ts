import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { statePath } from './support';

test.use({ storageState: statePath });

/** Opens the sample on Server Logs; nothing the page says to its console is allowed, the CSP least of all. */
async function open(page: Page): Promise<string[]> {
  const said: string[] = [];
  page.on('console', (m) => {
    // A newer question makes the server refuse the older one: the browser says so, the page is right.
    const refused = m.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(m.type()) && !refused) said.push(m.text());
  });
  page.on('pageerror', (e) => said.push(e.message));
  await page.goto(`${process.env['CORDWOOD_BASE']}/`);
  await page.locator('nav').waitFor();
  await page.keyboard.press('Alt+4');
  await page.getByRole('button', { name: 'application.log', exact: true }).waitFor();
  return said;
}

const row = (page: Page) => page.locator('[data-row]');

test('a family opens at its newest entry, and a level filters it as text', async ({ page }) => {
  const said = await open(page);
  await page.getByRole('button', { name: 'application.log', exact: true }).click();
  await expect(row(page).last()).toHaveAttribute('aria-label', /^Row /);
  await page.getByRole('checkbox', { name: /^error,/ }).click();
  await expect(page.getByRole('textbox', { name: 'Filter' })).toHaveValue('level:error');
  await expect(row(page).last()).toHaveAttribute('aria-label', /, ERROR, /);
  expect(said).toEqual([]);
});

test('the keyboard alone goes to the middle, to the next error, and opens it', async ({ page }) => {
  const said = await open(page);
  await page.getByRole('button', { name: 'application.log', exact: true }).click();
  await expect(row(page).last()).toHaveAttribute('aria-label', /^Row /);
  await page.keyboard.press('Control+g');
  await page.keyboard.type('50%');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-row]:focus')).toHaveCount(1);
  await page.keyboard.press('e');
  await expect(page.locator('[data-row]:focus')).toHaveAttribute('aria-label', /, ERROR, /);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Detail' })).toContainText('ERROR');
  expect(said).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing stands in the way of a screen reader, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    const families = await new AxeBuilder({ page }).analyze();
    expect(families.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
    await page.getByRole('button', { name: 'application.log', exact: true }).click();
    await expect(row(page).last()).toHaveAttribute('aria-label', /^Row /);
    const log = await new AxeBuilder({ page }).analyze();
    expect(log.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });
}
