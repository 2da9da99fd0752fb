import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './sample';

// A level set on the page reaches the running sample: its status file, the page, and the lines it writes.

/** Nothing but a defect takes so long; the figures themselves are printed. */
const LIMIT_MS = 15_000;
const LOOK_MS = 20;
/** The sample writes several lines in it. */
const QUIET_MS = 4000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The revision that the sample's writer has in force. */
function revision(dir: string): number {
  const status = JSON.parse(readFileSync(join(dir, 'cordwood-rules.status.json'), 'utf8')) as { rev: number };
  return status.rev;
}

/** What a live file grew by since the last look. */
class Growth {
  #end: number;

  constructor(private readonly path: string) {
    this.#end = statSync(path).size;
  }

  /** How many new lines stand below ERROR. A rotation in between is one look without lines. */
  below(): number {
    const file = openSync(this.path, 'r');
    try {
      const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - this.#end));
      const text = bytes.subarray(0, readSync(file, bytes, 0, bytes.length, this.#end)).toString();
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      this.#end += Buffer.byteLength(whole);
      return (whole.match(/ (TRACE|DEBUG|INFO|WARN) |"level":"(trace|debug|info|warn)"/g) ?? []).length;
    } finally {
      closeSync(file);
    }
  }
}

/** Milliseconds since `from` until it is so; null when it is not within the limit. */
async function since(from: number, so: () => boolean | Promise<boolean>): Promise<number | null> {
  while (Date.now() - from < LIMIT_MS) {
    if (await so()) return Date.now() - from;
    await pause(LOOK_MS);
  }
  return null;
}

test('a level set on the Rule Setting page reaches the running sample', async ({ page, sample }) => {
  test.setTimeout(120_000);
  await page.goto('/');
  const dir = sample.folder;
  await page.getByRole('navigation', { name: 'Desks' }).getByText('Rules', { exact: true }).click();
  const row = page.getByRole('row', { name: /application\.log/ });
  await row.getByRole('combobox', { name: 'Level of application.log' }).selectOption('ERROR');
  await page.getByRole('button', { name: /^Review and apply/ }).click();
  const apply = page.getByRole('dialog').getByRole('button', { name: 'Apply 1 change' });
  await expect(apply).toBeEnabled();

  const before = revision(dir);
  const log = new Growth(join(dir, 'application.log'));
  // Only where lines come can they stay away.
  expect(await since(Date.now(), () => log.below() > 0)).not.toBeNull();

  let clicked = Date.now();
  const applied = page.getByRole('status').filter({ hasText: `revision ${before + 1} applied` });
  const [, confirmed, said] = await Promise.all([
    apply.click(),
    since(clicked, () => revision(dir) > before),
    since(clicked, async () => (await applied.count()) > 0),
  ]);
  log.below(); // up to the moment of the status
  await pause(QUIET_MS);
  const after = log.below();

  clicked = Date.now();
  const [, undone, again] = await Promise.all([
    page.getByRole('button', { name: 'Undo' }).click(),
    since(clicked, () => revision(dir) > before + 1),
    since(clicked, () => log.below() > 0),
  ]);
  console.log(
    `level: status file ${confirmed} ms after the click, page ${said} ms, then ${after} lower lines in ${QUIET_MS} ms; ` +
      `undone: status file ${undone} ms, first lower line ${again} ms`,
  );
  for (const figure of [confirmed, said, undone, again]) expect(figure).not.toBeNull();
  expect(after).toBe(0);
});
