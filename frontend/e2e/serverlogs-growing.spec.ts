import { expect as soon, test, type Page } from '@playwright/test';
import { startGrowing, type Growing } from './growing.mjs';
import { openLog, total, watch } from './logs';

// The machine may be busy with other things.
const expect = soon.configure({ timeout: 15_000 });
test.setTimeout(90_000);

let world: Growing;
test.beforeAll(async () => void (world = await startGrowing(4000)));
test.afterAll(async () => world.close());

async function open(page: Page): Promise<void> {
  await openLog(page, world, 'application.log');
  await expect(page.locator('[data-row]').last()).toHaveAttribute('aria-label', /^Row /);
}

test('the entry that is looked at does not move while the file grows and filters change', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Control+g');
  await page.keyboard.type('50%');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-row]:focus')).toHaveCount(1);
  const focused = page.locator('[data-row]:focus');
  const middle = (await focused.getAttribute('aria-label')) ?? '';
  await page.keyboard.press('e');
  await expect(focused).not.toHaveAttribute('aria-label', middle); // the middle may be an error itself
  await expect(focused).toHaveAttribute('aria-label', /ERROR/);
  const text = /entry number \d+ /.exec((await focused.getAttribute('aria-label')) ?? '')?.[0] ?? '';
  expect(text).not.toBe('');
  const tops = await watch(page, text);

  const before = await total(page);
  for (let i = 0; i < 5; i++) world.grow(400);
  await expect.poll(() => total(page), { timeout: 20_000 }).toBeGreaterThan(before + 1500);
  expect(await tops(), 'grown').toHaveLength(1);
  const filter = page.getByRole('textbox', { name: 'Filter' });
  for (const query of ['level:error', 'till', 'level:>=warn', '']) {
    await filter.fill(query);
    await filter.press('Enter');
    world.grow(200);
    await expect(page.locator('[data-row]', { hasText: text })).toHaveCount(1);
    await page.waitForTimeout(500);
    expect(await tops(), query).toHaveLength(1);
  }
});

test('a filter that hides the entry leaves the next one in its place, and following keeps the end', async ({
  page,
}) => {
  await open(page);
  const body = page.locator('[role=rowgroup]').last();
  await body.hover();
  await page.mouse.wheel(0, -20_000);
  await expect(page.locator('[data-row]').last()).toHaveAttribute('aria-label', /^Row /);
  await expect(page.locator('.row.pending')).toHaveCount(0);
  const first = /entry number (\d+) /.exec((await page.locator('[data-row]').nth(1).textContent()) ?? '')?.[1];
  const filter = page.getByRole('textbox', { name: 'Filter' });
  await filter.fill('level:error');
  await filter.press('Enter');
  await expect(page.locator('[data-row]').last()).toHaveAttribute('aria-label', /ERROR/);
  await expect(page.locator('.row.pending')).toHaveCount(0);
  const after = /entry number (\d+) /.exec((await page.locator('[data-row]').nth(1).textContent()) ?? '')?.[1];
  expect(Math.abs(Number(after) - Number(first))).toBeLessThan(60);
  await filter.fill('');
  await filter.press('Enter');
  await expect(page.locator('[data-row]').last()).toHaveAttribute('aria-label', /^Row /);
  await page.locator('[data-row]').last().click();
  await page.keyboard.press('Shift+F');
  world.grow(50);
  await expect(page.getByText('Following')).toBeVisible();
  await expect(page.locator('[data-row]').last()).toHaveAttribute('aria-label', /entry number/);
});
