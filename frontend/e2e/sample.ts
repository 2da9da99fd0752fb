import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type APIRequestContext, type BrowserContext } from '@playwright/test';
import { serve } from './served.mjs';

interface Sample {
  /** Where it is served, without a path. */
  base: string;
  /** The cookies of somebody who came by its address, whose token is good once. */
  state: Awaited<ReturnType<BrowserContext['storageState']>>;
  /** The folder of the sample that it has open. */
  folder: string;
}

async function folderOf(request: APIRequestContext, origin: string): Promise<string> {
  const ask = async (method: string, args: string[]) => {
    const headers = { 'Content-Type': 'application/json', Origin: origin };
    const answer = await request.post(`${origin}/call/${method}`, { headers, data: args });
    return (await answer.json()) as { first: string; path: string };
  };
  const { first } = await ask('Sources.Start', []);
  return (await ask('Sources.Info', [first])).path;
}

/**
 * Tests over the sample: `/` is a real `cordwood serve` with a home of its own, which the
 * files of one worker share one after the other.
 */
export const test = base.extend<object, { sample: Sample }>({
  sample: [
    async ({ browser }, use) => {
      const home = mkdtempSync(join(tmpdir(), 'cordwood-e2e-'));
      const server = await serve(home, '--sample', home);
      const page = await browser.newPage();
      await page.goto(server.url);
      await page.waitForSelector('nav, main');
      const state = await page.context().storageState();
      const folder = await folderOf(page.request, server.base);
      await page.close();
      await use({ base: server.base, state, folder });
      await server.close();
    },
    { scope: 'worker' },
  ],
  storageState: ({ sample }, use) => use(sample.state),
  baseURL: ({ sample }, use) => use(sample.base),
});
