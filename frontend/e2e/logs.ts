import type { Page } from '@playwright/test';

/** Opens a log of a served folder. */
export async function openLog(page: Page, world: { base: string; token: string }, name: string): Promise<void> {
  await page.setExtraHTTPHeaders({ Authorization: `Bearer ${world.token}` });
  await page.goto(`${world.base}/`);
  await page.locator('nav').waitFor();
  await page.keyboard.press('Alt+4');
  await page.getByRole('button', { name, exact: true }).click();
}

/** Rows of the answer on screen. */
export async function total(page: Page): Promise<number> {
  const label = await page.locator('[data-row]').first().getAttribute('aria-label');
  return Number(/ of ([\d\s]+),/.exec(label ?? '')?.[1]?.replace(/\s/g, ''));
}

/** Watches the place of one entry in every frame; the answer is where it was seen. */
export async function watch(page: Page, text: string): Promise<() => Promise<number[]>> {
  await page.evaluate((wanted) => {
    const seen = new Set<number>();
    const look = () => {
      for (const row of document.querySelectorAll('[data-row]')) {
        const top = Math.round(row.getBoundingClientRect().top);
        // The row of the focus is kept far outside when it is scrolled away.
        if (row.textContent?.includes(wanted) && top > 0) seen.add(top);
      }
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { seenTops: seen });
  }, text);
  return () => page.evaluate(() => [...(window as unknown as { seenTops: Set<number> }).seenTops]);
}
