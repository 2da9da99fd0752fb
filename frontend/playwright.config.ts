import { defineConfig } from '@playwright/test';
import { launch } from './e2e/browser.mjs';

// The specs run against a real `cordwood serve` over the sample; see e2e/sample.ts.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  workers: 2, // each file with a server of its own
  timeout: 90_000, // a walk over all desks takes half a minute on two cores
  // A machine under load may be late once; what fails twice is broken.
  retries: 1,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: launch,
    screenshot: 'only-on-failure',
  },
});
