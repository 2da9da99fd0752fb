import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { startScreens, walk, type Screens } from './screens.mjs';

// Every dialog and menu in both themes: nothing stands in the way of a screen reader.

let world: Screens;
test.beforeAll(async () => void (world = await startScreens()));
test.afterAll(() => world.close());

test('no dialog and no menu has accessibility findings', async ({ page }) => {
  test.setTimeout(480_000); // about twenty-five, each analysed twice: 170 s on two quiet cores
  const found: string[] = [];
  let seen = 0;
  await walk(page, world, 'en', async (screen) => {
    const floating = page.locator('dialog[open], [aria-haspopup][aria-expanded="true"]');
    if ((await floating.count()) === 0) return;
    seen++;
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(200); // what opens fades in
      const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
      for (const part of ['dialog[open]', '[aria-haspopup][aria-expanded="true"] + .panel'])
        if ((await page.locator(part).count()) > 0) axe.include(part);
      const { violations } = await axe.analyze();
      found.push(...violations.map((v) => `${screen}, ${colorScheme}: ${v.id} ${v.nodes[0]?.target.join(' ')}`));
    }
  });
  expect(found).toEqual([]);
  expect(seen).toBeGreaterThan(20);
});
