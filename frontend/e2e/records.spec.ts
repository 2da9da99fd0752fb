import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './sample';

// Health, Access Logs, Audit Logs and Rule Setting over the sample.

async function desk(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Desks' }).getByText(name, { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

const filter = (page: Page) => page.getByRole('textbox', { name: 'Filter' });

test('a tile opens the log of its family', async ({ page }) => {
  await desk(page, 'Health');
  await page.getByRole('button', { name: /^database\.log, / }).click();
  await expect(page.getByRole('tab', { name: 'database' })).toHaveAttribute('aria-selected', 'true');
});

test('a finding about an address opens its visits', async ({ page }) => {
  await desk(page, 'Health');
  await page
    .getByRole('group', { name: 'Findings' })
    .getByRole('button', { name: /refused sign-ins/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Access Logs' })).toBeVisible();
  await expect(filter(page)).toHaveValue(/^kind:refused ip:/);
  await expect(page.locator('[data-row="0"]')).toContainText('refused');
});

test('a click on a facet leaves readable query text, and Shift excludes', async ({ page }) => {
  await desk(page, 'Access');
  const kind = page.getByRole('region', { name: 'Kind' });
  await kind.getByText('refused').click();
  await expect(filter(page)).toHaveValue('kind:refused');
  await expect(page.locator('[data-row="0"]')).toContainText('refused');
  await kind.getByText('refused').click();
  await expect(filter(page)).toHaveValue('');
  await kind.getByText('visit').click({ modifiers: ['Shift'] });
  await expect(filter(page)).toHaveValue('-kind:visit');
});

test('a facet keeps its other values beside the chosen one, with OR in the query too', async ({ page }) => {
  await desk(page, 'Access');
  const kind = page.getByRole('region', { name: 'Kind' });
  await expect(kind.getByRole('listitem')).toHaveCount(4);
  for (const query of ['kind:refused', 'kind:refused OR kind:sign-out', '-(kind:visit OR kind:sign-in)']) {
    await filter(page).fill(query);
    await filter(page).press('Enter');
    await expect(page.locator('[data-row="0"]')).toContainText(/refused|sign-out/);
    await expect(kind.getByRole('list')).not.toHaveClass(/loading/);
    await expect(kind.getByRole('listitem')).toHaveCount(4);
  }
});

test('bands of the duration and having a memo are facets that open', async ({ page }) => {
  await desk(page, 'Access');
  const duration = page.getByRole('region', { name: 'Duration' });
  await duration.getByRole('button', { name: 'Duration' }).click();
  await duration.getByRole('checkbox', { name: /^0\.1 to 1 s, / }).check();
  await expect(filter(page)).toHaveValue('ms:100..999');
  await duration.getByRole('checkbox', { name: /^under 0\.1 s, / }).check();
  await expect(filter(page)).toHaveValue('(ms:<100 OR ms:100..999)');
  await duration.getByRole('button', { name: 'clear' }).click();
  const memo = page.getByRole('region', { name: 'Memo' });
  await memo.getByRole('button', { name: 'Memo' }).click();
  await memo.getByRole('checkbox', { name: /^none, / }).check();
  await expect(filter(page)).toHaveValue('-has:memo');
});

test('visits are put together by address, and a group opens to its visits', async ({ page }) => {
  await desk(page, 'Access');
  await page.getByRole('tab', { name: 'By IP' }).click();
  const groups = page.getByRole('grid', { name: 'Groups of visits' });
  await expect(groups.locator('[data-row="1"]')).toBeVisible();
  await groups.getByRole('button', { name: 'Refused' }).click();
  await expect(groups.getByRole('columnheader', { name: 'Refused' })).toHaveAttribute('aria-sort', 'descending');
  const first = groups.locator('[data-row="0"]');
  await expect(first).toHaveAccessibleName(/203\.0\.113\.87/, { timeout: 60_000 }); // when all is read
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Visits' })).toHaveAttribute('aria-selected', 'true');
  await expect(filter(page)).toHaveValue('ip:203.0.113.87');
  await expect(page.locator('[data-row="0"]')).toContainText('203.0.113.87');
});

test('columns are chosen and moved with the keyboard, and are kept', async ({ page }) => {
  await desk(page, 'Access');
  const heads = () => page.getByRole('grid', { name: 'Access Logs' }).getByRole('columnheader').allInnerTexts();
  await page.getByRole('button', { name: 'Columns' }).click();
  const tick = (name: string) => page.getByRole('checkbox', { name: `Show ${name}`, exact: true });
  await tick('Memo').uncheck();
  await tick('Client').check();
  await tick('Client').focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press('Alt+ArrowUp');
  await expect(tick('Client')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await heads())[1]).toBe('Client');
  expect(await heads()).not.toContain('Memo');
  await page.waitForTimeout(1000); // it is written
  await desk(page, 'Access'); // a new page over the same source
  await expect.poll(async () => (await heads())[1], { timeout: 15_000 }).toBe('Client');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'As usual' }).click();
  await expect.poll(heads).toContain('Memo');
});

