// Pictures of every screen and dialog into ../pictures/screens: light, dark and Chinese.
//   node e2e/screenpictures.mjs [light|dark|zh-CN ...]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launch } from './browser.mjs';
import { startScreens, walk } from './screens.mjs';

const chosen = process.argv.slice(2);
const looks = chosen.length > 0 ? chosen : ['light', 'dark', 'zh-CN'];

for (const look of looks) {
  const out = join('../pictures/screens', look);
  mkdirSync(out, { recursive: true });
  const world = await startScreens('20MB');
  const browser = await chromium.launch(launch);
  try {
    const language = look === 'zh-CN' ? look : 'en';
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme: look === 'dark' ? 'dark' : 'light',
      locale: language,
    });
    await walk(page, world, language, async (screen) => {
      await page.waitForTimeout(600);
      await page.screenshot({ path: join(out, `${screen}.png`) });
    });
  } finally {
    await browser.close();
    await world.close();
  }
}
