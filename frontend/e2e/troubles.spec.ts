import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect as soon, test, type Page } from '@playwright/test';
import { startTroubles, type Troubles } from './troublesworld.mjs';

// What Go says about a folder's troubles is in the language of the page.

const expect = soon.configure({ timeout: 15_000 });

let world: Troubles;
test.beforeAll(async () => void (world = await startTroubles()));
test.afterAll(() => world.close());

async function open(page: Page, desk: string): Promise<void> {
  await page.setExtraHTTPHeaders({ Authorization: `Bearer ${world.token}` });
  await page.goto(`${world.base}/`);
  await page.locator('nav').waitFor();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.keyboard.press(desk);
}

async function unlock(page: Page): Promise<void> {
  const call = async (name: string, args: unknown[]) => {
    const answer = await page.request.post(`${world.base}/call/${name}`, { data: args, headers: { Authorization: `Bearer ${world.token}` } }); // prettier-ignore
    return (await answer.json()) as never;
  };
  const { open: sources } = (await call('Sources.Start', [])) as { open: { id: string }[] };
  await call('Sources.Unlock', [sources[0]?.id]);
}

/** English of ours is three words side by side; names of files and quotations of others are shorter. */
const english = /[a-z]+ [a-z]+ [a-z]+/i;

/** What is shown, and what is told on hovering. */
async function said(page: Page): Promise<string[]> {
  const texts = await page.locator('body').innerText();
  const titles = await page.locator('[title]').evaluateAll((all) => all.map((e) => e.getAttribute('title') ?? ''));
  return [...texts.split('\n'), ...titles];
}

async function onlyChinese(page: Page, ...some: string[]): Promise<void> {
  for (const text of some) await expect.poll(async () => (await said(page)).join('\n')).toContain(text);
  expect((await said(page)).filter((text) => english.test(text))).toEqual([]);
}

test('skipped and unreadable files', async ({ page }) => {
  await open(page, 'Alt+4');
  await page.locator('details summary').click();
  await onlyChinese(
    page,
    '不是日志：.md',
    '7z 压缩包',
    '图片',
    '指向 application.log 的符号链接',
    '符号链接没有指向文件',
  );
  for (const name of ['cut.log', 'binary.log', 'pipe.log']) await page.getByRole('button', { name }).first().click();
  await onlyChinese(page, '提前结束', '二进制内容', '是命名管道');
});

test('refused files of a deletion', async ({ page }) => {
  await unlock(page);
  await open(page, 'Alt+4');
  for (const name of ['application.log', 'twice.log']) {
    await page.getByRole('checkbox', { name }).first().click(); // prettier-ignore
  }
  await page.getByRole('button', { name: '删除…' }).click();
  await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
  await onlyChinese(page, '服务器正在写入：请选择一个已轮转的副本', '该文件有 2 个名称');
});

test('what rules take, and why it waits', async ({ page }) => {
  await open(page, 'Alt+5');
  await onlyChinese(page, '超出保留的 1 个', '上次运行以来的轮转次数所能解释的');
});

test('a table that is not there, and rows that cannot be read', async ({ page }) => {
  await open(page, 'Alt+3');
  await page.getByRole('button', { name: '导入表格…' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('/nowhere/table.csv');
  await page.keyboard.press('Enter');
  await onlyChinese(page, '请检查路径；表格应为 CSV 或 TSV 文件');
  await dialog.getByRole('textbox').fill(world.table);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: /^导入/ }).last().click();
  await onlyChinese(page, '"soon" 不是时间', '该行有 5 个单元格，表头有 3 个');
});

// The last: it stands among the records from then on.
test('a cleaning that waits goes on when a person saw what it takes', async ({ page }) => {
  await unlock(page);
  await open(page, 'Alt+5');
  await expect(page.getByText('下一次清理正在等待您确认。')).toBeVisible();
  await page.getByRole('button', { name: '允许清理…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('现在移除 2 个文件');
  await onlyChinese(page, '规则保持不变');
  await dialog.getByRole('button', { name: '允许', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('下一次清理正在等待您确认。')).toHaveCount(0);
  const file = JSON.parse(readFileSync(join(world.dir, 'cordwood-rules.json'), 'utf8')) as {
    rev: number;
    all: { copies: number };
    confirmed: { families: Record<string, { files: number }> };
  };
  expect([file.rev, file.all.copies, file.confirmed.families['application']?.files]).toEqual([2, 1, 2]);
});
