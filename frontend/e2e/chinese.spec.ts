import { expect, type Page } from '@playwright/test';
import zh from '../src/messages/zh-CN.json' with { type: 'json' };
import { test } from './sample';

// Every screen in Chinese: what stands there in Latin letters is data, a name, or forgotten.

test.use({ locale: 'zh-CN' });

/** Where data stands: rows of logs and records, what a person typed, and what the page marks as not to be translated. */
const DATA = '[translate="no"], [data-row], .mono, input, textarea, kbd';

/** Names and words that are the same in Chinese. */
const SAME = new Set(
  `Cordwood serverlog English
  GiB MiB KiB TiB GB MB KB ms IP CIDR SHA UTC ID id CSV TSV XLSX JSON Lines RE2 zip OR AND NOT
  ERROR WARN INFO DEBUG TRACE FATAL
  APP OBJ INB EML DB ACC CEV JOB CRM AUD GAT
  Ctrl Shift Alt Enter Esc Tab Home End PageUp PageDown F3 F4 Space`.split(/\s+/),
);

/** The licence of the place data asks for these words. */
const ATTRIBUTION = /This site or product includes IP2Location LITE data/;

/** Names of files, of fields before a colon, addresses and paths are data wherever they stand. */
const MACHINE =
  /[\w.*-]+\.(log|gz|csv|json|mmdb|tgz|tar|zip|example)\b[\w.-]*|\b[a-z_]+:\S*|\S*[/\\]\S*|[\w.]+@[\w.]+|~?"[^"]*"|\w+_\w+/g;

/** A sentence with Chinese in it is told; names may stand in it, further sentences not. */
function english(text: string): boolean {
  if (ATTRIBUTION.test(text)) return false;
  const words = text.replace(MACHINE, ' ');
  if (/\p{Script=Han}/u.test(text)) return /([A-Za-z]{2,} ){3}[A-Za-z]{2,}/.test(words);
  return (words.match(/[A-Za-z]{2,}/g) ?? []).some((word) => !SAME.has(word));
}

/** What is seen and what is read aloud, outside of data, that still has a Latin word. */
async function latin(page: Page, screen: string): Promise<string[]> {
  const texts = await page.evaluate((data) => {
    const found = new Set<string>();
    const shown = (e: Element) => e.checkVisibility() && e.closest('[inert]') === null;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const e = node.parentElement;
      if (e && shown(e) && !e.closest(data) && node.textContent?.trim()) found.add(node.textContent.trim());
    }
    for (const e of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      if (shown(e) && !e.closest('[data-row]'))
        for (const name of ['aria-label', 'title', 'placeholder']) {
          const text = e.getAttribute(name)?.trim();
          if (text && !(name === 'title' && e.closest(data))) found.add(text);
        }
    return [...found];
  }, DATA);
  return texts.filter(english).map((text) => `${screen}: ${text}`);
}

test('no screen has English words of ours in Chinese', async ({ page }) => {
  const said: string[] = [];
  const look = async (screen: string) => {
    await page.waitForTimeout(1200);
    said.push(...(await latin(page, screen)));
    if (process.env['CORDWOOD_LOOK']) await page.screenshot({ path: `${process.env['CORDWOOD_LOOK']}/${screen}.png` });
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  await page.goto('/');
  await page.locator('nav').waitFor();
  await look('health');

  await page.keyboard.press('Alt+2');
  await page.locator('[data-row]').first().waitFor();
  await look('access');
  await page.locator('[data-row]').first().click();
  await page.keyboard.press('Enter');
  await look('access-record');
  const filter = page.getByRole('textbox', { name: '筛选' }).first();
  await filter.fill('ip:10.1.2.3 level:>=warn (nowhere OR -path:~"x") ms:>500');
  await page.keyboard.press('Enter');
  await look('access-nothing');
  await filter.fill('ms:fast');
  await page.keyboard.press('Enter');
  await look('access-invalid');

  await page.keyboard.press('Alt+3');
  await page.locator('[data-row]').first().waitFor();
  await look('audit');
  await page.locator('[data-row]').first().click();
  await page.keyboard.press('Enter');
  await look('audit-record');

  await page.keyboard.press('Alt+4');
  await page.locator('[data-row]').first().waitFor();
  await look('families');
  await button(zh['families.open'].replace('{name}', 'application.log')).click();
  await page.getByRole('checkbox', { name: /application-\S+\.log\.gz$/ }).first().click(); // prettier-ignore
  await button(zh['delete']).click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  await look('delete');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await button('application.log').click();
  await page.locator('[data-row]').first().waitFor();
  await look('log');
  await page.locator('[data-row]').last().click();
  await page.keyboard.press('Enter');
  await look('log-entry');

  await page.keyboard.press('Alt+5');
  await page.locator('table').first().waitFor();
  await look('rules');
  await page.getByRole('combobox', { name: zh['rules.cleaner'] }).selectOption('none');
  await look('rules-pending');
  await button(/^检查并应用/).click();
  await look('rules-apply');
  await page.keyboard.press('Escape');
  await button(zh['rules.discard']).click();
  await button(zh['rules.rotate.of'].replace('{file}', 'application.log')).click();
  await page.getByRole('dialog').waitFor();
  await look('rules-rotate');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: zh['rules.tab.versions'] }).click();
  await page.locator('[data-row]').first().waitFor();
  await look('rules-versions');

  await page.keyboard.press('Control+k');
  await look('palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await look('settings');
  await page.keyboard.press('F1');
  await look('keys');
  await page.keyboard.press('Escape');
  await button(zh['command.start']).click();
  await page.getByRole('heading', { name: zh['start.title'] }).waitFor();
  await look('start');
  await page.getByRole('textbox', { name: zh['start.path'] }).fill('/nowhere/at/all');
  await page.keyboard.press('Enter');
  await look('start-refused');
  expect(said).toEqual([]);
});
