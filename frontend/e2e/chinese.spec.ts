import { expect, test, type Page } from '@playwright/test';
import said from '../src/messages/said.zh-CN.json' with { type: 'json' };
import { startScreens, walk, type Screens } from './screens.mjs';

// Every screen and dialog in Chinese: what stands there in Latin letters is data, a name, or forgotten.

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

/** Sentences of ours that stand beside data: of places, and of what Cordwood did. */
const OURS = Object.keys(said);

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
          if (
            text &&
            !(name === 'title' && e.closest(data)) &&
            !(name === 'placeholder' && e.closest('[translate="no"]'))
          )
            found.add(text);
        }
    return [...found];
  }, DATA);
  return texts.filter(english).map((text) => `${screen}: ${text}`);
}

/** What Cordwood itself says within data. */
async function ours(page: Page, screen: string): Promise<string[]> {
  const texts = await page.evaluate(
    ([data, sentences]) =>
      [...document.querySelectorAll(data)]
        .filter((e) => e.checkVisibility() && !e.matches('pre, input, textarea'))
        .flatMap((e) => [...e.querySelectorAll('*'), e])
        .flatMap((e) => [...e.childNodes])
        .filter((n) => n.nodeType === Node.TEXT_NODE)
        .map((n) => n.textContent?.trim() ?? '')
        .filter((text) => sentences.includes(text)),
    [DATA, OURS] as const,
  );
  return [...new Set(texts)].map((text) => `${screen}: ${text}`);
}

let world: Screens;
test.beforeAll(async () => void (world = await startScreens()));
test.afterAll(() => world.close());

test('no screen and no dialog has English words of ours in Chinese', async ({ page }) => {
  test.setTimeout(180_000); // about sixty screens
  const found: string[] = [];
  await walk(page, world, 'zh-CN', async (screen) => {
    await page.waitForTimeout(250);
    found.push(...(await latin(page, screen)), ...(await ours(page, screen)));
    if (process.env['CORDWOOD_LOOK']) await page.screenshot({ path: `${process.env['CORDWOOD_LOOK']}/${screen}.png` });
  });
  expect(found).toEqual([]);
});
