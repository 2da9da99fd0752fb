import AxeBuilder from '@axe-core/playwright';
import { expect as soon, type Page } from '@playwright/test';
import { test } from './sample';

// The machine may be busy with other things.
const expect = soon.configure({ timeout: 15_000 });
test.setTimeout(90_000);

/** Opens the sample on Server Logs; nothing the page says to its console is allowed, the CSP least of all. */
async function open(page: Page): Promise<string[]> {
  const said: string[] = [];
  page.on('console', (m) => {
    // A newer question makes the server refuse the older one: the browser says so, the page is right.
    const refused = m.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(m.type()) && !refused) said.push(m.text());
  });
  page.on('pageerror', (e) => said.push(e.message));
  await page.goto('/');
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

test('a log that was opened has the keys at once: a slash goes to the filter', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'application.log', exact: true }).click();
  await expect(page.locator('[data-row]:focus')).toHaveCount(1);
  await page.keyboard.press('/');
  await expect(bar(page)).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing stands in the way of a screen reader, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    const families = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
    expect(families.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
    await page.getByRole('button', { name: 'application.log', exact: true }).click();
    await expect(row(page).last()).toHaveAttribute('aria-label', /^Row /);
    const log = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
    expect(log.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });
}

const bar = (page: Page) => page.getByRole('textbox', { name: 'Filter' });
const said = (page: Page) => page.locator('[data-validity]');

async function openLog(page: Page): Promise<string[]> {
  const told = await open(page);
  await page.getByRole('button', { name: 'application.log', exact: true }).click();
  await expect(row(page).last()).toHaveAttribute('aria-label', /^Row /);
  return told;
}

test('the bar says how the words stand: ok, incomplete and never red, invalid with the fix', async ({ page }) => {
  const told = await openLog(page);
  await expect(said(page)).toHaveAttribute('data-validity', 'neutral');
  await bar(page).pressSequentially('level:error');
  await expect(said(page)).toHaveText(/would match (≥ )?[\d\s]+/);
  await expect(said(page)).toHaveAttribute('data-validity', 'ok');
  const before = await row(page).last().getAttribute('aria-label');

  await bar(page).fill('level:>=warn (timeout or');
  await expect(said(page)).toHaveAttribute('data-validity', 'incomplete');
  await expect(bar(page)).toHaveAttribute('aria-invalid', 'false');
  await bar(page).fill('level:>=w');
  await expect(said(page)).toHaveAttribute('data-validity', 'incomplete');
  // Nothing was asked yet: what is on screen is as it was.
  expect((await row(page).last().getAttribute('aria-label'))?.slice(-40)).toBe(before?.slice(-40));

  await bar(page).fill('level:error ms:>fast campaign');
  await bar(page).press('Enter');
  await expect(said(page)).toHaveAttribute('data-validity', 'invalid');
  await expect(said(page)).toContainText('showing the previous filter');
  await expect(page.locator('.log.previous [data-row]').last()).toHaveAttribute('aria-label', /^Row /);
  await page.getByRole('button', { name: 'Use ms:>500' }).click();
  await expect(bar(page)).toHaveValue('level:error ms:>500 campaign');
  await expect(page.locator('.log.previous')).toHaveCount(0);
  expect(told).toEqual([]);
});

test('a field that no entry has is told, and one that some have is not', async ({ page }) => {
  const told = await openLog(page);
  await bar(page).fill('level:error -shade:blue');
  await bar(page).press('Enter');
  await expect(row(page).last()).toHaveAttribute('aria-label', /, ERROR, /);
  await expect(said(page)).toContainText('no entry that was looked at has a field "shade"');
  await expect(said(page)).toHaveAttribute('data-validity', 'ok');
  await bar(page).fill('level:error -thread:blue');
  await bar(page).press('Enter');
  await expect(said(page)).not.toContainText('has a field');
  await expect(said(page)).toHaveText(/[\d\s]+ of [\d\s.MG]+ · \d+\.\d\d s/);
  expect(told).toEqual([]);
});

test('a filter that ran is said with its count and time, cleared by a button, and found again with Up', async ({
  page,
}) => {
  await openLog(page);
  await bar(page).fill('level:error');
  await bar(page).press('Enter');
  await expect(said(page)).toHaveText(/[\d\s]+ of [\d\s.MG]+ · \d+\.\d\d s/);
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(bar(page)).toHaveValue('');
  await bar(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('option', { name: 'level:error' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveValue('level:error');
  await expect(row(page).last()).toHaveAttribute('aria-label', /, ERROR, /);
  await bar(page).fill('level:warn');
  await page.keyboard.press('Control+ArrowUp');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox', { name: 'Filters asked before' })).toHaveCount(0);
  await expect(bar(page)).toHaveValue('level:warn');
});

test('case and expression are switches', async ({ page }) => {
  await openLog(page);
  await bar(page).fill('AGENT [0-9]+ state');
  await bar(page).press('Enter');
  await expect(page.getByRole('heading', { name: 'No entry matches this filter' })).toBeVisible();
  await page.getByRole('button', { name: 'Plain words are regular expressions' }).click();
  await expect(row(page).last()).toHaveAttribute('aria-label', /agent \d+ state/);
  await page.getByRole('button', { name: 'Match case' }).click();
  await expect(page.getByRole('button', { name: 'Apply: In any case of letters' })).toBeVisible();
  await page.getByRole('button', { name: 'Apply: In any case of letters' }).click();
  await expect(row(page).last()).toHaveAttribute('aria-label', /agent \d+ state/);
});

test('nothing found comes with the part that matches nothing, and with what would', async ({ page }) => {
  await openLog(page);
  await bar(page).fill('level:error "connection no"');
  await bar(page).press('Enter');
  const why = page.getByRole('region', { name: 'No entry matches this filter' });
  await expect(why.getByRole('row', { name: /^level:error ((≥ )?[\d\s]+ entries|not counted)/ })).toBeVisible();
  await expect(
    why.getByRole('row', { name: /^"connection no" 0 entries ← this part matches nothing in / }),
  ).toBeVisible();
  await why.getByRole('button', { name: 'Apply: The words of "connection no" apart' }).click();
  await expect(bar(page)).toHaveValue('level:error connection no');
  await expect(row(page).last()).toHaveAttribute('aria-label', /no connection/);
});

test('a level is excluded by its minus, and a bar of the chart is reached and filtered by keys', async ({ page }) => {
  await openLog(page);
  await page.getByRole('button', { name: 'Not info', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveValue('-level:info');
  await page.getByRole('group', { name: /entries over time/ }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.getByText(/^Selected /)).toBeVisible();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(bar(page)).toHaveValue(/^-level:info time:\S+( \S+)*\.\.\S+/);
});

test('a level that is chosen hides none of the others, and a second is chosen beside it', async ({ page }) => {
  await openLog(page);
  const level = (name: RegExp) => page.getByRole('checkbox', { name });
  await bar(page).fill('level:error');
  await bar(page).press('Enter');
  await expect(row(page).last()).toHaveAttribute('aria-label', /error/i);
  await expect(level(/^error, [1-9]/)).toBeChecked();
  await expect(level(/^info, [1-9]/)).not.toBeChecked();
  await level(/^warn, [1-9]/).check();
  await expect(bar(page)).toHaveValue('(level:error OR level:warn)');
  await expect(level(/^info, [1-9]/)).not.toBeChecked();
});
