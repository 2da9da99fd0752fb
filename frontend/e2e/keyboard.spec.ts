import { expect as soon, test, type Cookie, type Locator, type Page } from '@playwright/test';
import { startScreens, type Screens } from './screens.mjs';

// The work of the four desks without a pointer: what is needed is reached by Tab and done by keys.

// The machine may be busy with other things.
const expect = soon.configure({ timeout: 15_000 });

let world: Screens;
/** The address is good once; a download goes by the cookie that comes with it. */
let cookies: Cookie[];
test.beforeAll(async ({ browser }) => {
  world = await startScreens();
  const page = await browser.newPage();
  await page.goto(world.url);
  await page.locator('nav').waitFor();
  cookies = await page.context().cookies();
  await page.close();
});
test.afterAll(() => world.close());

test.beforeEach(async ({ page }) => {
  await page.context().addCookies(cookies);
  await page.goto(`${world.base}/`);
  await page.locator('nav').waitFor();
  await page.locator('footer [role="progressbar"]').first().waitFor({ state: 'hidden' });
});

/** Presses Tab until the element has the focus; what cannot be reached so fails. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let i = 0; i < 120; i++) {
    if (await target.evaluate((e) => e === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(target)}`);
}

const row = (page: Page) => page.locator('[data-row][tabindex="0"]');
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();

test('a visit is filtered for, opened and left', async ({ page }) => {
  await page.keyboard.press('Alt+2');
  await row(page).waitFor();
  await page.keyboard.press('Control+l');
  await page.keyboard.type('kind:refused');
  await page.keyboard.press('Enter');
  await expect(row(page)).toContainText('refused');
  await tabTo(page, row(page));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('complementary', { name: 'Detail' });
  await expect(detail).toBeVisible();
  await tabTo(page, detail.getByRole('tab', { name: 'Fields' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(detail.getByRole('tab', { name: 'Raw' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
  await expect(row(page)).toBeFocused();
});

test('an operation is opened by its icon, and its file exported', async ({ page }) => {
  await page.keyboard.press('Alt+3');
  await row(page).waitFor();
  await tabTo(page, row(page));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, row(page).getByRole('button', { name: /^Open record/ }));
  await page.keyboard.press('Enter');
  const record = page.getByRole('region', { name: 'Record' });
  await expect(record).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(record).toBeHidden();
  await tabTo(page, button(page, 'Export…'));
  await page.keyboard.press('Enter');
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
});

test('a copy is chosen, downloaded, held and taken back', async ({ page }) => {
  await page.keyboard.press('Alt+4');
  await row(page).waitFor();
  await tabTo(page, row(page));
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight'); // the copies of the first family
  const copy = page.getByRole('checkbox', { name: /^Choose application-\S+\.gz$/ }).first();
  await expect(copy).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await expect(copy).toBeChecked();
  const name = (await copy.getAttribute('aria-label')) ?? '';
  await tabTo(page, button(page, 'Download'));
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(`Choose ${file.suggestedFilename()}`).toBe(name);

  await tabTo(page, page.getByRole('toolbar', { name: 'Chosen files' }).getByRole('button', { name: 'Unlock' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Unlock' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Delete…')).toBeEnabled();
  await tabTo(page, button(page, 'Delete…'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Hold 1 file' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^1 file held/)).toBeVisible();
  await expect(page.getByRole('checkbox', { name, exact: true })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('checkbox', { name, exact: true })).toBeVisible();
});

test('a level is set, reviewed, applied and undone', async ({ page }) => {
  await page.keyboard.press('Alt+5');
  const level = page.getByRole('combobox', { name: 'Level of All families' });
  await level.waitFor();
  const unlock = button(page, 'Unlock');
  if (await unlock.isVisible()) {
    await tabTo(page, unlock);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Unlock' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await tabTo(page, level);
  await page.keyboard.type('WARN');
  await expect(level).toHaveValue('WARN');
  await expect(page.getByText('1 change not applied')).toBeVisible();
  await tabTo(page, button(page, /^Review and apply/));
  await page.keyboard.press('Enter');
  const apply = page.getByRole('dialog').getByRole('button', { name: 'Apply 1 change' });
  await expect(apply).toBeEnabled();
  await tabTo(page, apply);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(level).toHaveValue('WARN');
  await page.keyboard.press('Control+z');
  await expect(level).toHaveValue('INFO');
});