test('a range is typed, both ends included', async ({ page }) => {
  await desk(page, 'Access');
  const to = page.getByRole('textbox', { name: 'to', exact: true });
  await to.fill('not a time');
  await page.waitForTimeout(3000); // the source grows meanwhile, which is no reason to lose what is typed
  await expect(to).toHaveValue('not a time');
  await to.press('Enter');
  await expect(to).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Yesterday' }).click();
  await expect(page.getByRole('textbox', { name: 'From' })).toHaveValue(/^\d{4}-\d\d-\d\d 00:00$/);
  await expect(to).toHaveValue(/ 23:59$/);
});

test('a visit opens beside the table, and Esc closes it', async ({ page }) => {
  await desk(page, 'Access');
  await page.locator('[data-row="2"]').click();
  const pane = page.getByRole('complementary', { name: 'Detail' });
  await expect(pane.getByText('Where', { exact: true })).toBeVisible();
  await pane.getByRole('tab', { name: 'Raw' }).click();
  await expect(pane.locator('pre')).not.toBeEmpty();
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();
});

test('a memo is written, shown, searched and undone', async ({ page }) => {
  test.slow();
  await desk(page, 'Access');
  await filter(page).fill('kind:refused ip:203.0.113.87');
  await filter(page).press('Enter');
  await page.locator('[data-row="0"]').click();
  const pane = page.getByRole('complementary', { name: 'Detail' });
  await pane.getByRole('tab', { name: /^Note/ }).click();
  await pane.getByRole('radio', { name: /this address/ }).check();
  await pane.getByRole('textbox', { name: 'Memo' }).fill('seen at the gate');
  await pane.getByRole('button', { name: 'Save note' }).click();
  // Every visit is resolved anew: some seconds over a hundred thousand.
  await expect(page.getByText('Note saved')).toBeVisible({ timeout: 60_000 });
  await filter(page).fill('memo:"seen at the gate"');
  await filter(page).press('Enter');
  await expect(page.locator('[data-row="0"]')).toContainText('seen at the');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('No entry matches this filter')).toBeVisible({ timeout: 60_000 });
});

