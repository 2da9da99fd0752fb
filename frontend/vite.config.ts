import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { keepPlaceholder } from './scripts/keep-placeholder.ts';
import { notices } from './scripts/notices.ts';

export default defineConfig({
  base: './',
  plugins: [svelte(), svelteTesting(), keepPlaceholder(), notices()],
  build: {
    outDir: 'dist',
    // Nothing becomes a data: URL: font-src is 'self'.
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 300,
  },
  preview: { headers: { 'Content-Security-Policy': csp() } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    setupFiles: ['src/test-setup.ts'],
    // Desks are transformed when first shown; nothing here is a measurement.
    testTimeout: 30_000,
  },
});

/** The policy that the Go side sends; `vite preview` sends it too, so that a break shows here first. */
function csp(): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html',
  ].join('; ');
}
