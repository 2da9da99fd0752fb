import type { Served } from './served.mjs';
export function startIll(): Promise<Served>;