test('the action icon opens the record', async ({ page }) => {
  await desk(page, 'Audit');
  await page.getByRole('button', { name: /^\d.*modified$/ }).click();
  await page
    .getByRole('button', { name: /^Open record: Modify / })
    .first()
    .click();
  const record = page.getByRole('region', { name: 'Record' });
  await expect(record.getByRole('heading', { level: 2 })).toContainText('Modified');
  await expect(record.getByRole('tab', { name: /^Changes/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(record).toBeHidden();
});

test('a row and Enter open the same record, and the arrows move it', async ({ page }) => {
  await desk(page, 'Audit');
  const record = page.getByRole('region', { name: 'Record' });
  await page.locator('[data-row="1"]').click({ position: { x: 400, y: 10 } });
  await expect(record).toBeVisible();
  const first = await page.evaluate(() => location.hash);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate(() => location.hash)).not.toBe(first);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(record).toBeVisible();
});

test('a pinned record stays beside the next one, and lets go', async ({ page }) => {
  await desk(page, 'Audit');
  await page.getByRole('tab', { name: 'Server', exact: true }).click();
  await page.locator('[data-row="0"]').click({ position: { x: 400, y: 10 } });
  const record = page.getByRole('region', { name: 'Record', exact: true });
  const first = await record.getByRole('heading', { level: 2 }).innerText();
  await page.keyboard.press('p');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const pinned = page.getByRole('region', { name: 'Kept record' });
  await expect(pinned.getByRole('heading')).toContainText(first);
  await page.keyboard.press('p');
  await expect(pinned).toBeHidden();
});

test('one record is exported as a page', async ({ page }) => {
  await desk(page, 'Audit');
  await page.getByRole('button', { name: /^\d.*modified$/ }).click();
  await expect(page.getByRole('button', { name: /^\d.*modified$/ })).toHaveAttribute('aria-pressed', 'true');
  await page.locator('[data-row="0"]').click({ position: { x: 400, y: 10 } });
  await page.getByRole('button', { name: 'Export record…' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /Markdown/ }).click();
  const text = await readFile(await (await saved).path(), 'utf8');
  expect(text).toMatch(/^# .+\n[\s\S]*\n## Changes\n[\s\S]*\n## History of this target\n/);
});

test('from a record to the visits around it', async ({ page }) => {
  await desk(page, 'Audit');
  await page.getByRole('tab', { name: 'Server', exact: true }).click();
  await page.locator('[data-row="0"]').click({ position: { x: 400, y: 10 } });
  await page.getByRole('button', { name: /visits, ±15 min/ }).click();
  await expect(page.getByRole('heading', { name: 'Access Logs' })).toBeVisible();
  await expect(filter(page)).toHaveValue(/^account:/);
});

test("Cordwood's own trail says whether it is whole", async ({ page }) => {
  await desk(page, 'Audit');
  await page.getByRole('tab', { name: /own trail/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'trail' }).first()).toBeVisible();
});

test('the line of counts shows what Cordwood did, and pressed again everything', async ({ page }) => {
  await desk(page, 'Audit');
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('menuitem').first().click(); // an act of its own
  const own = page.getByRole('button', { name: /^\d+ by Cordwood$/ });
  await expect(own).toBeVisible({ timeout: 20_000 }); // the table follows now and then
  await own.click();
  await expect(page.getByRole('tab', { name: /own trail/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('[data-row="0"]')).toContainText('Cordwood');
  await own.click();
  await expect(page.getByRole('tab', { name: 'All', exact: true })).toHaveAttribute('aria-selected', 'true');
});

test('a level is edited, reviewed, applied and undone', async ({ page }) => {
  await desk(page, 'Rules');
  const mail = page.getByRole('row', { name: /email\.log/ });
  await mail.getByRole('button', { name: /Level of email\.log/ }).click();
  await mail.getByRole('combobox', { name: 'Level of email.log' }).selectOption('WARN');
  await expect(page.getByText('1 change not applied')).toBeVisible();
  await page.getByRole('button', { name: /^Review and apply/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('EML level INFO → WARN');
  await dialog.getByRole('button', { name: 'Apply 1 change' }).click();
  await expect(dialog).toBeHidden();
  await expect(mail.getByRole('combobox', { name: 'Level of email.log' })).toHaveValue('WARN');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(mail.getByRole('button', { name: /Level of email\.log/ })).toHaveText('INFO');
});

test('an edit is discarded', async ({ page }) => {
  await desk(page, 'Rules');
  const all = page.getByRole('spinbutton', { name: 'Copies of All families' });
  const before = await all.inputValue();
  await all.fill('3');
  await all.press('Enter');
  await expect(page.getByText('1 change not applied')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(all).toHaveValue(before);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the four desks have no accessibility findings (${colorScheme})`, async ({ page }) => {
    test.setTimeout(120_000); // four full pages are analysed, about 7 s each on two cores
    await page.emulateMedia({ colorScheme });
    const open: Record<string, () => Promise<void>> = {
      Health: () => page.getByRole('group', { name: 'Findings' }).waitFor(),
      Access: () => page.locator('[data-row="1"]').click(),
      Audit: () => page.locator('[data-row="1"]').click({ position: { x: 400, y: 10 } }),
      Rules: () => page.getByRole('spinbutton', { name: 'Copies of All families' }).waitFor(),
    };
    for (const [name, show] of Object.entries(open)) {
      await desk(page, name);
      await show();
      await page.waitForTimeout(500);
      const found = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
      expect(found.violations.map((v) => `${name}: ${v.id} ${v.nodes[0]?.target.join(' ')}`)).toEqual([]);
    }
  });
}
