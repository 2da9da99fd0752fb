import { expect as soon, test, type Page } from '@playwright/test';
import { startFolder, type FolderWorld } from './folderworld.mjs';
import { openLog } from './logs';

// The machine may be busy with other things.
const expect = soon.configure({ timeout: 15_000 });

/** 错误 in GBK, which is ´íÎó in windows-1252. */
const line = (n: number) =>
  Buffer.concat([
    Buffer.from(`2026-11-22 08:00:0${n}.000 ERROR [main] a.B - ${n} `),
    Buffer.from([0xb4, 0xed, 0xce, 0xf3, 0x0a]),
  ]);

let world: FolderWorld;
test.beforeAll(async () => {
  const text = Buffer.concat(Array.from({ length: 9 }, (_, n) => line(n)));
  world = await startFolder({ 'application.log': text, 'email.log': text });
});
test.afterAll(() => world.close());

const open = (page: Page, name: string) => openLog(page, world, name);
const control = (page: Page) => page.getByRole('button', { name: 'Charset of the text' });

test('the charset that was found is shown, set by the keyboard for one log, remembered, witnessed and set back', async ({
  page,
}) => {
  await open(page, 'application.log');
  await expect(control(page)).toContainText('gb18030');
  await expect(control(page)).toContainText('found');
  await expect(page.locator('[data-row]').last()).toContainText('8 错误');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('charset');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Name of a charset' }).fill('klingon');
  await page.keyboard.press('Enter');
  await expect(page.getByText('write a name such as gbk')).toBeVisible();
  await expect(page.locator('[data-row]').last()).toContainText('8 错误');

  await control(page).click();
  await page.getByRole('menuitemradio', { name: /^windows-1252/ }).click();
  await expect(page.locator('[data-row]').last()).toContainText('8 ´íÎó');
  await expect(control(page)).toContainText('windows-1252');
  await expect(control(page)).toContainText('set');

  await page.reload();
  await expect(page.locator('[data-row]').last()).toContainText('8 ´íÎó');
  await page.keyboard.press('Alt+3');
  await expect(page.locator('[data-row]', { hasText: 'Modify' })).toContainText('Sources');
  await open(page, 'email.log');
  await expect(page.locator('[data-row]').last()).toContainText('8 错误');

  await open(page, 'application.log');
  await control(page).click();
  await page.getByRole('menuitemradio', { name: 'Find out' }).click();
  await expect(page.locator('[data-row]').last()).toContainText('8 错误');
  await expect(control(page)).toContainText('found');
});
