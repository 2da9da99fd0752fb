// Says what the first screen costs: index.html's own scripts and styles, gzipped.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 300 * 1024;
const dir = new URL('../dist/', import.meta.url);
const html = readFileSync(new URL('index.html', dir), 'utf8');
const files = [...html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+\.(?:js|css))"/g)].map((m) => m[1]);
const total = files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dir))).length, 0);

console.log(`initial JS + CSS: ${(total / 1024).toFixed(1)} KB gzipped in ${files.length} files (budget 300 KB)`);
if (total > BUDGET) process.exit(1);
