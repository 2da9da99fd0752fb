import { expect as soon, test } from '@playwright/test';
import { startFolder, type FolderWorld } from './folderworld.mjs';

// The machine may be busy with other things.
const expect = soon.configure({ timeout: 15_000 });
test.setTimeout(90_000);

let world: FolderWorld;
test.beforeAll(async () => {
  world = await startFolder({
    'application.log':
      '2026-11-22 08:00:00.500 INFO [main] a.B - asked\n2026-11-22 08:00:02.000 INFO [main] a.B - answered\n',
    'mysql.log': '2026-11-22 08:03:13.000 INFO [main] a.B - ready\n',
  });
});
test.afterAll(async () => world.close());

test('a clock that was ahead is corrected with the keyboard: times, order and filter follow, the status and the trail say so', async ({
  page,
}) => {
  await page.setExtraHTTPHeaders({ Authorization: `Bearer ${world.token}` });
  await page.goto(`${world.base}/`);
  await page.locator('nav').waitFor();
  await page.keyboard.press('Alt+4');
  await page.getByRole('button', { name: 'application.log', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Open all in time order' }).click();
  const rows = page.locator('[data-row]');
  await expect(rows).toHaveText([/asked/, /answered/, /ready/]);

  await page.getByRole('button', { name: 'Clock', exact: true }).press('Enter');
  const mysql = page.getByRole('group', { name: 'mysql' });
  const by = mysql.getByRole('textbox', { name: 'How far the clock was wrong' });
  await by.fill('soon');
  await expect(page.getByRole('button', { name: 'Correct times' })).toBeDisabled();
  await by.fill('3m12s');
  await page.screenshot({ path: test.info().outputPath('clock.png') });
  await by.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(rows).toHaveText([/asked/, /08:00:01\.000.*ready/, /answered/]);
  await expect(page.locator('footer')).toContainText('mysql: clock 3 min 12 s ahead, corrected');
  await page.screenshot({ path: test.info().outputPath('corrected.png') });

  await page.getByRole('textbox', { name: 'Filter' }).fill('time:2026-11-22T08:00:01');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveText([/ready/]);
  await rows.first().press('Enter');
  await expect(page.getByRole('complementary', { name: 'Detail' })).toContainText('2026-11-22 08:03:13.000');

  await page.keyboard.press('Alt+3');
  await expect(page.getByTitle('set clocks')).toHaveText('Modify');
});
